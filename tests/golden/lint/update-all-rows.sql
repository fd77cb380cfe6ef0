-- bad
UPDATE orders SET note = '';
-- good
UPDATE orders SET note = '' WHERE id BETWEEN 1 AND 1000;
