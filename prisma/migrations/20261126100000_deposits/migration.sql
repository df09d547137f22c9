-- What a team deposited, apart from what it goes on writing; and what it wrote after and never deposited.
ALTER TABLE application ADD COLUMN deposited jsonb;
ALTER TABLE application ADD COLUMN set_aside jsonb;
-- A target that falls (delays, costs) is reached from above: it has a figure to start from and the way it should go.
ALTER TABLE application_target ADD COLUMN base double precision;
