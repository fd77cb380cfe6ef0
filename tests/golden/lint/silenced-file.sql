-- chandler:lint-ignore-file drop-table: the whole application is taken down
-- squawk-ignore-file renaming-table
DROP TABLE orders;
ALTER TABLE visits RENAME TO calls;
ALTER TABLE customers DROP COLUMN town;
