-- Who brought a file, by the name of that time, and since when others see it: what somebody chose
-- for a form that came back waits unseen. What is kept in the store is found by its digest.
ALTER TABLE attachments ADD COLUMN uploaded_by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE attachments ADD COLUMN filed_at TIMESTAMP;
UPDATE attachments SET filed_at = created_at;
UPDATE attachments SET uploaded_by_name =
    COALESCE((SELECT name FROM people WHERE people.id = attachments.uploaded_by), '');
CREATE INDEX attachments_sha256 ON attachments (sha256);
