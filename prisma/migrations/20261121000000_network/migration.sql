-- The network: what is known of startups, incubators, organisations, rounds and people,
-- the files it came from, and the ground everything stands on (audit, data version, jobs, limits).
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- unaccent() is only STABLE, because its dictionary may change; ours never does, so it can be indexed.
CREATE FUNCTION folded(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, lower(value)) $$;

-- The text of a fiche as search sees it: French stems, without accents.
CREATE FUNCTION search_words(title text, mission text, content text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT to_tsvector('pg_catalog.french'::regconfig, public.folded(left(title, 1000) || ' ' || left(mission, 10000) || ' ' || left(content, 200000))) $$;

CREATE TABLE installation (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  kind text NOT NULL CHECK (kind IN ('demo', 'real')),
  created_at timestamptz NOT NULL
);

CREATE TABLE data_version (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  version bigint NOT NULL
);
INSERT INTO data_version (id, version) VALUES (1, 1);

-- Only tests write here: the moved clock that every process reads.
CREATE TABLE clock_override (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  instant timestamptz NOT NULL
);

CREATE TABLE change (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'import', 'token', 'link', 'program', 'public')),
  actor_id text,
  verb text NOT NULL,
  thing_kind text NOT NULL,
  thing_id text NOT NULL,
  before jsonb,
  after jsonb,
  reason text,
  request_id text
);
CREATE INDEX change_thing ON change (thing_kind, thing_id, at);

-- The one way for rows to leave the audit is its purge, which says so for its transaction alone.
CREATE FUNCTION refuse_change_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('jalons.audit_purge', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit is append-only: % refused', TG_OP;
END $$;
CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE ON change FOR EACH ROW EXECUTE FUNCTION refuse_change_rewrite();
CREATE TRIGGER change_no_truncate BEFORE TRUNCATE ON change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_rewrite();

CREATE TABLE job (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  due_at timestamptz NOT NULL,
  payload jsonb NOT NULL,
  attempts integer NOT NULL,
  leased_until timestamptz,
  done_at timestamptz,
  last_error text
);
CREATE INDEX job_due ON job (due_at) WHERE done_at IS NULL;
CREATE UNIQUE INDEX job_one_open ON job (kind, payload) WHERE done_at IS NULL;

CREATE TABLE rate_limit (
  bucket text NOT NULL,
  window_start timestamptz NOT NULL,
  hits integer NOT NULL,
  PRIMARY KEY (bucket, window_start)
);

CREATE TABLE import_run (
  id uuid PRIMARY KEY,
  started_at timestamptz NOT NULL,
  summary jsonb NOT NULL
);

CREATE TABLE content_file (
  id uuid PRIMARY KEY,
  collection text NOT NULL,
  path text NOT NULL,
  bytes bytea NOT NULL,
  sha256 text NOT NULL,
  upstream_sha256 text NOT NULL,
  fault text,
  updated_at timestamptz NOT NULL,
  UNIQUE (collection, path)
);

CREATE TABLE content_proposal (
  id uuid PRIMARY KEY,
  content_file_id uuid NOT NULL REFERENCES content_file (id) ON DELETE CASCADE,
  import_run_id uuid NOT NULL REFERENCES import_run (id),
  bytes bytea NOT NULL,
  sha256 text NOT NULL,
  created_at timestamptz NOT NULL,
  settled_at timestamptz
);
CREATE UNIQUE INDEX content_proposal_one_open ON content_proposal (content_file_id) WHERE settled_at IS NULL;

CREATE TABLE oddity (
  id uuid PRIMARY KEY,
  content_file_id uuid NOT NULL REFERENCES content_file (id) ON DELETE CASCADE,
  kind text NOT NULL,
  line integer,
  field text NOT NULL,
  found text NOT NULL,
  understood text NOT NULL
);
CREATE INDEX oddity_file ON oddity (content_file_id);

CREATE TABLE organisation (
  id uuid PRIMARY KEY,
  public_id text NOT NULL UNIQUE,
  name text NOT NULL,
  acronym text,
  ministry_domain text,
  kind text,
  content_file_id uuid REFERENCES content_file (id),
  revision bigint NOT NULL
);

CREATE TABLE incubator (
  id uuid PRIMARY KEY,
  public_id text NOT NULL UNIQUE,
  title text NOT NULL,
  short_description text,
  owner_public_id text,
  website text,
  github text,
  contact text,
  address text,
  hidden boolean NOT NULL,
  fictional boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('in_creation', 'active', 'operator', 'closed')),
  highlighted text[] NOT NULL,
  content text NOT NULL,
  content_file_id uuid REFERENCES content_file (id),
  revision bigint NOT NULL
);

CREATE TABLE incubator_former_id (
  former_id text NOT NULL,
  incubator_id uuid NOT NULL REFERENCES incubator (id) ON DELETE CASCADE,
  PRIMARY KEY (former_id, incubator_id)
);

CREATE TABLE team (
  id uuid PRIMARY KEY,
  public_id text NOT NULL UNIQUE,
  name text NOT NULL,
  mission text NOT NULL,
  incubator_id uuid REFERENCES incubator (id),
  content_file_id uuid REFERENCES content_file (id)
);

