-- What executors call to get tasks and to keep them. Signatures never change; a new one gets a new name, so that old
-- and new executors work side by side during a rollout. All times are the server's.
--
-- The settings keep a session from a plan that it made when the table was small, and that reads all of it.

-- Takes back the tasks of executors whose lease has run out; how many. Those that lost their executor max_lost times
-- are given up: they may be what kills it.
CREATE OR REPLACE FUNCTION chandler.reclaim_tasks(max_lost integer) RETURNS integer LANGUAGE plpgsql
SET plan_cache_mode TO force_generic_plan SET enable_seqscan TO off SET enable_bitmapscan TO off
SET enable_hashjoin TO off SET enable_mergejoin TO off
AS $$
DECLARE
  dead   uuid[];
  taken  integer;
  broken bigint[];
BEGIN
  dead := ARRAY(SELECT e.id FROM chandler.task_executor e WHERE e.lease_until < clock_timestamp() ORDER BY e.id
                FOR UPDATE SKIP LOCKED);
  IF cardinality(dead) = 0 THEN
    RETURN 0;
  END IF;
  WITH back AS (
    UPDATE chandler.task t
       SET state = CASE WHEN t.lost + 1 >= max_lost OR t.attempts >= t.max_attempts THEN 'failed'
                        WHEN t.lost > 0 THEN 'scheduled'
                        ELSE 'ready' END,
           finished_at = CASE WHEN t.lost + 1 >= max_lost OR t.attempts >= t.max_attempts THEN clock_timestamp() END,
           -- Apart from each other, so that the culprit takes ever fewer others down with it.
           run_at = CASE WHEN t.lost > 0 THEN clock_timestamp() + (2 ^ t.lost + 8 * random()) * interval '1 second'
                         ELSE t.run_at END,
           lost = t.lost + 1,
           error = format('its executor died, or was cut off for longer than its lease, %s times', t.lost + 1),
           executor = NULL,
           token = NULL
     WHERE t.ctid = ANY (ARRAY(SELECT r.ctid FROM chandler.task r WHERE r.executor = ANY (dead) AND r.state = 'running'
                               FOR UPDATE SKIP LOCKED))
    RETURNING t.id, t.state, t.followers
  )
  SELECT count(*), array_agg(id) FILTER (WHERE state = 'failed' AND followers) INTO taken, broken FROM back;
  PERFORM chandler.follow_failed(broken);
  -- What is locked is about to be finished; if that comes to nothing, the next call finds it.
  DELETE FROM chandler.task_executor e
   WHERE e.id = ANY (dead)
     AND NOT EXISTS (SELECT FROM chandler.task t WHERE t.executor = e.id AND t.state = 'running');
  RETURN taken;
END $$;

-- Claims tasks, first queue first, for this executor; the same statement lets scheduled ones come due and takes back
-- what the dead hold. The last row has no id: it says in how many milliseconds the next task of these queues is due,
-- if any, and how many were taken back.
CREATE OR REPLACE FUNCTION chandler.claim_tasks(executor uuid, worker text, queues text[], most integer, lease interval,
                                                max_lost integer)
RETURNS TABLE (id bigint, queue text, name text, payload jsonb, attempt integer, max_attempts integer, token uuid,
               traceparent text, priority integer, waited_ms bigint, due_ms bigint, reclaimed integer)
LANGUAGE plpgsql
SET plan_cache_mode TO force_generic_plan SET enable_seqscan TO off SET enable_bitmapscan TO off
SET enable_hashjoin TO off SET enable_mergejoin TO off
AS $$
#variable_conflict use_column
DECLARE
  each  text;
  taken integer := 0;
  got   integer;
  mark  uuid := gen_random_uuid();
  now   timestamptz := clock_timestamp();
