-- What executors call when a task has come to its end. Each names the token of its claim; a task that was claimed
-- anew, cancelled or finished since is left alone, and its id returned: that finish comes too late.

-- Also how many followers may start now.
CREATE OR REPLACE FUNCTION chandler.complete_tasks(ids bigint[], tokens uuid[], results jsonb[], keep boolean,
                                                   OUT refused bigint[], OUT freed integer)
LANGUAGE plpgsql
SET plan_cache_mode TO force_generic_plan SET enable_seqscan TO off SET enable_bitmapscan TO off
SET enable_hashjoin TO off SET enable_mergejoin TO off
AS $$
DECLARE
  done     integer;
  heads    bigint[];
BEGIN
  IF keep THEN
    WITH finished AS (
      UPDATE chandler.task t
         SET state = 'completed', finished_at = clock_timestamp(), executor = NULL, result = d.result, error = NULL
        FROM unnest(ids, tokens, results) d (id, token, result)
       WHERE t.id = d.id AND t.token = d.token AND t.executor IS NOT NULL
      RETURNING t.id, t.followers
    )
    SELECT count(*), array_agg(id) FILTER (WHERE followers) INTO done, heads FROM finished;
  ELSE
    WITH finished AS (
      DELETE FROM chandler.task t USING unnest(ids, tokens) d (id, token)
       WHERE t.id = d.id AND t.token = d.token AND t.executor IS NOT NULL
      RETURNING t.id, t.followers
    )
    SELECT count(*), array_agg(id) FILTER (WHERE followers) INTO done, heads FROM finished;
  END IF;
  refused := '{}';
  freed := 0;
  IF heads IS NOT NULL THEN
    freed := chandler.follow_completed(heads);
    IF NOT keep THEN
      DELETE FROM chandler.task_dependency d WHERE d.needs = ANY (heads);
    END IF;
  END IF;
  IF done < cardinality(ids) THEN
    -- This claim's own token on a completed task: an earlier call did it, and only its answer was lost.
    refused := ARRAY(SELECT d.id FROM unnest(ids, tokens) d (id, token)
                      WHERE NOT EXISTS (SELECT FROM chandler.task t
                                         WHERE t.id = d.id AND t.token = d.token AND t.state || '' = 'completed'));
  END IF;
END $$;

-- Verdicts: 'retry' after the delay, or fail if no attempt is left; 'fail' for good; 'release': as if it had never been
-- claimed, after the delay.
CREATE OR REPLACE FUNCTION chandler.return_tasks(ids bigint[], tokens uuid[], verdicts text[], delays_ms bigint[],
                                                 errors text[])
RETURNS bigint[] LANGUAGE plpgsql
SET plan_cache_mode TO force_generic_plan SET enable_seqscan TO off SET enable_bitmapscan TO off
SET enable_hashjoin TO off SET enable_mergejoin TO off
AS $$
DECLARE
  done   bigint[];
  broken bigint[];
  queues text[];
  each   text;
BEGIN
  WITH returned AS (
    UPDATE chandler.task t
       SET state = CASE WHEN d.failed THEN 'failed' WHEN d.delay_ms > 0 THEN 'scheduled' ELSE 'ready' END,
           finished_at = CASE WHEN d.failed THEN clock_timestamp() END,
           run_at = CASE WHEN d.failed OR d.delay_ms = 0 THEN t.run_at
                         ELSE clock_timestamp() + d.delay_ms * interval '1 millisecond' END,
           attempts = t.attempts - (d.verdict = 'release')::integer,
           error = coalesce(d.error, t.error),
           executor = NULL,
           token = NULL
      FROM (SELECT r.*, verdict = 'fail' OR verdict = 'retry' AND o.attempts >= o.max_attempts AS failed
              FROM unnest(ids, tokens, verdicts, delays_ms, errors) r (id, token, verdict, delay_ms, error)
              JOIN chandler.task o ON o.id = r.id) d
     WHERE t.id = d.id AND t.token = d.token AND t.executor IS NOT NULL
    RETURNING t.id, t.queue, t.state, t.followers
  )
  SELECT array_agg(id), array_agg(id) FILTER (WHERE state = 'failed' AND followers),
         array_agg(DISTINCT queue) FILTER (WHERE state = 'ready')
    INTO done, broken, queues FROM returned;
  PERFORM chandler.follow_failed(broken);
  FOR each IN SELECT unnest(queues) LOOP
    PERFORM chandler.wake(each);
  END LOOP;
  RETURN ARRAY(SELECT id FROM unnest(ids) id WHERE id <> ALL (coalesce(done, '{}')));
