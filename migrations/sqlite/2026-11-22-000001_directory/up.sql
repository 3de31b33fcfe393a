CREATE TABLE people (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL,
    title TEXT,
    email TEXT,
    email_key TEXT UNIQUE,
    employee_no TEXT UNIQUE,
    phone TEXT,
    role TEXT NOT NULL,
    top_leader BOOLEAN NOT NULL DEFAULT 0,
    department_id BIGINT REFERENCES departments (id),
    locale TEXT,
    active BOOLEAN NOT NULL DEFAULT 1,
    password_hash TEXT,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE departments (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT,
    aliases TEXT NOT NULL DEFAULT '[]',
    parent_id BIGINT REFERENCES departments (id),
    head_id BIGINT REFERENCES people (id),
    leader_id BIGINT REFERENCES people (id),
    position INTEGER NOT NULL DEFAULT 0,
    active BOOLEAN NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX departments_name ON departments (name);

CREATE TABLE department_contacts (
    department_id BIGINT NOT NULL REFERENCES departments (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    PRIMARY KEY (department_id, person_id)
);

CREATE TABLE deputies (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    deputy_id BIGINT NOT NULL REFERENCES people (id),
    from_on DATE NOT NULL,
    to_on DATE NOT NULL
);
CREATE INDEX deputies_deputy ON deputies (deputy_id, to_on);

CREATE TABLE bodies (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    active BOOLEAN NOT NULL DEFAULT 1
);

CREATE TABLE programmes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    active BOOLEAN NOT NULL DEFAULT 1
);

CREATE TABLE settings (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);
