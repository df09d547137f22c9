-- What bears no date, as it was last counted in a year: a closed year is told from it.
CREATE TABLE indicator_kept (
  code text NOT NULL,
  year smallint NOT NULL,
  value double precision,
  counted jsonb NOT NULL,
  on_day date NOT NULL,
  PRIMARY KEY (code, year)
);
