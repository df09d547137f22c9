-- When each outside address was last asked, whichever metrics name it, and whether they still do.
CREATE TABLE stat_address (
  address text PRIMARY KEY,
  asked_at timestamptz NOT NULL
);
INSERT INTO stat_address SELECT address, max(asked_at) FROM stat_source WHERE asked_at IS NOT NULL GROUP BY address;
