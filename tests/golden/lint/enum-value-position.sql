-- golden: enum-value-position=warn
-- bad
ALTER TYPE mood ADD VALUE 'calm';
-- good
ALTER TYPE mood ADD VALUE 'merry' AFTER 'sad';
