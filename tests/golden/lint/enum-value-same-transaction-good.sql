CREATE TYPE tint AS ENUM ('red');
ALTER TYPE tint ADD VALUE 'blue';
-- good
CREATE TABLE walls (tint tint DEFAULT 'blue');
