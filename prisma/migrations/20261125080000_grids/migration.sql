-- The document that shows that a condition is met.
ALTER TABLE condition ADD COLUMN evidence_sha256 text;
ALTER TABLE condition ADD COLUMN evidence_name text;

-- A support for the end of a phase, between coach and incubator: never in the minutes, erased after a set time.
CREATE TABLE review_grid (
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('investigation', 'construction')),
  answers jsonb NOT NULL,
  conclusion text NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (startup_id, kind)
);

-- What the network asks at the end of a construction, where it says otherwise than the program does.
CREATE TABLE grid_criterion (
  kind text NOT NULL CHECK (kind IN ('investigation', 'construction')),
  position smallint NOT NULL,
  label text NOT NULL,
  PRIMARY KEY (kind, position)
);
