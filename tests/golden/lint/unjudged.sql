-- bad
CREATE TABEL a (c text);
-- good
CREATE TABLE a (c text);
