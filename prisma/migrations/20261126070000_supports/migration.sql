-- What the network gives to a startup besides coaching days, and what its ministry committed to in return.
CREATE TABLE support (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  kind text NOT NULL,
  what text NOT NULL,
  given_by text NOT NULL,
  starts_on date NOT NULL,
  ends_on date CHECK (ends_on >= starts_on),
  contract text NOT NULL,
  review_on date CHECK (review_on IS NULL OR contract <> ''),
  version integer NOT NULL
);
CREATE INDEX support_startup ON support (startup_id);
