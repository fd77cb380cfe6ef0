-- bad
ALTER TABLE orders DROP COLUMN note;
-- good
ALTER TABLE orders DROP COLUMN IF EXISTS never_there;
