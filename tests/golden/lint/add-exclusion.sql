-- bad
ALTER TABLE bookings ADD CONSTRAINT one_at_a_time EXCLUDE USING gist (room WITH =, during WITH &&);
-- good
CREATE TABLE reservations (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));
