-- bad
ALTER TABLE orders ALTER COLUMN amount TYPE bigint;
-- bad
ALTER TABLE orders ALTER COLUMN code TYPE varchar(5);
-- bad
ALTER TABLE orders ALTER COLUMN code TYPE text COLLATE "C";
-- bad
ALTER TABLE orders ALTER COLUMN code TYPE text USING lower(code);
-- bad
ALTER TABLE unknown ALTER COLUMN code TYPE text;
-- bad
ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 3);
