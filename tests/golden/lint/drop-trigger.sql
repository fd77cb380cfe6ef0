-- bad
DROP TRIGGER touch ON orders;
CREATE TABLE scratch (id int);
-- good
DROP TRIGGER IF EXISTS touch ON scratch;
