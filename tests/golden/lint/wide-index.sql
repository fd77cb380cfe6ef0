-- golden: wide-index=warn
CREATE TABLE facts (a int, b int, c int, d int);
-- bad
CREATE INDEX facts_idx ON facts (a, b, c, d);
-- good
CREATE UNIQUE INDEX facts_key ON facts (a, b, c, d);
