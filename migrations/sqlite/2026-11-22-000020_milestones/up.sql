-- Milestones of a task, in order.
CREATE TABLE milestones (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    removed BOOLEAN NOT NULL DEFAULT FALSE,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX milestones_task ON milestones (task_id, position);

-- Tasks that repeat: the rule, and the instances one after the other.
CREATE TABLE recurrences (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    rhythm TEXT NOT NULL,
    day INTEGER NOT NULL,
    ends_on DATE,
    active BOOLEAN NOT NULL
);
CREATE TABLE recurrence_instances (
    task_id BIGINT PRIMARY KEY NOT NULL REFERENCES tasks (id),
    recurrence_id BIGINT NOT NULL REFERENCES recurrences (id),
    place INTEGER NOT NULL
);
CREATE UNIQUE INDEX recurrence_instances_place ON recurrence_instances (recurrence_id, place);

-- 批示: a leader's instruction on a task or on a meeting.
CREATE TABLE instructions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    task_id BIGINT REFERENCES tasks (id),
    meeting_id BIGINT REFERENCES meetings (id),
    text TEXT NOT NULL,
    answer_by DATE,
    given_by BIGINT REFERENCES people (id),
    given_by_name TEXT NOT NULL,
    given_on DATE NOT NULL,
    given_at TIMESTAMP NOT NULL
);
CREATE INDEX instructions_task ON instructions (task_id);
CREATE INDEX instructions_meeting ON instructions (meeting_id);
CREATE INDEX instructions_person ON instructions (given_by);

-- What a task rests on where no minutes say it.
CREATE TABLE grounds (
    task_id BIGINT PRIMARY KEY NOT NULL REFERENCES tasks (id),
    source TEXT NOT NULL,
    dated_on DATE,
    reference TEXT,
    words TEXT,
    instruction_id BIGINT REFERENCES instructions (id)
);
CREATE INDEX grounds_instruction ON grounds (instruction_id);

-- How far somebody has read a page on which news are marked.
CREATE TABLE looks (
    person_id BIGINT NOT NULL REFERENCES people (id),
    page TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    before TIMESTAMP,
    read_to BIGINT NOT NULL,
    shown_to BIGINT NOT NULL,
    PRIMARY KEY (person_id, page)
);
