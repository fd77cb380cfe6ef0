-- bad
DROP SCHEMA old CASCADE;
-- good
CREATE SCHEMA fresh;
