-- bad
CREATE INDEX CONCURRENTLY ON orders (note);
-- good
CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note);
