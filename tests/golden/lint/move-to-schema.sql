-- bad
ALTER TABLE orders SET SCHEMA archive;
-- good
ALTER FUNCTION price_of(int) SET SCHEMA archive;
