DROP TABLE directives;
DROP TABLE minutes;
DROP TABLE meeting_readers;
DROP TABLE meetings;
