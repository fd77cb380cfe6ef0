-- golden: prefer-bigint-over-smallint=warn
-- bad
CREATE TABLE a (c smallint);
-- good
CREATE TABLE b (c bigint);
