-- What a jury looks at. Its lines never change once somebody has scored by them.
CREATE TABLE grid (
  id uuid PRIMARY KEY,
  program_id uuid NOT NULL REFERENCES funding_program (id),
  number smallint NOT NULL,
  -- Each value of the scale with the sentence that says what it means.
  scale jsonb NOT NULL,
  at_least smallint NOT NULL CHECK (at_least >= 0),
  frozen_at timestamptz,
  created_at timestamptz NOT NULL,
  UNIQUE (program_id, number)
);
CREATE TABLE grid_line (
  grid_id uuid NOT NULL REFERENCES grid (id) ON DELETE CASCADE,
  code text NOT NULL,
  position smallint NOT NULL,
  pillar text NOT NULL,
  label text NOT NULL,
  help text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('obligatoire', 'au-moins', 'note')),
  weight smallint NOT NULL CHECK (weight BETWEEN 1 AND 10),
  required boolean NOT NULL,
  PRIMARY KEY (grid_id, code)
);
CREATE FUNCTION keep_frozen_grid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.grid_id ELSE OLD.grid_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM grid g WHERE g.id = which AND g.frozen_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a grid that somebody scored by is immutable';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER grid_line_kept BEFORE INSERT OR UPDATE OR DELETE ON grid_line FOR EACH ROW EXECUTE FUNCTION keep_frozen_grid();

-- A round as it is run: its state follows from its dates. History keeps its own row, made when results are announced.
CREATE TABLE call (
  id uuid PRIMARY KEY,
  program_id uuid NOT NULL REFERENCES funding_program (id),
  edition smallint NOT NULL CHECK (edition > 0),
  title text NOT NULL,
  purpose text NOT NULL,
  grid_id uuid NOT NULL REFERENCES grid (id),
  opens_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  scores_close_at timestamptz NOT NULL,
  means text NOT NULL CHECK (means IN ('enveloppe', 'places')),
  envelope bigint CHECK (envelope >= 0),
  places smallint CHECK (places >= 0),
  cofunding_percent smallint NOT NULL CHECK (cofunding_percent BETWEEN 0 AND 100),
  cap bigint CHECK (cap >= 0),
  coaching_value bigint NOT NULL CHECK (coaching_value >= 0),
  answer_limit integer NOT NULL CHECK (answer_limit > 0),
  announced_at timestamptz,
  minutes text,
  round_id uuid REFERENCES funding_round (id),
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (program_id, edition),
  CHECK (opens_at < closes_at AND closes_at < scores_close_at),
  CHECK ((means = 'enveloppe') = (envelope IS NOT NULL)),
  CHECK ((means = 'places') = (places IS NOT NULL))
);

CREATE TABLE jury_seat (
  id uuid PRIMARY KEY,
  call_id uuid NOT NULL REFERENCES call (id) ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('presidence', 'jury', 'expertise', 'secretariat')),
  created_at timestamptz NOT NULL,
  UNIQUE (call_id, person_id)
);
CREATE INDEX jury_seat_person ON jury_seat (person_id);

CREATE TABLE application (
  id uuid PRIMARY KEY,
  call_id uuid NOT NULL REFERENCES call (id) ON DELETE CASCADE,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  answers jsonb NOT NULL,
  amount bigint CHECK (amount >= 0),
  cofunding bigint CHECK (cofunding >= 0),
  cofunding_note text NOT NULL,
  cofunding_sha256 text,
  cofunding_name text,
  sponsor_name text NOT NULL,
  sponsor_person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  sponsor_asked_at timestamptz,
  sponsor_signed_at timestamptz,
  -- Of the very text that the sponsor signed, or of the letter that was sent.
  sponsor_sha256 text,
  deposited_at timestamptz,
  withdrawn_at timestamptz,
  reopened_until timestamptz,
  reopened_reason text,
  frozen_at timestamptz,
  snapshot jsonb,
  admissibility text CHECK (admissibility IN ('recevable', 'irrecevable', 'a-completer')),
  admissibility_reason text,
  decision text CHECK (decision IN ('argent', 'accompagnement', 'attente', 'refus')),
  awarded bigint CHECK (awarded >= 0),
  decision_reason text NOT NULL,
  feedback text NOT NULL,
  feedback_approved_at timestamptz,
  letter_sent_at timestamptz,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (call_id, startup_id),
  CHECK ((reopened_until IS NULL) = (reopened_reason IS NULL)),
  CHECK (admissibility IS NULL OR admissibility = 'recevable' OR admissibility_reason IS NOT NULL),
  CHECK (decision = 'argent' OR awarded IS NULL)
);
CREATE INDEX application_startup ON application (startup_id);

