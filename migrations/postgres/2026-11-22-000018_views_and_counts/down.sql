DELETE FROM task_numbers WHERE year = 0;
DROP TABLE saved_views;
