ALTER TABLE task_spans DROP COLUMN is_parent;
ALTER TABLE tasks DROP COLUMN is_subtask;
