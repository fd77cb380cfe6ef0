-- bad
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id);
-- bad
ALTER TABLE orders ADD COLUMN shop_id bigint DEFAULT 1 REFERENCES shops;
-- good
ALTER TABLE orders ADD CONSTRAINT orders_courier FOREIGN KEY (courier_id) REFERENCES couriers (id) NOT VALID;
-- good
ALTER TABLE orders ADD COLUMN cook_id bigint REFERENCES cooks;
