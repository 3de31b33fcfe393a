-- What the columns of a table became the last time that one with such a heading was taken in.
CREATE TABLE import_mappings (
    shape TEXT PRIMARY KEY NOT NULL,
    fields TEXT NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- Tables that somebody is taking in, or has: which file, as which kind, with which choices. The
-- file itself lies in the store under its digest.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    person_id BIGINT REFERENCES people (id),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    choices TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    applied_at TIMESTAMP,
    outcome TEXT
);
