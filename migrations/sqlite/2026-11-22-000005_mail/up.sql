-- One row is one letter, written in the transaction of its cause.
CREATE TABLE outbox_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    cause_key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    person_id BIGINT REFERENCES people (id),
    task_id BIGINT REFERENCES tasks (id),
    to_name TEXT NOT NULL,
    to_address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TIMESTAMP NOT NULL,
    leased_until TIMESTAMP,
    lease TEXT,
    sent_at TIMESTAMP,
    error TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX outbox_messages_due ON outbox_messages (state, next_attempt_at);

-- What was due; a digest links its reminders.
CREATE TABLE reminders (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    step INTEGER NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    planned_on DATE NOT NULL,
    outbox_message_id BIGINT REFERENCES outbox_messages (id),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (kind, task_id, step, person_id, planned_on)
);
CREATE INDEX reminders_message ON reminders (outbox_message_id);
