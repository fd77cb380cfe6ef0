-- What people call.

-- Lets a task that failed, was cancelled or skipped run again, with all its attempts; one that waits for its time runs
-- now. False: it is in none of these states, or there is no such task.
CREATE OR REPLACE FUNCTION chandler.retry_task(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  open integer;
  name text;
BEGIN
  -- Locked, so that none of them finishes unseen.
  SELECT count(*) FILTER (WHERE h.state <> 'completed') INTO open
    FROM (SELECT t.state FROM chandler.task t
           WHERE t.id IN (SELECT d.needs FROM chandler.task_dependency d WHERE d.task = retry_task.id)
           ORDER BY t.id FOR NO KEY UPDATE) h;
  UPDATE chandler.task t
     SET state = CASE WHEN open > 0 THEN 'blocked' ELSE 'ready' END, waits_for = open, attempts = 0, lost = 0,
         run_at = clock_timestamp(), finished_at = NULL, token = NULL
   WHERE t.id = retry_task.id AND t.state IN ('failed', 'cancelled', 'skipped', 'scheduled')
  RETURNING t.queue INTO name;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM chandler.wake(name);
  RETURN true;
END $$;

-- Ends a task that is not finished. One that runs is let go: its executor's finish comes too late, and what its handler
-- does meanwhile is not undone. False: it is finished already, or there is no such task.
CREATE OR REPLACE FUNCTION chandler.cancel_task(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  leads boolean;
BEGIN
  UPDATE chandler.task t SET state = 'cancelled', finished_at = clock_timestamp(), executor = NULL, token = NULL
   WHERE t.id = cancel_task.id AND t.state IN ('blocked', 'scheduled', 'ready', 'running')
  RETURNING t.followers INTO leads;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF leads THEN
    PERFORM chandler.follow_failed(ARRAY[cancel_task.id]);
  END IF;
  RETURN true;
END $$;

-- Deletes finished tasks, oldest first, `most` at a time; how many. Failed ones stay unless an age is given for them.
CREATE OR REPLACE FUNCTION chandler.prune_tasks(older_than interval, failed_older_than interval DEFAULT NULL,
                                                most integer DEFAULT 10000)
RETURNS integer LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  gone bigint[];
BEGIN
  WITH ended AS (
    SELECT t.id FROM chandler.task t
     WHERE t.state IN ('completed', 'cancelled', 'skipped') AND t.finished_at < clock_timestamp() - prune_tasks.older_than
     ORDER BY t.finished_at LIMIT prune_tasks.most FOR UPDATE SKIP LOCKED
  ), failed AS (
    SELECT t.id FROM chandler.task t
     WHERE t.state = 'failed' AND t.finished_at < clock_timestamp() - prune_tasks.failed_older_than
     LIMIT prune_tasks.most FOR UPDATE SKIP LOCKED
  ), old AS (
    SELECT id FROM ended UNION ALL SELECT id FROM failed
  ), pruned AS (
    -- One that others still wait for stays.
    DELETE FROM chandler.task t USING old o
     WHERE t.id = o.id
       AND NOT (t.followers AND EXISTS (SELECT FROM chandler.task_dependency d JOIN chandler.task f ON f.id = d.task
                                         WHERE d.needs = t.id AND f.state = 'blocked'))
    RETURNING t.id
  )
  SELECT array_agg(id) INTO gone FROM pruned;
  DELETE FROM chandler.task_dependency d WHERE d.task = ANY (gone);
  RETURN coalesce(cardinality(gone), 0);
END $$;

-- The version of all this. The last statement, so that it is not told of before it is there.
CREATE OR REPLACE FUNCTION chandler.task_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2';
