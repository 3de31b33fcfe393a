CREATE TABLE meetings (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    title TEXT NOT NULL,
    body_id BIGINT REFERENCES bodies (id),
    held_on DATE NOT NULL,
    chair TEXT,
    source TEXT NOT NULL,
    confidential BOOLEAN NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    created_by BIGINT REFERENCES people (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX meetings_held ON meetings (held_on, id);
CREATE INDEX meetings_body ON meetings (body_id, held_on);

CREATE TABLE meeting_readers (
    meeting_id BIGINT NOT NULL REFERENCES meetings (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    PRIMARY KEY (meeting_id, person_id)
);

-- The minutes exactly as they were sent; changed minutes are a new revision.
CREATE TABLE minutes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    meeting_id BIGINT NOT NULL REFERENCES meetings (id),
    revision INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_by BIGINT REFERENCES people (id),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (meeting_id, revision)
);

CREATE TABLE directives (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    meeting_id BIGINT NOT NULL REFERENCES meetings (id),
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    -- Whether the quote still stands there: changed minutes may have lost it.
    anchored BOOLEAN NOT NULL DEFAULT 1,
    quote TEXT NOT NULL,
    title TEXT NOT NULL,
    theme TEXT,
    cue TEXT NOT NULL,
    confidence DOUBLE NOT NULL,
    urgency TEXT NOT NULL,
    owners TEXT NOT NULL,
    deadline TEXT,
    parts TEXT NOT NULL,
    disposition TEXT NOT NULL,
    reviewed_by BIGINT REFERENCES people (id),
    reviewed_at TIMESTAMP,
    -- The task being prepared on the review page, as JSON; leaving and coming back loses nothing.
    preparation TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX directives_meeting ON directives (meeting_id, start_at, id);
