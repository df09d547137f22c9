-- Committees: who decides, on which startups, what was decided and why, what is owed, and the minutes that say it.

ALTER TABLE incubator_share DROP CONSTRAINT incubator_share_kind_check;
ALTER TABLE incubator_share ADD CONSTRAINT incubator_share_kind_check CHECK (kind IN ('interieur', 'equipes', 'budgets', 'comites'));

CREATE TABLE committee (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('atelier', 'fin-investigation', 'investissement', 'consolidation', 'sortie', 'annuel')),
  held_on date NOT NULL,
  -- Null when only the day is known: a committee recorded afterwards.
  starts_at timestamptz,
  place text,
  visio text,
  state text NOT NULL CHECK (state IN ('prevu', 'clos', 'annule')),
  cancelled_reason text,
  -- Raised by each change that calendars must hear of (RFC 5545, SEQUENCE).
  calendar_sequence integer NOT NULL,
  invited_at timestamptz,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  closed_at timestamptz,
  CHECK ((state = 'clos') = (closed_at IS NOT NULL)),
  CHECK (state <> 'annule' OR cancelled_reason IS NOT NULL)
);
CREATE INDEX committee_held_on ON committee (held_on);

CREATE TABLE committee_incubator (
  committee_id uuid NOT NULL REFERENCES committee (id) ON DELETE CASCADE,
  incubator_id uuid NOT NULL REFERENCES incubator (id) ON DELETE CASCADE,
  PRIMARY KEY (committee_id, incubator_id)
);
CREATE INDEX committee_incubator_incubator ON committee_incubator (incubator_id);

-- One startup on one committee: what was decided of it. Amounts in euro cents, taxes included.
CREATE TABLE committee_item (
  id uuid PRIMARY KEY,
  committee_id uuid NOT NULL REFERENCES committee (id) ON DELETE CASCADE,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  position smallint NOT NULL,
  presentation_minutes smallint NOT NULL,
  question_minutes smallint NOT NULL,
  deliberation_minutes smallint NOT NULL,
  state text NOT NULL CHECK (state IN ('ouvert', 'decide', 'reporte')),
  outcome text CHECK (outcome IN ('continuer', 'prolonger', 'pivoter', 'phase', 'transferer', 'operer', 'arreter', 'ailleurs', 'reprendre')),
  funding text CHECK (funding IN ('accorde', 'provisoire', 'refuse')),
  amount bigint CHECK (amount >= 0),
  months smallint CHECK (months BETWEEN 1 AND 36),
  evidence_required text,
  phase text,
  phase_start date,
  objectives text NOT NULL,
  reasons text NOT NULL,
  next_on date,
  postponed_reason text,
  postponed_to date,
  version integer NOT NULL,
  UNIQUE (committee_id, startup_id),
  CHECK (state <> 'decide' OR outcome IS NOT NULL),
  CHECK (state <> 'reporte' OR postponed_reason IS NOT NULL),
  CHECK (funding IS DISTINCT FROM 'provisoire' OR evidence_required IS NOT NULL)
);
CREATE INDEX committee_item_startup ON committee_item (startup_id);

CREATE TABLE committee_member (
  id uuid PRIMARY KEY,
  committee_id uuid NOT NULL REFERENCES committee (id) ON DELETE CASCADE,
  person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  -- As the minutes name them; a person who left the tool keeps no other trace here.
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('presidence', 'sponsor', 'incubateur', 'portefeuille', 'dinum', 'intrapreneuriat', 'coaching', 'metier', 'secretariat', 'invite')),
  present boolean,
  invited boolean NOT NULL,
  invited_sequence integer
);
CREATE INDEX committee_member_committee ON committee_member (committee_id);
CREATE INDEX committee_member_person ON committee_member (person_id);

-- Who is expected, where an incubator says otherwise than the handbook.
CREATE TABLE expected_role (
  incubator_id uuid NOT NULL REFERENCES incubator (id) ON DELETE CASCADE,
  role text NOT NULL,
  rule text NOT NULL CHECK (rule IN ('toujours', 'dinum', 'jamais')),
  PRIMARY KEY (incubator_id, role)
);

-- What was asked in exchange: « projet » until the committee closes.
CREATE TABLE condition (
  id uuid PRIMARY KEY,
  item_id uuid NOT NULL REFERENCES committee_item (id) ON DELETE CASCADE,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  text text NOT NULL,
  owner text NOT NULL,
  owner_person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  due_day date NOT NULL,
  state text NOT NULL CHECK (state IN ('projet', 'ouverte', 'tenue', 'non-tenue', 'levee')),
  metric_id uuid REFERENCES metric (id) ON DELETE SET NULL,
  metric_value double precision,
  evidence_url text,
  evidence_note text,
  settled_reason text,
  settled_on date,
  reminded_on date,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK (state NOT IN ('levee', 'non-tenue') OR settled_reason IS NOT NULL),
  CHECK ((state IN ('tenue', 'non-tenue', 'levee')) = (settled_on IS NOT NULL))
);
CREATE INDEX condition_startup ON condition (startup_id);
CREATE INDEX condition_item ON condition (item_id);

