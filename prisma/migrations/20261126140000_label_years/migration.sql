-- Labels before 2023 bear the year of their event: only later classes are announced the winter after theirs.
UPDATE national_impact SET label_year = extract(year FROM event_day)::int WHERE event_day < '2023-01-01' AND label_year = extract(year FROM event_day)::int - 1;
