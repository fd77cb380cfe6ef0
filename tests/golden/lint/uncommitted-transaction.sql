-- bad
BEGIN;
CREATE TABLE b (id int);
