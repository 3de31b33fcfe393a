ALTER TABLE programmes DROP COLUMN version;
ALTER TABLE bodies DROP COLUMN version;
ALTER TABLE people DROP COLUMN version;
ALTER TABLE departments DROP COLUMN version;
