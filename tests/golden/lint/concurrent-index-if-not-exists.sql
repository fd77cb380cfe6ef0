-- bad
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_note_idx ON orders (note);
-- good
CREATE INDEX CONCURRENTLY orders_amount_idx ON orders (amount);
