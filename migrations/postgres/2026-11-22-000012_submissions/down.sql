DROP TABLE submission_tasks;
DROP TABLE submissions;
