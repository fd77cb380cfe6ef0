-- bad
ALTER TABLE customers ADD CONSTRAINT customers_name UNIQUE (name, town);
-- bad
ALTER TABLE customers ADD COLUMN code text UNIQUE;
-- good
ALTER TABLE customers ADD CONSTRAINT customers_mail UNIQUE USING INDEX customers_mail_idx;
