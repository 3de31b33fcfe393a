DROP TABLE preferences;
DROP TABLE review_acts;