-- What a team promises in six months, and what became of it.
CREATE TABLE application_target (
  application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  position smallint NOT NULL,
  label text NOT NULL,
  value double precision NOT NULL,
  due_day date NOT NULL,
  metric_id uuid REFERENCES metric (id) ON DELETE SET NULL,
  result double precision,
  result_on date,
  result_source text,
  PRIMARY KEY (application_id, position),
  CHECK ((result IS NULL) = (result_on IS NULL))
);

-- A check that the program made, and what a person says of it.
CREATE TABLE screening (
  application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  code text NOT NULL,
  ruling text NOT NULL CHECK (ruling IN ('confirme', 'ecarte')),
  reason text,
  PRIMARY KEY (application_id, code),
  CHECK (ruling = 'confirme' OR reason IS NOT NULL)
);

CREATE TABLE hearing (
  id uuid PRIMARY KEY,
  call_id uuid NOT NULL REFERENCES call (id) ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  minutes smallint NOT NULL CHECK (minutes BETWEEN 5 AND 240),
  visio text NOT NULL,
  application_id uuid UNIQUE REFERENCES application (id) ON DELETE SET NULL,
  notes text NOT NULL,
  version integer NOT NULL,
  UNIQUE (call_id, starts_at)
);
CREATE TABLE hearing_question (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  seat_id uuid NOT NULL REFERENCES jury_seat (id) ON DELETE CASCADE,
  text text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX hearing_question_application ON hearing_question (application_id);

CREATE TABLE jury_conflict (
  seat_id uuid NOT NULL REFERENCES jury_seat (id) ON DELETE CASCADE,
  application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('conflit', 'abstention')),
  reason text NOT NULL,
  declared_at timestamptz NOT NULL,
  PRIMARY KEY (seat_id, application_id)
);

-- One juror's reading of one file: what they may write, and who reads it and when, is said beside each text.
CREATE TABLE jury_reading (
  seat_id uuid NOT NULL REFERENCES jury_seat (id) ON DELETE CASCADE,
  application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  position integer NOT NULL,
  opinion text NOT NULL,
  feedback text NOT NULL,
  notes text NOT NULL,
  recommendation text CHECK (recommendation IN ('argent', 'accompagnement', 'attente', 'refus')),
  opened_at timestamptz,
  given_at timestamptz,
  version integer NOT NULL,
  PRIMARY KEY (seat_id, application_id)
);
CREATE INDEX jury_reading_application ON jury_reading (application_id);
CREATE TABLE jury_score (
  seat_id uuid NOT NULL,
  application_id uuid NOT NULL,
  code text NOT NULL,
  -- Null: not applicable. No row: not judged.
  value smallint,
  comment text NOT NULL,
  -- As it was when scoring closed, for one that was revised afterwards.
  first_value smallint,
  revised boolean NOT NULL,
  PRIMARY KEY (seat_id, application_id, code),
  FOREIGN KEY (seat_id, application_id) REFERENCES jury_reading (seat_id, application_id) ON DELETE CASCADE
);
CREATE INDEX jury_score_application ON jury_score (application_id);

CREATE TABLE award_scenario (
  id uuid PRIMARY KEY,
  call_id uuid NOT NULL REFERENCES call (id) ON DELETE CASCADE,
  name text NOT NULL,
  lines jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (call_id, name)
);

CREATE TABLE award_followup (
  application_id uuid PRIMARY KEY REFERENCES application (id) ON DELETE CASCADE,
  convention text NOT NULL CHECK (convention IN ('a-ecrire', 'chez-le-beneficiaire', 'signee')),
  signed_on date,
  launch_on date,
  demo_on date,
  check_on date,
  check_note text NOT NULL,
  coaching_days double precision NOT NULL CHECK (coaching_days >= 0),
  version integer NOT NULL,
  CHECK ((convention = 'signee') = (signed_on IS NOT NULL))
);
CREATE TABLE instalment (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  label text NOT NULL,
  due_day date NOT NULL,
  commitment bigint NOT NULL CHECK (commitment >= 0),
  payment bigint NOT NULL CHECK (payment >= 0),
  paid_on date
);
CREATE INDEX instalment_application ON instalment (application_id);
