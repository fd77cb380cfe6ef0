-- good
SELECT '\i other.sql';
