-- bad
ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();
-- bad
ALTER TABLE orders ADD COLUMN seen timestamptz DEFAULT clock_timestamp();
-- bad
ALTER TABLE orders ADD COLUMN price int DEFAULT app.price_of(7);
-- good
ALTER TABLE orders ADD COLUMN made timestamptz DEFAULT now();
-- good
ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT lower('NEW');
-- good
ALTER TABLE orders ADD COLUMN day date DEFAULT CURRENT_DATE + 1;
CREATE TABLE baskets (id bigint);
-- good
ALTER TABLE baskets ADD COLUMN token uuid DEFAULT gen_random_uuid();
CREATE FUNCTION tax() RETURNS int LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 19; END';
-- good
ALTER TABLE orders ADD COLUMN tax int DEFAULT tax();
