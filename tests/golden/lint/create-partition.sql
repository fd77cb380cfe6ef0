-- bad
CREATE TABLE april PARTITION OF measurements FOR VALUES FROM ('2026-04-01') TO ('2026-05-01');
CREATE TABLE fresh (day date) PARTITION BY RANGE (day);
-- good
CREATE TABLE fresh_default PARTITION OF fresh DEFAULT;
