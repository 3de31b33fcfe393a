ALTER TABLE departments DROP COLUMN merged_into_id;
DROP TABLE invitations;
