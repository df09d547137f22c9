-- A mail that left may come back: the server of the person who was to read it says why.
ALTER TABLE mail DROP CONSTRAINT mail_state_check;
ALTER TABLE mail ADD CONSTRAINT mail_state_check CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'uncertain', 'replaced', 'bounced'));
