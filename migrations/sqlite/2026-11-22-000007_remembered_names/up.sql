-- Names that a department was given because a clerk picked it for them: which, when, by whom, and
-- in whose minutes they stood. Never changed; the names themselves are the department's to keep.
CREATE TABLE remembered_names (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    department_id BIGINT NOT NULL REFERENCES departments (id),
    name TEXT NOT NULL,
    meeting_id BIGINT NOT NULL REFERENCES meetings (id),
    remembered_by BIGINT REFERENCES people (id),
    remembered_at TIMESTAMP NOT NULL
);
CREATE INDEX remembered_names_department ON remembered_names (department_id);
