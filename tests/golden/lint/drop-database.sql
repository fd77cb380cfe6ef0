-- bad
DROP DATABASE menu;
-- good
ALTER DATABASE menu SET work_mem = '64MB';
