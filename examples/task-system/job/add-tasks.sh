#!/bin/sh
# Adds this Job's tasks, and queues each, in one transaction: both happen, or neither. A second pod of the Job, made
# when nobody knows whether the first came to its end, adds nothing.
#   JOB    who adds them
#   TASKS  their names, with commas between
set -eu
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=job="$JOB" --set=tasks="$TASKS" <<'SQL'
BEGIN;
SELECT pg_advisory_xact_lock(hashtext(:'job')) \g /dev/null
WITH added AS (
  INSERT INTO tasks (task_name, created_by)
    SELECT trim(name), :'job' FROM regexp_split_to_table(:'tasks', ',') AS name
    WHERE NOT EXISTS (SELECT FROM tasks WHERE created_by = :'job')
    RETURNING id, task_name
)
SELECT count(chandler.enqueue('default', task_name, jsonb_build_object('id', id))) AS added FROM added;
COMMIT;
SQL
