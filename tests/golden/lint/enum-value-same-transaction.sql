ALTER TYPE mood ADD VALUE 'calm';
-- bad
INSERT INTO people (mood) VALUES ('calm');
-- good
INSERT INTO people (mood) VALUES ('sad');
