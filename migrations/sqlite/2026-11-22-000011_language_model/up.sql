-- What became of asking a language model about this text, as JSON; NULL: none was asked.
ALTER TABLE minutes ADD COLUMN model_note TEXT;
