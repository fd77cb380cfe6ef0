-- golden: prefer-text=warn
-- bad
CREATE TABLE a (c varchar(20));
-- good
CREATE TABLE b (c varchar);
