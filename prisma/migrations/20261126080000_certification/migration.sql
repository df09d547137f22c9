-- The certification of intrapreneurs: its sessions, who asked, and what was decided.
CREATE TABLE certification_session (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  held_on date NOT NULL,
  files_by date NOT NULL CHECK (files_by <= held_on),
  version integer NOT NULL
);
CREATE UNIQUE INDEX certification_session_name ON certification_session (folded(name));
CREATE TABLE certification_candidate (
  session_id uuid NOT NULL REFERENCES certification_session (id) ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  full_time boolean NOT NULL,
  file_url text NOT NULL,
  applied_on date NOT NULL,
  state text NOT NULL CHECK (state IN ('demandee', 'certifiee', 'non-certifiee')),
  decided_on date CHECK ((decided_on IS NULL) = (state = 'demandee')),
  PRIMARY KEY (session_id, person_id)
);
CREATE INDEX certification_candidate_person ON certification_candidate (person_id);
-- Nobody is certified twice.
CREATE UNIQUE INDEX certification_once ON certification_candidate (person_id) WHERE state = 'certifiee';
