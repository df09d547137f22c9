-- A person may oppose being named in the lists that the network publishes.
ALTER TABLE person ADD COLUMN opposes_publication boolean NOT NULL DEFAULT false;
