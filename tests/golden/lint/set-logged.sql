-- bad
ALTER TABLE orders SET UNLOGGED;
-- good
ALTER TABLE orders SET (fillfactor = 90);
