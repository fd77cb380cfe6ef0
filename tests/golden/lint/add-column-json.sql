-- bad
ALTER TABLE orders ADD COLUMN extra json;
-- good
ALTER TABLE orders ADD COLUMN more jsonb;
-- good
CREATE TABLE events (body json);
