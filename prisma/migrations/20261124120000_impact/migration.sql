-- What is measured of a startup: metrics with their definitions, values and targets, where values come from, budget
-- and quality standards. Nothing is written over: what was true before keeps its row.

CREATE TABLE metric (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  concept text CHECK (concept IN ('utilisable', 'utilise', 'utile', 'impactant', 'efficient')),
  north_star boolean NOT NULL,
  indicator text,
  family text NOT NULL CHECK (family IN ('effort', 'usage', 'impact')),
  stage text CHECK (stage IN ('acquisition', 'activation', 'retention', 'recommandation', 'impact')),
  direction text NOT NULL CHECK (direction IN ('hausse', 'baisse')),
  periodicity text NOT NULL CHECK (periodicity IN ('day', 'week', 'month', 'quarter', 'year')),
  gathering text NOT NULL CHECK (gathering IN ('somme', 'dernier', 'moyenne')),
  source text,
  quality smallint CHECK (quality IN (10, 50, 90)),
  public boolean NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz,
  -- A figure of effort or of usage is never called impact.
  CHECK (concept IS DISTINCT FROM 'impactant' OR family = 'impact'),
  CHECK (north_star OR concept IS NOT NULL)
);
CREATE UNIQUE INDEX metric_north_star ON metric (startup_id) WHERE north_star AND retired_at IS NULL;
CREATE INDEX metric_startup ON metric (startup_id);

-- A definition that changes is a new one, seen as a break in the curve.
CREATE TABLE metric_definition (
  metric_id uuid NOT NULL REFERENCES metric (id) ON DELETE CASCADE,
  number integer NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  definition text NOT NULL,
  since_day date NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (metric_id, number)
);

-- A value that is corrected keeps its past: the row that counts has no successor.
CREATE TABLE metric_value (
  metric_id uuid NOT NULL REFERENCES metric (id) ON DELETE CASCADE,
  start_day date NOT NULL,
  end_day date NOT NULL,
  revision integer NOT NULL,
  value double precision NOT NULL,
  origin text NOT NULL CHECK (origin IN ('formulaire', 'collage', 'fichier', 'api', 'collecte')),
  person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  recorded_at timestamptz NOT NULL,
  replaced_at timestamptz,
  PRIMARY KEY (metric_id, start_day, end_day, revision),
  CHECK (end_day >= start_day)
);
CREATE UNIQUE INDEX metric_value_present ON metric_value (metric_id, end_day, start_day) WHERE replaced_at IS NULL;

-- What pages read: one row a metric and month, kept in step with the values by whoever writes them.
CREATE TABLE metric_month (
  metric_id uuid NOT NULL REFERENCES metric (id) ON DELETE CASCADE,
  month date NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (metric_id, month)
);

CREATE TABLE metric_target (
  id uuid PRIMARY KEY,
  metric_id uuid NOT NULL REFERENCES metric (id) ON DELETE CASCADE,
  due_day date NOT NULL,
  value double precision NOT NULL,
  origin text NOT NULL CHECK (origin IN ('equipe', 'comite', 'financement')),
  set_at timestamptz NOT NULL,
  withdrawn_at timestamptz
);
CREATE INDEX metric_target_metric ON metric_target (metric_id);

-- The statistics address of a metric, and each fetch with its outcome.
CREATE TABLE stat_source (
  metric_id uuid PRIMARY KEY REFERENCES metric (id) ON DELETE CASCADE,
  address text NOT NULL,
  manner text NOT NULL CHECK (manner IN ('get', 'post', 'dates')),
  etag text,
  failures integer NOT NULL,
  due_at timestamptz NOT NULL,
  asked_at timestamptz,
  succeeded_at timestamptz,
  last_error text,
  leased_until timestamptz,
  version integer NOT NULL
);
CREATE INDEX stat_source_due ON stat_source (due_at);
CREATE INDEX stat_source_address ON stat_source (address);

CREATE TABLE stat_fetch (
  id uuid PRIMARY KEY,
  metric_id uuid NOT NULL REFERENCES metric (id) ON DELETE CASCADE,
  started_at timestamptz NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('succes', 'inchange', 'echec')),
  status integer,
  value_count integer NOT NULL,
  error text
);
CREATE INDEX stat_fetch_metric ON stat_fetch (metric_id, started_at);

