-- bad
ALTER TABLE orders ADD COLUMN contact email;
-- good
ALTER TABLE orders ADD COLUMN nickname label;