BEGIN
  -- Should the server crash within its next wal_writer_delay or so, these claims never were, and the tasks are
  -- somebody's again: at least once. A claim need not wait for the disk.
  PERFORM set_config('synchronous_commit', 'off', true);
  reclaimed := chandler.reclaim_tasks(claim_tasks.max_lost);
  FOREACH each IN ARRAY claim_tasks.queues LOOP
    UPDATE chandler.task t SET state = 'ready'
     WHERE t.ctid = ANY (ARRAY(SELECT s.ctid FROM chandler.task s
                                WHERE s.queue = each AND s.state = 'scheduled' AND s.run_at <= now
                                ORDER BY s.run_at LIMIT 1000 FOR UPDATE SKIP LOCKED));
    RETURN QUERY
    UPDATE chandler.task t
       SET state = 'running', executor = claim_tasks.executor, token = mark, attempts = t.attempts + 1,
           started_at = now
     WHERE t.ctid = ANY (ARRAY(SELECT r.ctid FROM chandler.task r
                                WHERE r.queue = each AND r.state = 'ready'
                                ORDER BY r.priority DESC, r.id LIMIT claim_tasks.most - taken FOR UPDATE SKIP LOCKED))
    RETURNING t.id, t.queue, t.name, t.payload, t.attempts::integer, t.max_attempts::integer, t.token, t.traceparent,
              t.priority::integer,
              (greatest(0, date_part('epoch', now - greatest(t.run_at, t.created_at))) * 1000)::bigint,
              NULL::bigint, NULL::integer;
    GET DIAGNOSTICS got = ROW_COUNT;
    taken := taken + got;
    EXIT WHEN taken >= claim_tasks.most;
  END LOOP;
  IF taken > 0 THEN
    INSERT INTO chandler.task_executor AS e (id, worker, queues, lease_until)
    VALUES (claim_tasks.executor, claim_tasks.worker, claim_tasks.queues, now + claim_tasks.lease)
    ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until;
  END IF;
  due_ms := NULL;
  FOREACH each IN ARRAY claim_tasks.queues LOOP
    due_ms := least(due_ms, (SELECT ceil(extract(epoch FROM min(s.run_at) - now) * 1000)::bigint
                               FROM chandler.task s WHERE s.queue = each AND s.state = 'scheduled'));
  END LOOP;
  id := NULL;
  queue := NULL;
  RETURN NEXT;
END $$;

-- The executor lives on, and these are the tasks that it knows to be its own. What else is its own was claimed in a
-- transaction whose answer never came: it goes back. Those of the list that are somebody else's by now, or finished.
CREATE OR REPLACE FUNCTION chandler.renew_tasks(executor uuid, lease interval, known bigint[])
RETURNS bigint[] LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  UPDATE chandler.task_executor e SET lease_until = clock_timestamp() + renew_tasks.lease
   WHERE e.id = renew_tasks.executor;
  IF NOT FOUND THEN
    RETURN renew_tasks.known;
  END IF;
  UPDATE chandler.task t SET state = 'ready', attempts = t.attempts - 1, executor = NULL, token = NULL
   WHERE t.executor = renew_tasks.executor AND t.state = 'running' AND t.id <> ALL (renew_tasks.known);
  RETURN ARRAY(SELECT k FROM unnest(renew_tasks.known) k
                WHERE NOT EXISTS (SELECT FROM chandler.task t
                                   WHERE t.id = k AND t.executor = renew_tasks.executor AND t.state = 'running'));
END $$;

-- The executor ends; whatever it still holds goes back unharmed.
CREATE OR REPLACE FUNCTION chandler.leave_tasks(executor uuid) RETURNS integer LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  given integer;
BEGIN
  UPDATE chandler.task t SET state = 'ready', attempts = t.attempts - 1, executor = NULL, token = NULL
   WHERE t.executor = leave_tasks.executor AND t.state = 'running';
  GET DIAGNOSTICS given = ROW_COUNT;
  DELETE FROM chandler.task_executor e WHERE e.id = leave_tasks.executor;
  RETURN given;
END $$;
