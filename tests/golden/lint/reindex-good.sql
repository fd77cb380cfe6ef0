-- good
REINDEX TABLE CONCURRENTLY orders;
-- good
REINDEX (CONCURRENTLY) INDEX orders_customer_idx;
