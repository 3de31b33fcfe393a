-- What a span must say so that any past day can be counted as it was shown: how often reports
-- were owed, the date that was promised at first, and who supported.
ALTER TABLE task_spans ADD COLUMN cadence TEXT NOT NULL DEFAULT 'none';
ALTER TABLE task_spans ADD COLUMN original_due_on DATE;
UPDATE task_spans SET
    cadence = (SELECT tasks.cadence FROM tasks WHERE tasks.id = task_spans.task_id),
    original_due_on = (SELECT tasks.original_due_on FROM tasks WHERE tasks.id = task_spans.task_id);

CREATE TABLE supporter_spans (
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    department_id BIGINT NOT NULL REFERENCES departments (id),
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    PRIMARY KEY (task_id, department_id, from_day)
);
CREATE INDEX supporter_spans_department ON supporter_spans (department_id, task_id);
-- Who supported before is not known any more: who does now, since the task's first day.
INSERT INTO supporter_spans (task_id, department_id, from_day, to_day)
SELECT task_supporters.task_id, task_supporters.department_id, MIN(task_spans.from_day), DATE '9999-12-31'
FROM task_supporters JOIN task_spans ON task_spans.task_id = task_supporters.task_id
GROUP BY task_supporters.task_id, task_supporters.department_id;
