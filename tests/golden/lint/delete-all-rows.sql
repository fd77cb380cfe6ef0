-- bad
DELETE FROM orders;
-- good
DELETE FROM orders WHERE true;
