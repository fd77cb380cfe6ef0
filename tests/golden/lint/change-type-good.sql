-- good
ALTER TABLE orders ALTER COLUMN code TYPE varchar(20);
-- good
ALTER TABLE orders ALTER COLUMN code TYPE text USING code::text;
-- good
ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 2), ALTER COLUMN placed TYPE timestamptz(6);
-- good
ALTER TABLE orders ALTER COLUMN origin TYPE inet;
