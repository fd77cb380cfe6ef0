-- bad
DROP VIEW order_totals;
-- good
DROP VIEW order_names;
CREATE VIEW order_names AS SELECT id, note AS name FROM orders;
