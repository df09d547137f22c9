-- What is known of an indicator in one year beside our own count: a target, a figure published elsewhere, a figure
-- that only people can enter. Amounts are in cents, shares in percent.
CREATE TABLE indicator_year (
  code text NOT NULL,
  year smallint NOT NULL CHECK (year BETWEEN 2013 AND 2100),
  target double precision,
  published double precision,
  published_source text NOT NULL,
  explanation text NOT NULL,
  entered double precision,
  entered_source text NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (code, year),
  CONSTRAINT indicator_published_has_source CHECK (published IS NULL OR published_source <> ''),
  CONSTRAINT indicator_entered_has_source CHECK (entered IS NULL OR entered_source <> '')
);

-- A yearly report: text around figures that are frozen when it closes.
CREATE TABLE yearly_report (
  year smallint PRIMARY KEY CHECK (year BETWEEN 2013 AND 2100),
  opening text NOT NULL,
  comments jsonb NOT NULL,
  figures jsonb,
  closed_at timestamptz,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT report_closed_with_figures CHECK ((figures IS NULL) = (closed_at IS NULL))
);

-- What was found wrong in a closed report: told beside it, never written into it.
CREATE TABLE yearly_report_correction (
  id uuid PRIMARY KEY,
  year smallint NOT NULL REFERENCES yearly_report (year),
  text text NOT NULL,
  written_at timestamptz NOT NULL
);
CREATE INDEX yearly_report_correction_year ON yearly_report_correction (year);

CREATE FUNCTION keep_closed_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a closed yearly report does not change';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER yearly_report_stays_closed BEFORE UPDATE OR DELETE ON yearly_report
  FOR EACH ROW EXECUTE FUNCTION keep_closed_report();
