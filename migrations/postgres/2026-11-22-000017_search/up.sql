-- What a task is found by: words that we write ourselves, so that Chinese is found too and no
-- extension is needed; tasks without a row are filled in right after the migration.
CREATE TABLE task_search (
    task_id BIGINT PRIMARY KEY REFERENCES tasks (id),
    words TSVECTOR NOT NULL
);
CREATE INDEX task_search_words ON task_search USING GIN (words);

ALTER TABLE tasks DROP COLUMN folded;
