-- bad
TRUNCATE customers CASCADE;
-- good
TRUNCATE customers, orders;
