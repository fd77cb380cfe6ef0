-- golden: require-schema=warn
-- bad
CREATE TABLE a (c text);
-- good
CREATE TABLE app.b (c text);
