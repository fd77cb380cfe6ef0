-- good
BEGIN;
CREATE TABLE b (id int);
COMMIT;
