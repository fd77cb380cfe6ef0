CREATE TABLE a (c text);
-- bad
\i other.sql
