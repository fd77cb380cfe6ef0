-- chandler:lint-ignore drop-table, drop-cascade
-- (two rules, and no reason given)
DROP TABLE orders CASCADE;
DROP TABLE archive; -- chandler:lint-ignore drop-table on its line
DROP TABLE /* chandler:lint-ignore drop-table inside of it */ customers;
-- squawk-ignore ban-drop-table
DROP TABLE visits;
-- a comment that only mentions chandler:lint-ignore drop-table
DROP TABLE bookings;
SELECT '-- chandler:lint-ignore drop-table'; DROP TABLE measurements;
