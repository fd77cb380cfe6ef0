-- good
CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note);
-- good
VACUUM orders;
