-- golden: integer-primary-key=warn
-- bad
CREATE TABLE a (c serial PRIMARY KEY);
-- good
CREATE TABLE b (c int);
