-- bad
ALTER TABLE orders ADD COLUMN number bigserial;
-- bad
ALTER TABLE orders ADD COLUMN line bigint GENERATED ALWAYS AS IDENTITY;
-- good
ALTER TABLE orders ADD COLUMN place bigint;
