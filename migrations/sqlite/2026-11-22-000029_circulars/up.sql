-- 督办通报: a circular on one period. Once signed it never changes again.
CREATE TABLE circulars (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    state TEXT NOT NULL,
    period TEXT NOT NULL,
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    body_id BIGINT REFERENCES bodies (id),
    programme_id BIGINT REFERENCES programmes (id),
    lang TEXT NOT NULL,
    -- As JSON: the figures as they were taken last, the words drafted from them, the words.
    figures TEXT NOT NULL,
    drafted TEXT NOT NULL,
    texts TEXT NOT NULL,
    -- Given when it is signed.
    number_year INTEGER,
    number_seq INTEGER,
    number TEXT,
    signed_by_name TEXT,
    signed_on DATE,
    -- The paper as it was signed, as JSON, and the digest of exactly that text.
    frozen TEXT,
    digest TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (from_day <= to_day),
    UNIQUE (number_year, number_seq)
);
CREATE INDEX circulars_days ON circulars (to_day, id);

CREATE TRIGGER signed_circulars_are_never_updated BEFORE UPDATE ON circulars
WHEN OLD.state = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'a signed circular is never changed');
END;
CREATE TRIGGER signed_circulars_are_never_deleted BEFORE DELETE ON circulars
WHEN OLD.state = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'a signed circular is never changed');
END;

-- The last number given in a year; taken under the row's lock, so that there are no gaps.
CREATE TABLE circular_numbers (
    year INTEGER PRIMARY KEY NOT NULL,
    last INTEGER NOT NULL
);

-- What happened to a circular: appended to, never changed.
CREATE TABLE circular_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    circular_id BIGINT NOT NULL REFERENCES circulars (id),
    occurred_at TIMESTAMP NOT NULL,
    actor_id BIGINT REFERENCES people (id),
    actor_name TEXT NOT NULL,
    on_behalf_of_name TEXT,
    step TEXT NOT NULL,
    note TEXT
);
CREATE INDEX circular_events_circular ON circular_events (circular_id, id);

CREATE TRIGGER circular_events_are_never_updated BEFORE UPDATE ON circular_events
BEGIN
    SELECT RAISE(ABORT, 'history is never changed');
END;
CREATE TRIGGER circular_events_are_never_deleted BEFORE DELETE ON circular_events
BEGIN
    SELECT RAISE(ABORT, 'history is never changed');
END;
