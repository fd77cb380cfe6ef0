-- golden: postgres-version=14
-- bad
CREATE UNIQUE INDEX CONCURRENTLY customers_mail_key ON customers (mail) NULLS NOT DISTINCT;
-- good
ALTER TABLE measurements DETACH PARTITION january CONCURRENTLY;
