DROP TABLE settings;
DROP TABLE programmes;
DROP TABLE bodies;
DROP TABLE deputies;
DROP TABLE department_contacts;
DROP TABLE departments;
DROP TABLE people;
