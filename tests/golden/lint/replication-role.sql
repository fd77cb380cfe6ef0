-- bad
SET session_replication_role = replica;
-- good
SET session_replication_role = origin;
-- good
RESET session_replication_role;
