-- What follows committees: handing over, stopping, and the coach who accompanies.

CREATE TABLE handover_plan (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  opened_on date NOT NULL,
  trajectory text CHECK (trajectory IN ('operateur', 'direction', 'dsi', 'autonome', 'maintenance')),
  legal_form text CHECK (legal_form IN ('gip', 'scic', 'etablissement', 'fondation', 'scn')),
  host text NOT NULL,
  host_person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  target_day date,
  -- A year of running, in euro cents, taxes included; the share of public agents in percent.
  yearly_budget bigint CHECK (yearly_budget >= 0),
  public_share smallint CHECK (public_share BETWEEN 0 AND 100),
  fallback text NOT NULL,
  criteria_6 text NOT NULL,
  criteria_12 text NOT NULL,
  ended_on date,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX handover_plan_open ON handover_plan (startup_id) WHERE ended_on IS NULL;
CREATE INDEX handover_plan_startup ON handover_plan (startup_id);

CREATE TABLE handover_step (
  plan_id uuid NOT NULL REFERENCES handover_plan (id) ON DELETE CASCADE,
  code text NOT NULL,
  owner text NOT NULL,
  due_day date,
  done_on date,
  version integer NOT NULL,
  PRIMARY KEY (plan_id, code)
);

-- Six, twelve and twenty-four months after the exit: five signals, answered by the host.
CREATE TABLE handover_followup (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  exit_day date NOT NULL,
  months smallint NOT NULL CHECK (months IN (6, 12, 24)),
  due_day date NOT NULL,
  asked_at timestamptz,
  answers jsonb,
  comment text,
  answered_at timestamptz,
  UNIQUE (startup_id, exit_day, months),
  CHECK ((answers IS NULL) = (answered_at IS NULL))
);
CREATE INDEX handover_followup_due ON handover_followup (due_day);

CREATE TABLE startup_stop (
  startup_id uuid PRIMARY KEY REFERENCES startup (id) ON DELETE CASCADE,
  path text NOT NULL CHECK (path IN ('impact', 'argent')),
  opened_on date NOT NULL,
  cause text,
  team_agreed_on date,
  incubator_agreed_on date,
  rescue_until date,
  sought text NOT NULL,
  rescue_end text CHECK (rescue_end IN ('reprise', 'dormance')),
  restart text NOT NULL,
  postmortem text NOT NULL,
  published_on date,
  withheld_reason text,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK (num_nonnulls(published_on, withheld_reason) < 2)
);

-- Days of coaching, one number a month, a startup and a coach.
CREATE TABLE coach_days (
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  month date NOT NULL,
  days double precision NOT NULL CHECK (days >= 0 AND days <= 31),
  PRIMARY KEY (startup_id, person_id, month)
);
CREATE INDEX coach_days_person ON coach_days (person_id);

CREATE TABLE checklist_answer (
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  code text NOT NULL,
  done boolean NOT NULL,
  note text NOT NULL,
  answered_on date NOT NULL,
  person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  version integer NOT NULL,
  PRIMARY KEY (startup_id, code)
);

-- Private: a coach writes, the incubator reads; an alert waits for an answer.
CREATE TABLE coach_note (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  person_id uuid REFERENCES person (id) ON DELETE CASCADE,
  alert boolean NOT NULL,
  text text NOT NULL,
  written_at timestamptz NOT NULL,
  answer text,
  answered_at timestamptz
);
CREATE INDEX coach_note_startup ON coach_note (startup_id);
CREATE INDEX coach_note_person ON coach_note (person_id);

-- « Known, because… »: a signal rests for who answered it.
CREATE TABLE signal_rest (
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  code text NOT NULL,
  because text NOT NULL,
  until_day date NOT NULL,
  PRIMARY KEY (startup_id, person_id, code)
);
CREATE INDEX signal_rest_person ON signal_rest (person_id);
