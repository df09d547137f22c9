-- An incubator may open part of its cockpit to everybody.
ALTER TABLE incubator ADD COLUMN cockpit_published_at timestamptz;
