-- bad
ALTER TABLE orders SET ACCESS METHOD heap2;
-- good
CREATE TABLE fresh (id bigint) USING heap2;
