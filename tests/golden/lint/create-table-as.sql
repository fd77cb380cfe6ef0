-- bad
CREATE TABLE orders_copy AS SELECT * FROM orders;
-- bad
SELECT * INTO orders_backup FROM orders;
-- good
CREATE TABLE orders_empty AS SELECT * FROM orders WITH NO DATA;
-- good
CREATE TEMPORARY TABLE ids AS SELECT id FROM orders;
