CREATE TABLE scratch (id int);
-- bad
VACUUM orders;
