-- bad
DROP INDEX orders_customer_idx;
CREATE TABLE baskets (id bigint, owner text);
CREATE INDEX baskets_owner_idx ON baskets (owner);
-- good
DROP INDEX baskets_owner_idx;
