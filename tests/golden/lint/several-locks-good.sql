-- good
ALTER TABLE orders ADD COLUMN a int;
CREATE TABLE scratch (id int);
-- good
ALTER TABLE scratch ADD COLUMN a int;