CREATE TABLE startup (
  id uuid PRIMARY KEY,
  public_id text NOT NULL UNIQUE,
  title text NOT NULL,
  mission text NOT NULL,
  content text NOT NULL,
  link text,
  repository text,
  contact text,
  stats boolean,
  stats_url text,
  impact_url text,
  budget_url text,
  dashlord_url text,
  accessibility_status text,
  risk_analysis boolean,
  risk_analysis_url text,
  secure_service boolean,
  noindex boolean NOT NULL,
  fictional boolean NOT NULL,
  content_file_id uuid REFERENCES content_file (id),
  revision bigint NOT NULL
);
CREATE INDEX startup_revision ON startup (revision);
CREATE INDEX startup_words ON startup USING gin (search_words(title, mission, content));
CREATE INDEX startup_title_trigrams ON startup USING gin (folded(title || ' ' || mission) gin_trgm_ops);

CREATE TABLE startup_former_id (
  former_id text NOT NULL,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  PRIMARY KEY (former_id, startup_id)
);
CREATE INDEX startup_former_id_startup ON startup_former_id (startup_id);

CREATE TABLE startup_incubator (
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  incubator_id uuid NOT NULL REFERENCES incubator (id),
  position smallint NOT NULL,
  PRIMARY KEY (startup_id, incubator_id)
);
CREATE INDEX startup_incubator_incubator ON startup_incubator (incubator_id);

CREATE TABLE sponsorship (
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  organisation_id uuid NOT NULL REFERENCES organisation (id),
  position smallint NOT NULL,
  PRIMARY KEY (startup_id, organisation_id)
);
CREATE INDEX sponsorship_organisation ON sponsorship (organisation_id);

CREATE TABLE phase (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  code text NOT NULL CHECK (code IN ('investigation', 'construction', 'acceleration', 'consolidation',
    'opere', 'transfere', 'abandon-investigation', 'abandon')),
  raw_code text NOT NULL,
  start_day date NOT NULL,
  end_day date,
  origin text NOT NULL CHECK (origin IN ('historique', 'declared', 'confirmed')),
  position smallint NOT NULL
);
CREATE INDEX phase_startup ON phase (startup_id);

CREATE TABLE startup_event (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  kind text NOT NULL,
  day date NOT NULL,
  comment text,
  position smallint NOT NULL
);
CREATE INDEX startup_event_startup ON startup_event (startup_id);

CREATE TABLE national_impact (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  label_year smallint,
  event_day date NOT NULL
);
CREATE INDEX national_impact_startup ON national_impact (startup_id);

CREATE TABLE term (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('theme', 'audience', 'technology')),
  label text NOT NULL,
  UNIQUE (kind, label)
);

CREATE TABLE startup_term (
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  term_id uuid NOT NULL REFERENCES term (id),
  position smallint NOT NULL,
  PRIMARY KEY (startup_id, term_id)
);

CREATE TABLE funding_program (
  id uuid PRIMARY KEY,
  public_id text NOT NULL UNIQUE,
  name text NOT NULL
);

CREATE TABLE funding_round (
  id uuid PRIMARY KEY,
  program_id uuid NOT NULL REFERENCES funding_program (id),
  edition smallint NOT NULL,
  title text NOT NULL,
  held_on date,
  applications integer,
  announced_cents bigint CHECK (announced_cents >= 0),
  announced_laureates integer,
  source text,
  content text NOT NULL,
  content_file_id uuid REFERENCES content_file (id),
  revision bigint NOT NULL,
  UNIQUE (program_id, edition)
);

-- A laureate is a startup, an incubator, or a name that no fiche bears.
CREATE TABLE award (
  id uuid PRIMARY KEY,
  round_id uuid NOT NULL REFERENCES funding_round (id),
  startup_id uuid REFERENCES startup (id) ON DELETE CASCADE,
  incubator_id uuid REFERENCES incubator (id) ON DELETE CASCADE,
  laureate_name text,
  awarded_cents bigint CHECK (awarded_cents >= 0),
  paid_cents bigint CHECK (paid_cents >= 0),
  source text NOT NULL,
  content_file_id uuid REFERENCES content_file (id),
  CHECK (num_nonnulls(startup_id, incubator_id, laureate_name) = 1)
);
CREATE INDEX award_round ON award (round_id);
CREATE INDEX award_startup ON award (startup_id);

CREATE TABLE person (
  id uuid PRIMARY KEY,
  public_id text NOT NULL UNIQUE,
  full_name text NOT NULL,
  role text,
  domain text,
  content_file_id uuid REFERENCES content_file (id)
);

CREATE TABLE mission (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  startup_id uuid REFERENCES startup (id) ON DELETE CASCADE,
  team_id uuid REFERENCES team (id) ON DELETE CASCADE,
  employer_kind text CHECK (employer_kind IN ('independent', 'admin', 'service')),
  employer text,
  start_day date,
  end_day date
);
CREATE INDEX mission_startup ON mission (startup_id);
CREATE INDEX mission_person ON mission (person_id);

-- What a reader without account reports about a page; erased after a year (see the purge job).
CREATE TABLE error_report (
  id uuid PRIMARY KEY,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  message text NOT NULL,
  reply_to text,
  created_at timestamptz NOT NULL
);
