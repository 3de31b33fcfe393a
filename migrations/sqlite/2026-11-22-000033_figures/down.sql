DROP TABLE supporter_spans;
ALTER TABLE task_spans DROP COLUMN original_due_on;
ALTER TABLE task_spans DROP COLUMN cadence;
