-- A display on a wall, behind a link that shows and does nothing else.
CREATE TABLE wall_displays (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    -- The digest of the link's secret; the secret itself is known to who was given it.
    token_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    body_id BIGINT REFERENCES bodies (id),
    programme_id BIGINT REFERENCES programmes (id),
    department_id BIGINT REFERENCES departments (id),
    titles_hidden BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    dark BOOLEAN NOT NULL,
    created_by BIGINT REFERENCES people (id),
    created_by_name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);

-- Somebody's own dates for their calendar program, behind a link of their own.
CREATE TABLE calendar_feeds (
    person_id BIGINT PRIMARY KEY NOT NULL REFERENCES people (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL
);
