-- bad
ALTER TABLE orders ADD COLUMN paid boolean NOT NULL;
-- good
ALTER TABLE orders ADD COLUMN sent boolean NOT NULL DEFAULT false;
-- good
ALTER TABLE orders ADD COLUMN lost boolean;
