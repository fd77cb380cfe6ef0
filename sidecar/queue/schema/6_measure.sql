-- What executors tell of queues, in the same statement as a poll's claim.

-- Of each of these queues: how many tasks are ready, for how long the one has waited that waits the longest, and how many
-- have failed. No more than `most` of each are looked at, first those that would be claimed first.
CREATE OR REPLACE FUNCTION chandler.measure_tasks(queues text[], most integer)
RETURNS TABLE (queue text, ready bigint, oldest_ms bigint, failed bigint) LANGUAGE plpgsql
SET plan_cache_mode TO force_generic_plan SET enable_seqscan TO off SET enable_bitmapscan TO off
AS $$
#variable_conflict use_column
DECLARE
  each text;
BEGIN
  FOREACH each IN ARRAY measure_tasks.queues LOOP
    RETURN QUERY
    SELECT each, count(*), (greatest(0, date_part('epoch', clock_timestamp() - min(r.run_at))) * 1000)::bigint,
           (SELECT count(*) FROM (SELECT FROM chandler.task f WHERE f.queue = each AND f.state = 'failed'
                                   LIMIT measure_tasks.most) f)
      FROM (SELECT t.run_at FROM chandler.task t WHERE t.queue = each AND t.state = 'ready'
             ORDER BY t.priority DESC, t.id LIMIT measure_tasks.most) r;
  END LOOP;
END $$;
