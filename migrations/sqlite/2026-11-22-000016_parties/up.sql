-- 商请配合: a department is asked to support a task, and answers.
CREATE TABLE invitations (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    department_id BIGINT NOT NULL REFERENCES departments (id),
    text TEXT,
    state TEXT NOT NULL,
    invited_by BIGINT REFERENCES people (id),
    invited_by_name TEXT NOT NULL,
    invited_on DATE NOT NULL,
    invited_at TIMESTAMP NOT NULL,
    answered_by BIGINT REFERENCES people (id),
    answered_by_name TEXT,
    answered_on DATE,
    comment TEXT
);
CREATE UNIQUE INDEX invitations_one_open ON invitations (task_id, department_id)
    WHERE state = 'open';
CREATE INDEX invitations_department ON invitations (department_id, state);

-- The department into which one was merged.
ALTER TABLE departments ADD COLUMN merged_into_id BIGINT;
