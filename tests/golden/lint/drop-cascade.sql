-- bad
ALTER TABLE orders DROP CONSTRAINT amount_known CASCADE;
-- bad
DROP FUNCTION price_of(int) CASCADE;
-- good
ALTER TABLE orders DROP CONSTRAINT amount_known;
