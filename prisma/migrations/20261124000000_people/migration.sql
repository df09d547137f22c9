-- People who act: how they are known and let in, what they may do and until when, what they write and what was
-- before it, and the mail that leaves for them.

ALTER TABLE change ADD COLUMN on_behalf_of text;

-- The dates of a person imported from the network's files are kept by the import until someone changes them here.
ALTER TABLE person
  ADD COLUMN fictional boolean NOT NULL DEFAULT false,
  ADD COLUMN kept_here boolean NOT NULL DEFAULT false,
  ADD COLUMN erased_at timestamptz;

-- Not unique on purpose: two records of one person may bear the same address until they are merged.
CREATE TABLE person_address (
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  address text NOT NULL CHECK (address = lower(address)),
  PRIMARY KEY (person_id, address)
);
CREATE INDEX person_address_address ON person_address (address);

CREATE TABLE identity (
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  attached_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX identity_person ON identity (person_id);

-- A mission is what a person does, where, and between which days: rights follow from it and end with it.
ALTER TABLE mission
  ADD COLUMN role text NOT NULL DEFAULT 'member',
  ADD COLUMN incubator_id uuid REFERENCES incubator (id) ON DELETE CASCADE,
  ADD COLUMN organisation_id uuid REFERENCES organisation (id) ON DELETE CASCADE,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN withdrawn_at timestamptz;
ALTER TABLE mission ADD CONSTRAINT mission_place CHECK (
  (role IN ('intrapreneur', 'member', 'coach') AND incubator_id IS NULL AND organisation_id IS NULL)
  OR (role IN ('lead', 'incubator_team', 'portfolio_manager') AND incubator_id IS NOT NULL AND num_nonnulls(startup_id, team_id, organisation_id) = 0)
  OR (role = 'sponsor' AND organisation_id IS NOT NULL AND num_nonnulls(startup_id, team_id, incubator_id) = 0)
  OR (role IN ('animation', 'administrator', 'community', 'jury') AND num_nonnulls(startup_id, team_id, incubator_id, organisation_id) = 0)
);
CREATE INDEX mission_incubator ON mission (incubator_id);
CREATE INDEX mission_end ON mission (end_day);

CREATE TABLE mission_notice (
  mission_id uuid NOT NULL REFERENCES mission (id) ON DELETE CASCADE,
  end_day date NOT NULL,
  days_before smallint NOT NULL,
  sent_at timestamptz NOT NULL,
  PRIMARY KEY (mission_id, end_day, days_before)
);

CREATE TABLE leaving_step (
  mission_id uuid NOT NULL REFERENCES mission (id) ON DELETE CASCADE,
  code text NOT NULL,
  done_at timestamptz NOT NULL,
  done_by uuid REFERENCES person (id) ON DELETE SET NULL,
  PRIMARY KEY (mission_id, code)
);

CREATE TABLE delegation (
  id uuid PRIMARY KEY,
  from_person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  to_person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  start_day date NOT NULL,
  end_day date NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK (end_day >= start_day),
  CHECK (from_person_id <> to_person_id)
);
CREATE INDEX delegation_to ON delegation (to_person_id);
CREATE INDEX delegation_from ON delegation (from_person_id);

-- The only way for a technical administrator into an incubator's own things: short, with its reason, and seen there.
CREATE TABLE repair_access (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  incubator_id uuid NOT NULL REFERENCES incubator (id) ON DELETE CASCADE,
  reason text NOT NULL,
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  CHECK (until_at > from_at AND until_at <= from_at + interval '8 hours')
);
CREATE INDEX repair_access_person ON repair_access (person_id);

-- What an incubator shows to those who animate the network, kind by kind; nothing unless it says so.
CREATE TABLE incubator_share (
  incubator_id uuid NOT NULL REFERENCES incubator (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('interieur', 'equipes')),
  shared_at timestamptz NOT NULL,
  PRIMARY KEY (incubator_id, kind)
);

-- One sign-in with the identity provider, from its start to its return; used once.
CREATE TABLE oidc_attempt (
  state_sha256 text PRIMARY KEY,
  nonce text NOT NULL,
  code_verifier text,
  return_to text NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE sign_in_link (
  id uuid PRIMARY KEY,
  address text NOT NULL,
  token_sha256 text NOT NULL UNIQUE,
  code_hash text NOT NULL,
  browser_sha256 text NOT NULL,
  return_to text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  tries smallint NOT NULL,
  used_at timestamptz
);
CREATE INDEX sign_in_link_browser ON sign_in_link (browser_sha256);

CREATE TABLE session (
  id uuid PRIMARY KEY,
  token_sha256 text NOT NULL UNIQUE,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  acting_for uuid REFERENCES person (id) ON DELETE CASCADE,
  method text NOT NULL CHECK (method IN ('proconnect', 'lien', 'code', 'persona')),
  device text NOT NULL,
  id_token text,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE sign_in_event (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  method text NOT NULL,
  outcome text NOT NULL
);
CREATE INDEX sign_in_event_at ON sign_in_event (at);

CREATE TABLE access_request (
  id uuid PRIMARY KEY,
  issuer text,
  subject text,
  address text NOT NULL,
  full_name text NOT NULL,
  message text NOT NULL,
  startup_id uuid NOT NULL REFERENCES startup (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
  decided_at timestamptz,
  decided_by uuid REFERENCES person (id) ON DELETE SET NULL
);
CREATE INDEX access_request_startup ON access_request (startup_id);

-- A form sent after its author's session had ended: kept one hour for the browser that sent it.
CREATE TABLE parked_form (
  token_sha256 text PRIMARY KEY,
  path text NOT NULL,
  fields jsonb NOT NULL,
  person_id uuid REFERENCES person (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);

-- Links that open one thing and allow one act.
CREATE TABLE signed_link (
  id uuid PRIMARY KEY,
  token_sha256 text NOT NULL UNIQUE,
  act text NOT NULL,
  thing_id text NOT NULL,
  person_id uuid REFERENCES person (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

-- A draft holds what was typed, field by field, right or wrong: no word is lost. One a person and file.
CREATE TABLE content_draft (
  id uuid PRIMARY KEY,
  content_file_id uuid NOT NULL REFERENCES content_file (id) ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  based_on text NOT NULL,
  typed jsonb NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (content_file_id, person_id)
);

-- What a file was, each time that it changed here or met a change here.
CREATE TABLE content_version (
  id uuid PRIMARY KEY,
  content_file_id uuid NOT NULL REFERENCES content_file (id) ON DELETE CASCADE,
  sha256 text NOT NULL,
  bytes bytea NOT NULL,
  at timestamptz NOT NULL,
  nature text NOT NULL CHECK (nature IN ('origine', 'import', 'creation', 'publication', 'restauration', 'renommage', 'liste', 'proposition')),
  person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  on_behalf_of uuid REFERENCES person (id) ON DELETE SET NULL
);
CREATE INDEX content_version_file ON content_version (content_file_id, at);

-- A file renamed here is still the one that its network knows by another name; an archived one is shown no more;
-- of the file of a person who was erased only its name is left, so that no import brings the person back.
ALTER TABLE content_file
  ADD COLUMN upstream_path text,
  ADD COLUMN archived_at timestamptz,
  ADD COLUMN erased_at timestamptz;

CREATE TABLE stored_file (
  sha256 text PRIMARY KEY,
  media_type text NOT NULL,
  size integer NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE picture (
  startup_id uuid PRIMARY KEY REFERENCES startup (id) ON DELETE CASCADE,
  large_sha256 text NOT NULL REFERENCES stored_file (sha256),
  small_sha256 text NOT NULL REFERENCES stored_file (sha256),
  width integer NOT NULL,
  height integer NOT NULL,
  alternative text NOT NULL
);

CREATE TABLE fiche_review (
  startup_id uuid PRIMARY KEY REFERENCES startup (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  person_id uuid REFERENCES person (id) ON DELETE SET NULL
);

ALTER TABLE term
  ADD COLUMN retired_at timestamptz,
  ADD COLUMN version integer NOT NULL DEFAULT 1;

-- What the network expects of a fiche at each phase, where it differs from what the program ships.
CREATE TABLE expectation_setting (
  code text PRIMARY KEY,
  phases text[] NOT NULL,
  why text NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE follow (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  startup_id uuid REFERENCES startup (id) ON DELETE CASCADE,
  incubator_id uuid REFERENCES incubator (id) ON DELETE CASCADE,
  CHECK (num_nonnulls(startup_id, incubator_id) = 1),
  UNIQUE NULLS NOT DISTINCT (person_id, startup_id, incubator_id)
);
CREATE INDEX follow_startup ON follow (startup_id);

CREATE TABLE mail_preference (
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  kind text NOT NULL,
  wanted boolean NOT NULL,
  PRIMARY KEY (person_id, kind)
);

-- The intent to send is committed before the exchange; an exchange that nobody saw the end of is said uncertain.
CREATE TABLE mail (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  person_id uuid REFERENCES person (id) ON DELETE CASCADE,
  address text NOT NULL,
  topic text NOT NULL,
  subject text NOT NULL,
  plain text NOT NULL,
  html text NOT NULL,
  message_id text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'uncertain', 'replaced')),
  attempts integer NOT NULL,
  leased_until timestamptz,
  sent_at timestamptz,
  error text
);
CREATE INDEX mail_due ON mail (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX mail_person ON mail (person_id);

ALTER TABLE error_report ADD COLUMN settled_at timestamptz;
