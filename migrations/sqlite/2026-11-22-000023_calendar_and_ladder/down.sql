DROP TABLE digest_readers;
DROP TABLE urging_notices;
DROP TABLE house_changes;
DROP TABLE calendar_entries;
