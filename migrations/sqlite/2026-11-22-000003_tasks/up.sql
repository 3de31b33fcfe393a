CREATE TABLE tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    number_year INTEGER,
    number_seq INTEGER,
    number TEXT UNIQUE,
    title TEXT NOT NULL,
    requirement TEXT NOT NULL DEFAULT '',
    directive_id BIGINT REFERENCES directives (id),
    meeting_id BIGINT REFERENCES meetings (id),
    programme_id BIGINT REFERENCES programmes (id),
    parent_id BIGINT REFERENCES tasks (id),
    is_parent BOOLEAN NOT NULL DEFAULT 0,
    lead_id BIGINT NOT NULL REFERENCES departments (id),
    handler_id BIGINT REFERENCES people (id),
    leader_id BIGINT REFERENCES people (id),
    follower_id BIGINT REFERENCES people (id),
    urgency TEXT NOT NULL,
    cadence TEXT NOT NULL,
    long_term BOOLEAN NOT NULL DEFAULT 0,
    evidence_required BOOLEAN NOT NULL DEFAULT 0,
    original_due_on DATE,
    due_on DATE,
    baseline_due_on DATE,
    percent INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    state_before TEXT,
    suspended_on DATE,
    issued_on DATE,
    acknowledged_on DATE,
    closed_on DATE,
    extensions INTEGER NOT NULL DEFAULT 0,
    explained_on DATE,
    last_report_id BIGINT,
    last_report_on DATE,
    last_outlook TEXT,
    open_request_id BIGINT,
    -- The days on which the light turns, see domain/light.rs.
    soon_on DATE,
    missed_on DATE,
    stopped_on DATE,
    -- Title, number and requirement, folded for search.
    folded TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    seq BIGINT NOT NULL DEFAULT 0,
    hash TEXT,
    created_by BIGINT REFERENCES people (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (number_year, number_seq)
);
CREATE INDEX tasks_due ON tasks (due_on, id);
CREATE INDEX tasks_updated ON tasks (updated_at, id);
CREATE INDEX tasks_lead ON tasks (lead_id, state);
CREATE INDEX tasks_meeting ON tasks (meeting_id);
CREATE INDEX tasks_programme ON tasks (programme_id);
CREATE INDEX tasks_directive ON tasks (directive_id);
CREATE INDEX tasks_handler ON tasks (handler_id);
CREATE INDEX tasks_parent ON tasks (parent_id);
CREATE INDEX tasks_state ON tasks (state, due_on);

CREATE TABLE task_supporters (
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    department_id BIGINT NOT NULL REFERENCES departments (id),
    PRIMARY KEY (task_id, department_id)
);
CREATE INDEX task_supporters_department ON task_supporters (department_id);

-- The last number given in a year; taken under the row's lock, so that there are no gaps.
CREATE TABLE task_numbers (
    year INTEGER PRIMARY KEY NOT NULL,
    last INTEGER NOT NULL
);

CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    department_id BIGINT REFERENCES departments (id),
    as_support BOOLEAN NOT NULL DEFAULT 0,
    reported_by BIGINT REFERENCES people (id),
    reported_by_name TEXT NOT NULL,
    reported_on DATE NOT NULL,
    reported_at TIMESTAMP NOT NULL,
    outlook TEXT,
    done TEXT,
    no_change BOOLEAN NOT NULL DEFAULT 0,
    problem TEXT,
    next TEXT,
    percent INTEGER,
    delay_reason TEXT,
    expected_on DATE,
    needs TEXT,
    waiting_on_department_id BIGINT REFERENCES departments (id)
);
CREATE INDEX reports_task ON reports (task_id, id);

CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    result TEXT,
    old_due_on DATE,
    new_due_on DATE,
    requested_by BIGINT REFERENCES people (id),
    requested_by_name TEXT NOT NULL,
    requested_on DATE NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    decided_by BIGINT REFERENCES people (id),
    decided_by_name TEXT,
    decided_on DATE,
    decided_at TIMESTAMP,
    comment TEXT,
    granted_due_on DATE
);
CREATE UNIQUE INDEX requests_one_open ON requests (task_id) WHERE state = 'open';
CREATE INDEX requests_task ON requests (task_id, id);

-- The history: appended to, never changed.
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    seq BIGINT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    actor_id BIGINT REFERENCES people (id),
    actor_name TEXT NOT NULL,
    on_behalf_of_id BIGINT REFERENCES people (id),
    on_behalf_of_name TEXT,
    kind TEXT NOT NULL,
    old TEXT,
    new TEXT,
    report_id BIGINT REFERENCES reports (id),
    request_id BIGINT REFERENCES requests (id),
    enclosed TEXT,
    hash TEXT NOT NULL,
    UNIQUE (task_id, seq)
);

CREATE TRIGGER events_are_never_updated BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'history is never changed');
END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'history is never changed');
END;

-- How a task stood from `from_day` up to, but not with, `to_day`; the span that holds today
-- ends on 9999-12-31.
CREATE TABLE task_spans (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    state TEXT NOT NULL,
    lead_id BIGINT NOT NULL REFERENCES departments (id),
    leader_id BIGINT REFERENCES people (id),
    programme_id BIGINT REFERENCES programmes (id),
    issued_on DATE,
    due_on DATE,
    baseline_due_on DATE,
    closed_on DATE,
    soon_on DATE,
    missed_on DATE,
    stopped_on DATE,
    percent INTEGER NOT NULL,
    last_report_on DATE,
    extensions INTEGER NOT NULL,
    open_request TEXT,
    outlook TEXT,
    explained_on DATE,
    counted BOOLEAN NOT NULL,
    long_term BOOLEAN NOT NULL,
    UNIQUE (task_id, from_day)
);
CREATE INDEX task_spans_day ON task_spans (to_day, from_day);
