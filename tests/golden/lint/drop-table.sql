-- bad
DROP TABLE IF EXISTS orders, archive;
CREATE TABLE scratch (id int);
-- good
DROP TABLE scratch;
