-- bad
ALTER TABLE orders RENAME COLUMN note TO remark;
-- good
ALTER TABLE orders RENAME CONSTRAINT amount_known TO has_amount;
