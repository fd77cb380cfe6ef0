-- bad
VACUUM (FULL, ANALYZE) orders;
-- bad
VACUUM FULL;
-- good
VACUUM (FULL false) orders;
