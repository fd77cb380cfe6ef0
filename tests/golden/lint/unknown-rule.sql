-- bad
-- chandler:lint-ignore drop-tabel it is a typing mistake
DROP TABLE orders;
-- good
-- chandler:lint-ignore drop-table nobody uses it any more
DROP TABLE archive;
