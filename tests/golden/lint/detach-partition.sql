-- bad
ALTER TABLE measurements DETACH PARTITION january;
