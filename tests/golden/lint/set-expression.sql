-- bad
ALTER TABLE orders ALTER COLUMN twice SET EXPRESSION AS (amount * 2);
-- good
ALTER TABLE orders ALTER COLUMN amount SET DEFAULT 2;
