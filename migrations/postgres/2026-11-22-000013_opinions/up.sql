-- What stands beside a request: progress, evidence, the clerk's first opinion, who agreed before a
-- top leader.
ALTER TABLE requests ADD COLUMN percent INTEGER;
ALTER TABLE requests ADD COLUMN evidence TEXT;
ALTER TABLE requests ADD COLUMN opinion_agrees BOOLEAN;
ALTER TABLE requests ADD COLUMN opinion TEXT;
ALTER TABLE requests ADD COLUMN opinion_by_name TEXT;
ALTER TABLE requests ADD COLUMN opinion_on DATE;
ALTER TABLE requests ADD COLUMN endorsed_by_name TEXT;
ALTER TABLE requests ADD COLUMN endorsed_on DATE;
ALTER TABLE requests ADD COLUMN endorsed_due_on DATE;
ALTER TABLE requests ADD COLUMN endorsement TEXT;

-- What waits for the head is open too: one at a time.
DROP INDEX requests_one_open;
CREATE UNIQUE INDEX requests_one_open ON requests (task_id) WHERE state IN ('open', 'drafted');
