-- A condition is asked by a committee, or by the jury of a call with its award.
ALTER TABLE condition ALTER COLUMN item_id DROP NOT NULL;
ALTER TABLE condition ADD COLUMN application_id uuid REFERENCES application (id) ON DELETE CASCADE;
ALTER TABLE condition ADD CONSTRAINT condition_asked_once CHECK (num_nonnulls(item_id, application_id) = 1);
CREATE INDEX condition_application ON condition (application_id);
