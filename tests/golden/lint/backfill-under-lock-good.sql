-- good
UPDATE orders SET note = 'new' WHERE note IS NULL;
-- good
INSERT INTO archive VALUES (1);
