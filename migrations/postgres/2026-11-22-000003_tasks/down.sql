DROP TABLE task_spans;
DROP TRIGGER events_are_never_changed ON events;
DROP FUNCTION history_is_never_changed();
DROP TABLE events;
DROP TABLE requests;
DROP TABLE reports;
DROP TABLE task_numbers;
DROP TABLE task_supporters;
DROP TABLE tasks;
