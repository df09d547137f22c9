-- A title without what is between its words, for the search of misspelt names.
CREATE FUNCTION letters(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT regexp_replace(public.folded(value), '[^[:alnum:]]', '', 'g') $$;
CREATE INDEX startup_title_letters ON startup USING gin (letters(title) gin_trgm_ops);
