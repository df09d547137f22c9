-- Somebody asks an incubator for a new startup; its team answers, once.
CREATE TABLE startup_request (
  id uuid PRIMARY KEY,
  incubator_id uuid NOT NULL REFERENCES incubator (id) ON DELETE CASCADE,
  name text NOT NULL,
  mission text NOT NULL,
  full_name text NOT NULL,
  address text NOT NULL,
  organisation text NOT NULL,
  message text NOT NULL,
  created_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
  startup_id uuid REFERENCES startup (id) ON DELETE SET NULL,
  reason text,
  decided_at timestamptz,
  decided_by uuid REFERENCES person (id) ON DELETE SET NULL
);
CREATE INDEX startup_request_incubator ON startup_request (incubator_id);
