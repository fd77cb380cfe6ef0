-- bad
ALTER TABLE orders RENAME TO purchases;
-- bad
ALTER VIEW order_names RENAME TO names;
-- good
ALTER INDEX orders_customer_idx RENAME TO purchases_customer_idx;
