-- golden: prefer-bigint=warn
-- bad
CREATE TABLE a (c integer);
-- good
CREATE TABLE b (c bigint);
