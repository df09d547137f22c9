-- The security accreditation of a service: who decided it, and until when it holds.
CREATE TABLE accreditation (
  startup_id uuid PRIMARY KEY REFERENCES startup (id) ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('demarche', 'provisoire', 'prononcee')),
  authority text NOT NULL,
  decided_on date,
  until_day date,
  version integer NOT NULL,
  CHECK (state = 'demarche' OR (authority <> '' AND decided_on IS NOT NULL AND until_day > decided_on))
);
