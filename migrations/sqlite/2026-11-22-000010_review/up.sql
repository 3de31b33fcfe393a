-- What somebody did to the candidates of a meeting, as JSON before and after: so that it can be
-- undone, and shown to whoever reviews the same minutes.
CREATE TABLE review_acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    meeting_id BIGINT NOT NULL REFERENCES meetings (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    done_at TIMESTAMP NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    undone_at TIMESTAMP
);
CREATE INDEX review_acts_meeting ON review_acts (meeting_id, person_id, id);

-- What a person chose for their own pages.
CREATE TABLE preferences (
    person_id BIGINT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (person_id, name)
);
