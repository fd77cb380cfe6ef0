ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID;
-- bad
ALTER TABLE orders VALIDATE CONSTRAINT positive;
-- good
ALTER TABLE orders VALIDATE CONSTRAINT amount_known;
