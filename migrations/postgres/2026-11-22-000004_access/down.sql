DROP TABLE idempotency_keys;
DROP TABLE api_tokens;
DROP TABLE one_time_links;
DROP TABLE sessions;
