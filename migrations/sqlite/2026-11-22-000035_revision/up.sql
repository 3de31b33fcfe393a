-- Counts every change of what lists and figures are made of, in the transaction of the change: what
-- was made of one revision is true for as long as the number stands.
CREATE TABLE revision (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    number BIGINT NOT NULL
);
INSERT INTO revision (id, number) VALUES (1, 1);

CREATE TRIGGER bodies_insert_counts AFTER INSERT ON bodies
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER bodies_update_counts AFTER UPDATE ON bodies
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER bodies_delete_counts AFTER DELETE ON bodies
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER calendar_entries_insert_counts AFTER INSERT ON calendar_entries
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER calendar_entries_update_counts AFTER UPDATE ON calendar_entries
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER calendar_entries_delete_counts AFTER DELETE ON calendar_entries
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER department_contacts_insert_counts AFTER INSERT ON department_contacts
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER department_contacts_update_counts AFTER UPDATE ON department_contacts
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER department_contacts_delete_counts AFTER DELETE ON department_contacts
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER departments_insert_counts AFTER INSERT ON departments
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER departments_update_counts AFTER UPDATE ON departments
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER departments_delete_counts AFTER DELETE ON departments
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER deputies_insert_counts AFTER INSERT ON deputies
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER deputies_update_counts AFTER UPDATE ON deputies
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER deputies_delete_counts AFTER DELETE ON deputies
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER directives_insert_counts AFTER INSERT ON directives
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER directives_update_counts AFTER UPDATE ON directives
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER directives_delete_counts AFTER DELETE ON directives
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER instructions_insert_counts AFTER INSERT ON instructions
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER instructions_update_counts AFTER UPDATE ON instructions
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER instructions_delete_counts AFTER DELETE ON instructions
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER idempotency_keys_insert_counts AFTER INSERT ON idempotency_keys
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER idempotency_keys_update_counts AFTER UPDATE ON idempotency_keys
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER idempotency_keys_delete_counts AFTER DELETE ON idempotency_keys
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER invitations_insert_counts AFTER INSERT ON invitations
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER invitations_update_counts AFTER UPDATE ON invitations
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER invitations_delete_counts AFTER DELETE ON invitations
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER meeting_readers_insert_counts AFTER INSERT ON meeting_readers
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER meeting_readers_update_counts AFTER UPDATE ON meeting_readers
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER meeting_readers_delete_counts AFTER DELETE ON meeting_readers
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER meetings_insert_counts AFTER INSERT ON meetings
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER meetings_update_counts AFTER UPDATE ON meetings
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER meetings_delete_counts AFTER DELETE ON meetings
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER milestones_insert_counts AFTER INSERT ON milestones
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER milestones_update_counts AFTER UPDATE ON milestones
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER milestones_delete_counts AFTER DELETE ON milestones
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER people_insert_counts AFTER INSERT ON people
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER people_update_counts AFTER UPDATE ON people
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER people_delete_counts AFTER DELETE ON people
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER programmes_insert_counts AFTER INSERT ON programmes
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER programmes_update_counts AFTER UPDATE ON programmes
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER programmes_delete_counts AFTER DELETE ON programmes
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER questions_insert_counts AFTER INSERT ON questions
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER questions_update_counts AFTER UPDATE ON questions
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER questions_delete_counts AFTER DELETE ON questions
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER reports_insert_counts AFTER INSERT ON reports
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER reports_update_counts AFTER UPDATE ON reports
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER reports_delete_counts AFTER DELETE ON reports
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER requests_insert_counts AFTER INSERT ON requests
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER requests_update_counts AFTER UPDATE ON requests
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER requests_delete_counts AFTER DELETE ON requests
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER saved_views_insert_counts AFTER INSERT ON saved_views
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER saved_views_update_counts AFTER UPDATE ON saved_views
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER saved_views_delete_counts AFTER DELETE ON saved_views
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER settings_insert_counts AFTER INSERT ON settings
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER settings_update_counts AFTER UPDATE ON settings
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER settings_delete_counts AFTER DELETE ON settings
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER task_spans_insert_counts AFTER INSERT ON task_spans
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER task_spans_update_counts AFTER UPDATE ON task_spans
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER task_spans_delete_counts AFTER DELETE ON task_spans
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER task_supporters_insert_counts AFTER INSERT ON task_supporters
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER task_supporters_update_counts AFTER UPDATE ON task_supporters
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER task_supporters_delete_counts AFTER DELETE ON task_supporters
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER tasks_insert_counts AFTER INSERT ON tasks
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER tasks_update_counts AFTER UPDATE ON tasks
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER tasks_delete_counts AFTER DELETE ON tasks
BEGIN UPDATE revision SET number = number + 1; END;

CREATE TRIGGER preferences_insert_counts AFTER INSERT ON preferences
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER preferences_update_counts AFTER UPDATE ON preferences
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER preferences_delete_counts AFTER DELETE ON preferences
BEGIN UPDATE revision SET number = number + 1; END;

CREATE TRIGGER supporter_spans_insert_counts AFTER INSERT ON supporter_spans
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER supporter_spans_update_counts AFTER UPDATE ON supporter_spans
BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER supporter_spans_delete_counts AFTER DELETE ON supporter_spans
BEGIN UPDATE revision SET number = number + 1; END;
