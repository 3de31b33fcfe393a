-- Files that somebody brought. What is in them lies in the store, once, under its SHA-256.
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    -- What was enclosed in it and could not be read, one name a line.
    left_out TEXT NOT NULL,
    -- Where it belongs: to a revision of a meeting's minutes, or to a task, perhaps by a report or
    -- a request on it.
    meeting_id BIGINT REFERENCES meetings (id),
    revision INTEGER,
    task_id BIGINT REFERENCES tasks (id),
    report_id BIGINT REFERENCES reports (id),
    request_id BIGINT REFERENCES requests (id),
    uploaded_by BIGINT REFERENCES people (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX attachments_meeting ON attachments (meeting_id, id);
CREATE INDEX attachments_task ON attachments (task_id, id);
