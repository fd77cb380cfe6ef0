-- bad
ALTER SYSTEM SET work_mem = '64MB';
-- good
ALTER ROLE CURRENT_USER SET work_mem = '64MB';
