DROP TABLE orders;
-- chandler:lint-ignore-file drop-table
DROP TABLE visits;
