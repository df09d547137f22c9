-- A recommendation that changes after a hearing keeps beside it what it was.
ALTER TABLE jury_reading ADD COLUMN first_recommendation text;
