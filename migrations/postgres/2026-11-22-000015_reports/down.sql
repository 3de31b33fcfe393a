DROP TABLE questions;
DROP INDEX tasks_waiting_on;
ALTER TABLE task_spans DROP COLUMN expected_on;
ALTER TABLE tasks DROP COLUMN reports_from;
ALTER TABLE tasks DROP COLUMN unchanged;
ALTER TABLE tasks DROP COLUMN waiting_on_id;
ALTER TABLE tasks DROP COLUMN expected_on;
