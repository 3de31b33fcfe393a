-- By which channel a letter leaves, what it says there in short, and why it turned to mail.
ALTER TABLE outbox_messages ADD COLUMN channel TEXT NOT NULL DEFAULT 'mail';
ALTER TABLE outbox_messages ADD COLUMN card TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox_messages ADD COLUMN diverted TEXT;

-- How people are reached besides mail. Who has no row is reached by mail.
CREATE TABLE reaches (
    person_id BIGINT PRIMARY KEY NOT NULL REFERENCES people (id),
    channel TEXT NOT NULL DEFAULT 'mail',
    wecom_id TEXT UNIQUE,
    dingtalk_id TEXT UNIQUE,
    feishu_id TEXT UNIQUE,
    mobile TEXT
);

-- Robots in the group chats of departments. The address is a secret: who knows it can write there.
CREATE TABLE robots (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    department_id BIGINT NOT NULL REFERENCES departments (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX robots_department ON robots (department_id);
