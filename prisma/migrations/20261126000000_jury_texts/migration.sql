-- What jurors write is kept for as long as the call says, and its page says what the call wants said beside it.
ALTER TABLE call ADD COLUMN keep_texts_months smallint NOT NULL DEFAULT 24 CHECK (keep_texts_months BETWEEN 1 AND 120);
ALTER TABLE call ADD COLUMN texts_notice text NOT NULL DEFAULT '';
