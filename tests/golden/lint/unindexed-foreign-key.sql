-- bad
ALTER TABLE orders ADD CONSTRAINT orders_courier FOREIGN KEY (courier_id) REFERENCES couriers (id) NOT VALID;
-- good
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
-- good
CREATE TABLE lines (order_id bigint REFERENCES orders, item bigint, PRIMARY KEY (order_id, item));
-- bad
CREATE TABLE gifts (id bigint PRIMARY KEY, order_id bigint REFERENCES orders);
-- good
CREATE TABLE notes (id bigint PRIMARY KEY, order_id bigint REFERENCES orders);
CREATE INDEX ON notes (order_id);
