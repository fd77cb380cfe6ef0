-- golden: unused-ignore=warn
-- bad
-- chandler:lint-ignore drop-table there is none here
CREATE TABLE a (c text);
-- good
-- chandler:lint-ignore drop-table nobody uses it any more
DROP TABLE archive;
