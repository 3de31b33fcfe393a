-- By when an overdue task is expected, which department it waits for, how often in a row
-- nothing had changed, and the day from which its reports are owed.
ALTER TABLE tasks ADD COLUMN expected_on DATE;
ALTER TABLE tasks ADD COLUMN waiting_on_id BIGINT;
ALTER TABLE tasks ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN reports_from DATE;
ALTER TABLE task_spans ADD COLUMN expected_on DATE;

UPDATE tasks SET reports_from = acknowledged_on;
UPDATE tasks SET waiting_on_id =
    (SELECT waiting_on_department_id FROM reports WHERE reports.id = tasks.last_report_id);
UPDATE tasks SET expected_on =
    (SELECT reports.expected_on FROM reports
     WHERE reports.task_id = tasks.id AND reports.delay_reason IS NOT NULL
         AND NOT reports.as_support
     ORDER BY reports.id DESC LIMIT 1)
    WHERE explained_on IS NOT NULL;
UPDATE task_spans SET expected_on =
    (SELECT tasks.expected_on FROM tasks WHERE tasks.id = task_spans.task_id)
    WHERE to_day = '9999-12-31';

CREATE INDEX tasks_waiting_on ON tasks (waiting_on_id);

-- What the office asks about a report; the department's next report answers it.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    report_id BIGINT NOT NULL REFERENCES reports (id),
    department_id BIGINT NOT NULL REFERENCES departments (id),
    text TEXT NOT NULL,
    asked_by BIGINT REFERENCES people (id),
    asked_by_name TEXT NOT NULL,
    asked_on DATE NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    answer_id BIGINT REFERENCES reports (id)
);
CREATE INDEX questions_task ON questions (task_id, answer_id);
