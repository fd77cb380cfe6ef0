CREATE TABLE a (id int);
-- bad
BEGIN;
CREATE TABLE b (id int);
COMMIT;
