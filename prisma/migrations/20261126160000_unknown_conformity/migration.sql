-- Where the standards service gives no conformity there is none: it is not zero.
ALTER TABLE standard_evaluation ALTER COLUMN conformity DROP NOT NULL;
