ALTER TABLE minutes DROP COLUMN model_note;