END $$;

-- Those of these tasks that are still this claim's, in this order.
CREATE OR REPLACE FUNCTION chandler.held_tasks(ids bigint[], tokens uuid[]) RETURNS chandler.task[] LANGUAGE plpgsql
SET plan_cache_mode TO force_generic_plan SET enable_seqscan TO off SET enable_bitmapscan TO off
SET enable_hashjoin TO off SET enable_mergejoin TO off
AS $$
BEGIN
  RETURN ARRAY(SELECT t FROM unnest(ids, tokens) WITH ORDINALITY d (id, token, place)
                 JOIN chandler.task t ON t.id = d.id AND t.token = d.token
                WHERE t.executor IS NOT NULL ORDER BY d.place);
END $$;

-- As complete_tasks, but fails unless all of them are completed: whatever the transaction did for one that somebody
-- else has by now is undone with it.
CREATE OR REPLACE FUNCTION chandler.complete_held(tasks chandler.task[], results jsonb[], keep boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  late bigint[];
BEGIN
  SELECT c.refused INTO late
    FROM chandler.complete_tasks(ARRAY(SELECT t.id FROM unnest(tasks) t), ARRAY(SELECT t.token FROM unnest(tasks) t),
                                 results, keep) c;
  IF cardinality(late) > 0 THEN
    RAISE EXCEPTION 'tasks % were claimed anew, cancelled or finished meanwhile', late
      USING ERRCODE = 'serialization_failure';
  END IF;
END $$;

-- Runs a statement, which calls the function of the handler `sql`, for these tasks, and completes them in the same
-- transaction: either both happen or neither. $1 of `call_all` is the array of the tasks; it gives the array of their
-- results, if `gives_result`. Should it fail, then each is called by itself: $1 of `call_one` is the task. One that
-- fails undoes itself alone, and is returned with its error; one that comes too late does not run.
CREATE OR REPLACE FUNCTION chandler.run_tasks(call_all text, call_one text, gives_result boolean, ids bigint[],
                                              tokens uuid[], keep boolean)
RETURNS TABLE (id bigint, refused boolean, code text, error text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  tasks   chandler.task[] := chandler.held_tasks(ids, tokens);
  task    chandler.task;
  results jsonb[];
BEGIN
  IF cardinality(tasks) = cardinality(ids) THEN
    BEGIN
      IF gives_result THEN
        EXECUTE call_all INTO results USING tasks;
      ELSE
        EXECUTE call_all USING tasks;
      END IF;
      PERFORM chandler.complete_held(tasks, results, keep);
      RETURN;
    EXCEPTION WHEN OTHERS THEN
      NULL;  -- all is undone; which of them it was shows when each is called by itself
    END;
  END IF;
  FOR i IN 1 .. cardinality(ids) LOOP
    BEGIN
      SELECT t.* INTO task FROM chandler.task t
       WHERE t.id = ids[i] AND t.token = tokens[i] AND t.state = 'running' FOR NO KEY UPDATE;
      IF NOT FOUND THEN
        id := ids[i];
        refused := true;
        RETURN NEXT;
        CONTINUE;
      END IF;
      results := NULL;
      IF gives_result THEN
        EXECUTE call_one INTO results USING task;
      ELSE
        EXECUTE call_one USING task;
      END IF;
      PERFORM chandler.complete_held(ARRAY[task], results, keep);
    EXCEPTION WHEN OTHERS THEN
      id := ids[i];
      refused := false;
      code := SQLSTATE;
      error := SQLERRM;
      RETURN NEXT;
    END;
  END LOOP;
END $$;

-- The same of a function of a batch: $1 is the array of the tasks, and all of them succeed or fail together.
CREATE OR REPLACE FUNCTION chandler.run_task_batch(call text, ids bigint[], tokens uuid[], keep boolean)
RETURNS TABLE (id bigint, refused boolean, code text, error text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  tasks chandler.task[] := chandler.held_tasks(ids, tokens);
BEGIN
  IF cardinality(tasks) < cardinality(ids) THEN
    RETURN QUERY SELECT late.d, true, NULL, NULL
                   FROM (SELECT unnest(ids) EXCEPT SELECT t.id FROM unnest(tasks) t) late (d);
  END IF;
  IF cardinality(tasks) > 0 THEN
    EXECUTE call USING tasks;
    PERFORM chandler.complete_held(tasks, NULL, keep);
  END IF;
END $$;
