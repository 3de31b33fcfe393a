DROP TABLE circular_events;
DROP TABLE circular_numbers;
DROP TABLE circulars;
DROP FUNCTION signed_circulars_are_never_changed();
