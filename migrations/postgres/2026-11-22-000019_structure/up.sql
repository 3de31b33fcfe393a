-- A sub-task is its department's own share of a task, and not counted.
ALTER TABLE tasks ADD COLUMN is_subtask BOOLEAN NOT NULL DEFAULT FALSE;

-- Since when a task has been spread over departments: it bears no light.
ALTER TABLE task_spans ADD COLUMN is_parent BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE task_spans SET is_parent = TRUE
WHERE counted = FALSE AND task_id IN (SELECT id FROM tasks WHERE is_parent = TRUE);
