-- How often each was changed: a change made on an old view is refused.
ALTER TABLE departments ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE people ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE bodies ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE programmes ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
