ALTER TABLE orders ADD COLUMN state text;
-- bad
UPDATE orders SET state = 'new' WHERE state IS NULL;
-- bad
INSERT INTO archive SELECT id FROM orders;
