-- bad
LOCK TABLE orders IN SHARE MODE;
-- bad
LOCK TABLE customers;
-- good
LOCK TABLE orders IN ROW EXCLUSIVE MODE;
