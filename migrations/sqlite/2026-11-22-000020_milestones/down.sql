DROP TABLE looks;
DROP TABLE grounds;
DROP TABLE instructions;
DROP TABLE recurrence_instances;
DROP TABLE recurrences;
DROP TABLE milestones;
