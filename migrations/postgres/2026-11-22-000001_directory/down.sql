DROP TABLE settings;
DROP TABLE programmes;
DROP TABLE bodies;
DROP TABLE deputies;
DROP TABLE department_contacts;
ALTER TABLE people DROP CONSTRAINT people_department_id_fkey;
DROP TABLE departments;
DROP TABLE people;
