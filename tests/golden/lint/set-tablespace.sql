-- bad
ALTER TABLE orders SET TABLESPACE fast;
-- good
CREATE TABLE fresh (id bigint) TABLESPACE fast;
