DROP TABLE task_spans;
DROP TABLE events;
DROP TABLE requests;
DROP TABLE reports;
DROP TABLE task_numbers;
DROP TABLE task_supporters;
DROP TABLE tasks;
