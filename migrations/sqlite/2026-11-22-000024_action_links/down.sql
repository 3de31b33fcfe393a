DROP TABLE received_messages;
DROP TABLE bounces;
DROP TABLE action_links;
