-- Drafts that wait for a signature together, or did so.
CREATE TABLE submissions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    state TEXT NOT NULL,
    note TEXT,
    submitted_by BIGINT REFERENCES people (id),
    submitted_by_name TEXT NOT NULL,
    submitted_at TIMESTAMP NOT NULL,
    decided_by BIGINT REFERENCES people (id),
    decided_by_name TEXT,
    decided_at TIMESTAMP,
    comment TEXT
);
CREATE INDEX submissions_state ON submissions (state);

-- `open` while the draft waits in it: in one submission at a time.
CREATE TABLE submission_tasks (
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    open BOOLEAN NOT NULL,
    PRIMARY KEY (submission_id, task_id)
);
CREATE UNIQUE INDEX submission_tasks_one_open ON submission_tasks (task_id) WHERE open = 1;