-- A program's right to bring the figures of one startup; only its hash is kept.
CREATE TABLE metric_token (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  label text NOT NULL,
  token_sha256 text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  used_at timestamptz
);
CREATE INDEX metric_token_startup ON metric_token (startup_id);

-- A batch of values read from a spreadsheet, shown before anything of it counts.
CREATE TABLE value_batch (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  origin text NOT NULL CHECK (origin IN ('collage', 'fichier')),
  lines jsonb NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX value_batch_startup ON value_batch (startup_id);

-- Amounts in euro cents, taxes said; null where nobody knows.
CREATE TABLE budget_period (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  start_day date NOT NULL,
  end_day date NOT NULL,
  planned_total bigint, planned_staff bigint, planned_contractors bigint, planned_hosting bigint, planned_other bigint,
  spent_total bigint, spent_staff bigint, spent_contractors bigint, spent_hosting bigint, spent_other bigint,
  public_share smallint CHECK (public_share BETWEEN 0 AND 100),
  with_tax boolean NOT NULL,
  published_at timestamptz,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK (end_day >= start_day)
);
CREATE INDEX budget_period_startup ON budget_period (startup_id, start_day);

CREATE TABLE budget_share (
  budget_id uuid NOT NULL REFERENCES budget_period (id) ON DELETE CASCADE,
  organisation_id uuid NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  amount bigint NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (budget_id, organisation_id)
);
CREATE INDEX budget_share_organisation ON budget_share (organisation_id);

-- The network's reference grid: year, planned or spent, AE or CP, thirteen activities, six resources.
CREATE TABLE budget_cell (
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  year smallint NOT NULL,
  nature text NOT NULL CHECK (nature IN ('prevu', 'realise')),
  credit text NOT NULL CHECK (credit IN ('AE', 'CP')),
  activity text NOT NULL,
  resource text NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (startup_id, year, nature, credit, activity, resource)
);

CREATE TABLE standard_answer (
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  standard text NOT NULL,
  criterion smallint NOT NULL,
  revision integer NOT NULL,
  answer text NOT NULL CHECK (answer IN ('oui', 'non', 'sans-objet')),
  reason text,
  evidence text,
  catalogue text NOT NULL,
  answered_on date NOT NULL,
  person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  recorded_at timestamptz NOT NULL,
  replaced_at timestamptz,
  PRIMARY KEY (startup_id, standard, criterion, revision),
  CHECK (answer <> 'sans-objet' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX standard_answer_present ON standard_answer (startup_id, standard, criterion) WHERE replaced_at IS NULL;

-- Budgets are an incubator's own, shown to the animation of the network by its choice.
ALTER TABLE incubator_share DROP CONSTRAINT incubator_share_kind_check;
ALTER TABLE incubator_share ADD CONSTRAINT incubator_share_kind_check CHECK (kind IN ('interieur', 'equipes', 'budgets'));

-- National impact: one campaign a year, one file a startup and campaign, a decision with its label year.
CREATE TABLE impact_campaign (
  year smallint PRIMARY KEY,
  opens_on date NOT NULL,
  closes_on date NOT NULL,
  version integer NOT NULL,
  CHECK (closes_on >= opens_on)
);

CREATE TABLE impact_candidate (
  id uuid PRIMARY KEY,
  year smallint NOT NULL REFERENCES impact_campaign (year) ON DELETE CASCADE,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  deployment text NOT NULL,
  threshold text NOT NULL,
  standards text NOT NULL,
  evidence text,
  state text NOT NULL CHECK (state IN ('brouillon', 'depose', 'retenu', 'non-retenu')),
  reason text,
  label_year smallint,
  decided_on date,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (year, startup_id),
  CHECK ((state IN ('retenu', 'non-retenu')) = (decided_on IS NOT NULL)),
  CHECK (state <> 'retenu' OR label_year IS NOT NULL),
  CHECK (state <> 'non-retenu' OR reason IS NOT NULL)
);
CREATE INDEX impact_candidate_startup ON impact_candidate (startup_id);

-- From which phase a standard is usually looked at, where the network says otherwise than the program.
CREATE TABLE standard_setting (
  standard text PRIMARY KEY,
  from_phase text NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL
);

-- What the network's standards service says of a startup, domain by domain, in percent.
CREATE TABLE standard_evaluation (
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  domain text NOT NULL,
  completion smallint NOT NULL,
  conformity smallint NOT NULL,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (startup_id, domain)
);
