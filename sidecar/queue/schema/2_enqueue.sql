-- Lets executors that wait know of the queue, when the transaction commits.
--
-- A commit with a NOTIFY in it takes a lock that the whole database shares, until it is on disk. So a transaction
-- notifies once, and a queue eight times in a tenth of a second at most; whoever is woken looks again a few times,
-- which finds what came without a call. The count stands in a sequence, since only those are not transactional.
CREATE OR REPLACE FUNCTION chandler.wake(queue text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  mine   text := coalesce(current_setting('chandler.woken', true), '');
  slot   regclass;
  seen   bigint;
  tenth  bigint;
BEGIN
  IF position('/' || wake.queue || '/' IN mine) > 0 THEN
    RETURN;
  END IF;
  PERFORM set_config('chandler.woken', mine || '/' || wake.queue || '/', true);
  slot := format('chandler.task_wake_%s', hashtext(wake.queue) & 15)::regclass;
  seen := coalesce(pg_sequence_last_value(slot), 0);
  tenth := floor(extract(epoch FROM clock_timestamp()) * 10)::bigint;
  IF seen >> 6 = tenth AND seen & 63 >= 8 THEN
    RETURN;
  END IF;
  PERFORM setval(slot, CASE WHEN seen >> 6 = tenth THEN seen + 1 ELSE (tenth << 6) + 1 END);
  PERFORM pg_notify('chandler_task', wake.queue);
END $$;

-- Puts a task into a queue, as a part of the caller's transaction. Its id; with a unique_key that an unfinished task
-- of the queue has, that one's.
CREATE OR REPLACE FUNCTION chandler.enqueue(
  queue         text,
  name          text,
  payload       jsonb DEFAULT '{}',
  run_at        timestamptz DEFAULT NULL,    -- not before; NULL: at once
  priority      integer DEFAULT 0,           -- higher first
  unique_key    text DEFAULT NULL,
  depends_on    bigint[] DEFAULT NULL,       -- heads: tasks to be completed before
  if_head_fails text DEFAULT 'block',        -- 'block' until it is retried, 'skip', or 'fail'
  max_attempts  integer DEFAULT 10,
  tags          text[] DEFAULT NULL,
  traceparent   text DEFAULT NULL            -- https://www.w3.org/TR/trace-context/
) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  heads   integer := 0;
  open    integer := 0;
  broken  boolean := false;
  begun   text;
  task_id bigint;
BEGIN
  IF coalesce(enqueue.queue, '') = '' OR position('/' IN enqueue.queue) > 0 THEN
    RAISE EXCEPTION 'chandler.enqueue: "%" is no name of a queue', enqueue.queue
      USING ERRCODE = 'invalid_parameter_value', HINT = 'Any text without "/" will do, such as default.';
  END IF;
  IF cardinality(enqueue.depends_on) > 0 THEN
    -- Locked, so that none of them finishes unseen.
    SELECT count(*), count(*) FILTER (WHERE h.state <> 'completed'),
           coalesce(bool_or(h.state IN ('failed', 'cancelled', 'skipped')), false)
      INTO heads, open, broken
      FROM (SELECT t.state FROM chandler.task t WHERE t.id = ANY (enqueue.depends_on) ORDER BY t.id
            FOR NO KEY UPDATE) h;
    IF heads <> (SELECT count(DISTINCT need) FROM unnest(enqueue.depends_on) need) THEN
      RAISE EXCEPTION 'chandler.enqueue: of the tasks % that "%" depends on, only % exist', enqueue.depends_on,
                      enqueue.name, heads
        USING ERRCODE = 'foreign_key_violation',
              HINT = 'Finished tasks are deleted after a while; depend on tasks of the same transaction.';
    END IF;
  END IF;
  begun := CASE WHEN broken AND enqueue.if_head_fails = 'skip' THEN 'skipped'
                WHEN broken AND enqueue.if_head_fails = 'fail' THEN 'failed'
                WHEN open > 0 THEN 'blocked'
                WHEN enqueue.run_at > clock_timestamp() THEN 'scheduled'
                ELSE 'ready' END;
  LOOP
    IF enqueue.unique_key IS NOT NULL THEN
      SELECT t.id INTO task_id FROM chandler.task t
       WHERE t.queue = enqueue.queue AND t.unique_key = enqueue.unique_key
         AND t.state IN ('blocked', 'scheduled', 'ready', 'running');
      IF FOUND THEN
        RETURN task_id;
      END IF;
    END IF;
    INSERT INTO chandler.task AS t (queue, name, payload, state, priority, max_attempts, waits_for, if_head_fails,
                                    run_at, finished_at, unique_key, tags, traceparent, error)
    VALUES (enqueue.queue, enqueue.name, coalesce(enqueue.payload, '{}'), begun, enqueue.priority,
            enqueue.max_attempts, open, enqueue.if_head_fails, coalesce(enqueue.run_at, clock_timestamp()),
            CASE WHEN begun IN ('skipped', 'failed') THEN clock_timestamp() END, enqueue.unique_key, enqueue.tags,
            enqueue.traceparent,
            CASE WHEN begun IN ('skipped', 'failed') THEN 'a task that it depends on had failed' END)
    ON CONFLICT (queue, unique_key)
      WHERE unique_key IS NOT NULL AND state IN ('blocked', 'scheduled', 'ready', 'running') DO NOTHING
    RETURNING t.id INTO task_id;
    EXIT WHEN FOUND;
  END LOOP;
  IF heads > 0 THEN
    INSERT INTO chandler.task_dependency (task, needs)
    SELECT DISTINCT task_id, need FROM unnest(enqueue.depends_on) need;
    UPDATE chandler.task t SET followers = true WHERE t.id = ANY (enqueue.depends_on) AND NOT t.followers;
  END IF;
  IF begun IN ('ready', 'scheduled') THEN
    PERFORM chandler.wake(enqueue.queue);
  END IF;
  RETURN task_id;
END $$;
