-- golden: postgres-version=13
-- bad
ALTER TABLE measurements DETACH PARTITION january;
