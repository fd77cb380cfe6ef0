-- bad
CLUSTER orders USING orders_customer_idx;
-- good
ALTER TABLE orders CLUSTER ON orders_customer_idx;
