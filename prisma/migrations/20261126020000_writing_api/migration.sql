-- A token of a startup's program says what it may write, and who answers for it.
ALTER TABLE metric_token RENAME TO api_token;
ALTER INDEX metric_token_startup RENAME TO api_token_startup;
ALTER TABLE api_token ADD COLUMN scopes text[] NOT NULL DEFAULT '{valeurs}' CHECK (scopes <@ '{valeurs,fiche,comites}' AND cardinality(scopes) > 0);
ALTER TABLE api_token ADD COLUMN made_by uuid REFERENCES person (id) ON DELETE SET NULL;
CREATE INDEX api_token_made_by ON api_token (made_by);

-- A request that a program may send twice: its first answer is given again.
CREATE TABLE api_request (
  token_id uuid NOT NULL REFERENCES api_token (id) ON DELETE CASCADE,
  key text NOT NULL,
  request_sha256 text NOT NULL,
  status smallint,
  body text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (token_id, key)
);
CREATE INDEX api_request_created ON api_request (created_at);
