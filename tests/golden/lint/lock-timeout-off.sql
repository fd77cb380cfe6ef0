SET lock_timeout = 0;
CREATE TABLE scratch (id int);
-- good
ALTER TABLE scratch ADD COLUMN a int;
-- bad
ALTER TABLE orders ADD COLUMN a int;
SELECT pg_catalog.set_config('lock_timeout', '2s', false);
-- good
ALTER TABLE orders ADD COLUMN b int;
