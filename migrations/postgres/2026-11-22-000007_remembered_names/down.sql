DROP TABLE remembered_names;
