-- Orders are taken while this index is built; it cannot run inside a transaction.
CREATE INDEX CONCURRENTLY order_line_food_item_idx ON order_line (food_item_id);
