-- What becomes of a task's followers. Called within the transaction that finishes it.

-- These heads were completed. How many tasks may start now.
CREATE OR REPLACE FUNCTION chandler.follow_completed(heads bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  freed text[];
  each  text;
BEGIN
  WITH follower AS MATERIALIZED (
    SELECT d.task, count(*)::integer AS fewer FROM chandler.task_dependency d WHERE d.needs = ANY (heads) GROUP BY d.task
  ), told AS (
    UPDATE chandler.task t
       SET waits_for = t.waits_for - f.fewer,
           state = CASE WHEN t.waits_for > f.fewer THEN t.state
                        WHEN t.run_at > clock_timestamp() THEN 'scheduled'
                        ELSE 'ready' END
      FROM follower f
     WHERE t.id = f.task AND t.state = 'blocked'
    RETURNING t.queue, t.state
  )
  SELECT array_agg(queue) FILTER (WHERE state <> 'blocked') INTO freed FROM told;
  FOR each IN SELECT DISTINCT name FROM unnest(freed) name LOOP
    PERFORM chandler.wake(each);
  END LOOP;
  RETURN coalesce(cardinality(freed), 0);
END $$;

-- These heads failed, or were cancelled or skipped: followers that do not wait for a retry end too, and theirs.
CREATE OR REPLACE FUNCTION chandler.follow_failed(heads bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WHILE cardinality(heads) > 0 LOOP
    WITH follower AS MATERIALIZED (
      SELECT d.task, min(d.needs) AS head FROM chandler.task_dependency d WHERE d.needs = ANY (heads) GROUP BY d.task
    ), told AS (
      UPDATE chandler.task t
         SET state = CASE t.if_head_fails WHEN 'skip' THEN 'skipped' ELSE 'failed' END,
             finished_at = clock_timestamp(),
             error = format('task %s, which it depends on, was not completed', f.head)
        FROM follower f
       WHERE t.id = f.task AND t.state = 'blocked' AND t.if_head_fails <> 'block'
      RETURNING t.id, t.followers
    )
    SELECT array_agg(id) FILTER (WHERE followers) INTO heads FROM told;
  END LOOP;
END $$;
