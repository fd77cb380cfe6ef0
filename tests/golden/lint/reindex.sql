-- bad
REINDEX TABLE orders;
-- bad
REINDEX INDEX orders_customer_idx;
