-- bad
TRUNCATE orders;
CREATE TABLE scratch (id int);
-- good
TRUNCATE scratch;
