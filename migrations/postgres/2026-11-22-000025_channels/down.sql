DROP TABLE robots;
DROP TABLE reaches;
-- What would leave by another channel cannot leave by mail: its address is none of mail.
DELETE FROM action_links WHERE outbox_message_id IN (SELECT id FROM outbox_messages WHERE channel <> 'mail');
UPDATE reminders SET outbox_message_id = NULL WHERE outbox_message_id IN (SELECT id FROM outbox_messages WHERE channel <> 'mail');
DELETE FROM outbox_messages WHERE channel <> 'mail';
ALTER TABLE outbox_messages DROP COLUMN diverted;
ALTER TABLE outbox_messages DROP COLUMN card;
ALTER TABLE outbox_messages DROP COLUMN channel;
