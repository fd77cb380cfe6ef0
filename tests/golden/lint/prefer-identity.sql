-- golden: prefer-identity=warn
-- bad
CREATE TABLE a (c bigserial);
-- good
CREATE TABLE b (c bigint GENERATED ALWAYS AS IDENTITY);
