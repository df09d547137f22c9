-- Addresses that are told when a startup's page changes, and what was sent to each.
CREATE TABLE webhook (
  id uuid PRIMARY KEY,
  -- Null: the whole network.
  startup_id uuid REFERENCES startup (id) ON DELETE CASCADE,
  label text NOT NULL,
  address text NOT NULL,
  -- The data version up to which changes were looked at.
  cursor bigint NOT NULL,
  created_at timestamptz NOT NULL,
  stopped_at timestamptz,
  stopped_because text
);
CREATE INDEX webhook_startup ON webhook (startup_id);
CREATE TABLE webhook_delivery (
  id uuid PRIMARY KEY,
  webhook_id uuid NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  body text NOT NULL,
  state text NOT NULL CHECK (state IN ('attend', 'envoye', 'abandonne')),
  attempts integer NOT NULL,
  due_at timestamptz NOT NULL,
  leased_until timestamptz,
  outcome text,
  created_at timestamptz NOT NULL,
  sent_at timestamptz
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (due_at) WHERE state = 'attend';
CREATE INDEX webhook_delivery_webhook ON webhook_delivery (webhook_id, created_at);