-- The money that a decision opened.
CREATE TABLE funding_period (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  item_id uuid NOT NULL UNIQUE REFERENCES committee_item (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('accorde', 'provisoire')),
  amount bigint CHECK (amount >= 0),
  start_day date NOT NULL,
  end_day date NOT NULL,
  CHECK (end_day >= start_day)
);
CREATE INDEX funding_period_startup ON funding_period (startup_id);

-- Minutes by number: a signed one never changes, a correction is the next number with its reason.
CREATE TABLE committee_minutes (
  committee_id uuid NOT NULL REFERENCES committee (id) ON DELETE CASCADE,
  number smallint NOT NULL,
  body text NOT NULL,
  reason text,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  asked_person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  signed_at timestamptz,
  signed_by text,
  manner text CHECK (manner IN ('publication', 'lien', 'papier')),
  sha256 text,
  paper_sha256 text,
  PRIMARY KEY (committee_id, number),
  CHECK ((signed_at IS NULL) = (sha256 IS NULL)),
  CHECK (number = 1 OR reason IS NOT NULL)
);
CREATE FUNCTION keep_signed_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.signed_at IS NOT NULL AND (TG_OP = 'UPDATE' OR EXISTS (SELECT 1 FROM committee c WHERE c.id = OLD.committee_id)) THEN
    -- A person who leaves takes their record away; nothing else of signed minutes changes.
    IF TG_OP = 'UPDATE' AND NEW.asked_person_id IS NULL AND (to_jsonb(NEW) - 'asked_person_id') = (to_jsonb(OLD) - 'asked_person_id') THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'signed minutes are immutable';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER committee_minutes_kept BEFORE UPDATE OR DELETE ON committee_minutes FOR EACH ROW EXECUTE FUNCTION keep_signed_minutes();

-- The file that a committee reads: what only the team can say, and the whole as it was frozen.
CREATE TABLE committee_file (
  item_id uuid PRIMARY KEY REFERENCES committee_item (id) ON DELETE CASCADE,
  done text NOT NULL,
  next text NOT NULL,
  ask_team text NOT NULL,
  ask_amount bigint CHECK (ask_amount >= 0),
  ask_months smallint CHECK (ask_months BETWEEN 1 AND 36),
  hypotheses text NOT NULL,
  criteria jsonb NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  frozen_at timestamptz,
  snapshot jsonb,
  CHECK ((frozen_at IS NULL) = (snapshot IS NULL))
);

CREATE TABLE committee_document (
  id uuid PRIMARY KEY,
  item_id uuid NOT NULL REFERENCES committee_item (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('presentation', 'engagement', 'mandat', 'mission', 'convention', 'releve', 'autre')),
  name text NOT NULL,
  sha256 text REFERENCES stored_file (sha256),
  link text,
  summary text NOT NULL,
  community boolean NOT NULL,
  added_at timestamptz NOT NULL,
  CHECK (num_nonnulls(sha256, link) = 1)
);
CREATE INDEX committee_document_item ON committee_document (item_id);

-- Text typed by several people at once: updates in the order in which they came, numbered without gaps under a lock
-- of their item, so that who asks « after n » misses none. One that is sent twice is kept once.
CREATE TABLE shared_text_update (
  item_id uuid NOT NULL REFERENCES committee_item (id) ON DELETE CASCADE,
  number integer NOT NULL,
  sent_id text NOT NULL,
  bytes bytea NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (item_id, number),
  UNIQUE (item_id, sent_id)
);

-- Readers who came by a signed link, for as long as the link lives.
CREATE TABLE link_reader (
  id uuid PRIMARY KEY,
  link_id uuid NOT NULL REFERENCES signed_link (id) ON DELETE CASCADE,
  token_sha256 text NOT NULL UNIQUE,
  opened_at timestamptz NOT NULL
);
CREATE INDEX link_reader_link ON link_reader (link_id);

-- A private calendar address: the secret part is kept as a digest.
CREATE TABLE calendar_feed (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  incubator_id uuid REFERENCES incubator (id) ON DELETE CASCADE,
  token_sha256 text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);
CREATE INDEX calendar_feed_person ON calendar_feed (person_id);

-- A mail may carry one invitation for a calendar.
ALTER TABLE mail ADD COLUMN calendar text, ADD COLUMN calendar_method text CHECK (calendar_method IN ('REQUEST', 'CANCEL'));

ALTER TABLE content_version DROP CONSTRAINT content_version_nature_check;
ALTER TABLE content_version ADD CONSTRAINT content_version_nature_check
  CHECK (nature IN ('origine', 'import', 'creation', 'publication', 'restauration', 'renommage', 'liste', 'proposition', 'comite'));
