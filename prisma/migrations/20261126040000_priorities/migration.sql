-- Priority policies of the Government: a dated list, and which startup serves which.
CREATE TABLE priority_policy (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  axis text NOT NULL,
  source text NOT NULL,
  starts_on date NOT NULL,
  ends_on date CHECK (ends_on > starts_on),
  version integer NOT NULL
);
CREATE TABLE priority_startup (
  policy_id uuid NOT NULL REFERENCES priority_policy (id) ON DELETE CASCADE,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  why text NOT NULL,
  declared_on date NOT NULL,
  confirmed_on date,
  PRIMARY KEY (policy_id, startup_id)
);
CREATE INDEX priority_startup_startup ON priority_startup (startup_id);
