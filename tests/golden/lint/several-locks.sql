ALTER TABLE orders ADD COLUMN a int;
-- bad
ALTER TABLE customers ADD COLUMN a int;
-- good
ALTER TABLE orders ADD COLUMN b int;
