-- The task queue. Safe to run again, also on one that an earlier version made. docs/tasks.md describes the columns.

CREATE SCHEMA IF NOT EXISTS chandler;

CREATE TABLE IF NOT EXISTS chandler.task (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue         text NOT NULL,
  name          text NOT NULL,
  payload       jsonb NOT NULL DEFAULT '{}',
  state         text NOT NULL CHECK (state IN ('blocked', 'scheduled', 'ready', 'running',
                                               'completed', 'failed', 'cancelled', 'skipped')),
  priority      smallint NOT NULL DEFAULT 0,
  attempts      smallint NOT NULL DEFAULT 0,  -- claims that count: one that was given back unharmed does not
  max_attempts  smallint NOT NULL DEFAULT 10 CHECK (max_attempts > 0),
  lost          smallint NOT NULL DEFAULT 0,  -- claims whose executor died
  waits_for     integer NOT NULL DEFAULT 0,   -- heads that are not completed
  followers     boolean NOT NULL DEFAULT false,
  if_head_fails text NOT NULL DEFAULT 'block' CHECK (if_head_fails IN ('block', 'skip', 'fail')),
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  run_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at    timestamptz,                  -- of the last claim
  finished_at   timestamptz,
  executor      uuid,                         -- who has it, while it is running
  token         uuid,                         -- of the last claim: whoever renews, completes or fails has to name it
  unique_key    text,
  tags          text[],
  traceparent   text,
  result        jsonb,
  error         text                          -- of the last attempt that failed
);

-- Each holds its own state only: what is finished, blocked or due later costs a claim nothing.
CREATE INDEX IF NOT EXISTS task_ready ON chandler.task (queue, priority DESC, id) WHERE state = 'ready';
CREATE INDEX IF NOT EXISTS task_scheduled ON chandler.task (queue, run_at) WHERE state = 'scheduled';
CREATE INDEX IF NOT EXISTS task_running ON chandler.task (executor) WHERE state = 'running';
CREATE INDEX IF NOT EXISTS task_blocked ON chandler.task (queue, id) WHERE state = 'blocked';
CREATE INDEX IF NOT EXISTS task_failed ON chandler.task (queue, id) WHERE state = 'failed';
CREATE INDEX IF NOT EXISTS task_finished ON chandler.task (finished_at)
  WHERE state IN ('completed', 'cancelled', 'skipped');
CREATE UNIQUE INDEX IF NOT EXISTS task_unique ON chandler.task (queue, unique_key)
  WHERE unique_key IS NOT NULL AND state IN ('blocked', 'scheduled', 'ready', 'running');

-- Each task leaves two dead rows behind, at the end that claims read from: the share of a large table that
-- autovacuum waits for by default comes too late.
ALTER TABLE chandler.task SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 10000,
                               autovacuum_analyze_scale_factor = 0.05);

CREATE TABLE IF NOT EXISTS chandler.task_dependency (
  task  bigint NOT NULL,
  needs bigint NOT NULL,
  PRIMARY KEY (needs, task)
);
CREATE INDEX IF NOT EXISTS task_dependency_by_task ON chandler.task_dependency (task);

-- Who holds tasks. A lease is one row, however many tasks it is for.
CREATE TABLE IF NOT EXISTS chandler.task_executor (
  id          uuid PRIMARY KEY,
  worker      text NOT NULL,  -- for people: the pod's name
  queues      text[] NOT NULL,
  started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  lease_until timestamptz NOT NULL
);

-- How often each queue was notified of lately, outside of transactions: see chandler.wake. Queues share them by hash.
DO $$
BEGIN
  FOR slot IN 0 .. 15 LOOP
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS chandler.task_wake_%s MINVALUE 0', slot);
  END LOOP;
END $$;
