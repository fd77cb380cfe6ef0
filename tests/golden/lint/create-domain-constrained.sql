-- bad
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
-- good
CREATE DOMAIN name AS text;
