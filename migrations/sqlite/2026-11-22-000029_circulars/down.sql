DROP TRIGGER circular_events_are_never_deleted;
DROP TRIGGER circular_events_are_never_updated;
DROP TRIGGER signed_circulars_are_never_deleted;
DROP TRIGGER signed_circulars_are_never_updated;
DROP TABLE circular_events;
DROP TABLE circular_numbers;
DROP TABLE circulars;
