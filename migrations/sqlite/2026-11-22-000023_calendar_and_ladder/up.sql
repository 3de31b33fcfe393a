-- What the working calendar says of some days in a row.
CREATE TABLE calendar_entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    source TEXT,
    CHECK (first_day <= last_day)
);
CREATE INDEX calendar_entries_days ON calendar_entries (first_day);

-- What was decided for the whole house, and by whom: the ladder, the calendar.
CREATE TABLE house_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    actor_id BIGINT REFERENCES people (id),
    actor_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- What changed, as JSON.
    change TEXT NOT NULL
);

-- 督办催办单: drafted for a date that has passed, sent once signed.
CREATE TABLE urging_notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    due_on DATE NOT NULL,
    drafted_on DATE NOT NULL,
    reply_by DATE NOT NULL,
    -- Given when it is signed.
    year INTEGER,
    number INTEGER,
    settled_at TIMESTAMP,
    signed BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (task_id, due_on),
    UNIQUE (year, number)
);

-- When somebody reads their digest, and through which day they have been told.
CREATE TABLE digest_readers (
    person_id BIGINT PRIMARY KEY NOT NULL REFERENCES people (id),
    reads_at TIME,
    told_through DATE
);
