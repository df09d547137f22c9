-- Each dataset as it stood on a day, kept when it differs from the one kept before.
CREATE TABLE dataset_version (
  name text NOT NULL,
  day date NOT NULL,
  sha256 text NOT NULL,
  gzip bytea NOT NULL,
  PRIMARY KEY (name, day)
);
