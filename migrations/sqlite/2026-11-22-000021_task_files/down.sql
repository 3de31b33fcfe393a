DROP INDEX attachments_sha256;
ALTER TABLE attachments DROP COLUMN filed_at;
ALTER TABLE attachments DROP COLUMN uploaded_by_name;
