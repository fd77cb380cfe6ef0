-- bad
ALTER TABLE orders ADD COLUMN twice int GENERATED ALWAYS AS (amount * 2) STORED;
-- good
ALTER TABLE orders ADD COLUMN thrice int;
