-- Links in letters with which their reader acknowledges or reports without signing in. The token is
-- known by its digest alone; letters bear the nonce in its place until they leave.
CREATE TABLE action_links (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    nonce TEXT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    verb TEXT NOT NULL,
    outbox_message_id BIGINT NOT NULL REFERENCES outbox_messages (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_by TEXT
);
CREATE INDEX action_links_person ON action_links (person_id);
CREATE INDEX action_links_task ON action_links (task_id);
CREATE INDEX action_links_message ON action_links (outbox_message_id);

-- Addresses that letters came back from, until the address is changed or somebody says it is right.
CREATE TABLE bounces (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    address TEXT NOT NULL UNIQUE,
    said TEXT NOT NULL,
    bounced_at TIMESTAMP NOT NULL
);

-- Messages that came in by mail: each is taken once, however often it is handed over.
CREATE TABLE received_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    outcome TEXT NOT NULL,
    received_at TIMESTAMP NOT NULL
);
