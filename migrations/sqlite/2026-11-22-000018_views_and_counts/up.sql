-- Lists of the ledger that somebody wants again: their own, or for everybody.
CREATE TABLE saved_views (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    -- The query of the list's address.
    query TEXT NOT NULL,
    shared BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (person_id, name)
);

-- Year 0 counts every task that was ever written down, so that one that is gone is missed.
INSERT INTO task_numbers (year, last) SELECT 0, COUNT(*) FROM tasks;
