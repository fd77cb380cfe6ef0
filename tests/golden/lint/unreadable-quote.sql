CREATE TABLE a (c text);
INSERT INTO a VALUES (
-- bad
'it never ends);
