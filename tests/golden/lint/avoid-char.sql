-- golden: avoid-char=warn
-- bad
CREATE TABLE a (c char(3));
-- good
CREATE TABLE b (c text);
