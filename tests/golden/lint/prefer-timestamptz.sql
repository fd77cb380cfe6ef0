-- golden: prefer-timestamptz=warn
-- bad
CREATE TABLE a (c timestamp);
-- good
CREATE TABLE b (c timestamptz);
