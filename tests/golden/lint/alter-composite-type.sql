-- bad
ALTER TYPE address ALTER ATTRIBUTE zip TYPE text CASCADE;
-- good
ALTER TYPE address ADD ATTRIBUTE country text;
