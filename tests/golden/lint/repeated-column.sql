-- bad
UPDATE orders SET note = 'a', note = 'b' WHERE id = 1;
-- bad
INSERT INTO archive (id, id) VALUES (1, 2);
-- good
UPDATE orders SET tags[1] = 'a', tags[2] = 'b' WHERE id = 1;
