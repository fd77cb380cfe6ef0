-- bad
ALTER TYPE mood RENAME TO feeling;
-- good
ALTER TYPE mood OWNER TO CURRENT_USER;
