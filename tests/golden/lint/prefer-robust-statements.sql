-- golden: prefer-robust-statements=warn concurrent-index-if-not-exists=off
-- bad
CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note);
-- good
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_amount_idx ON orders (amount);
