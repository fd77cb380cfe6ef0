-- bad
DROP TYPE mood;
CREATE TYPE tint AS ENUM ('red');
-- good
DROP TYPE tint;
