DROP TABLE reminders;
DROP TABLE outbox_messages;
