-- bad
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0);
-- bad
ALTER TABLE orders ADD COLUMN weight int DEFAULT 1 CHECK (weight > 0);
-- good
ALTER TABLE orders ADD CONSTRAINT below CHECK (amount < 1000) NOT VALID;
