-- Run once, on the primary's empty volume.
CREATE TABLE tasks (
  id serial PRIMARY KEY,
  task_name varchar(255) NOT NULL,
  status varchar(50) NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'completed')),
  created_by varchar(50) NOT NULL,
  created_at timestamp NOT NULL DEFAULT now(),
  completed_at timestamp
);

-- A line for each time that a task was done: one that was done twice would have two.
CREATE TABLE task_done (
  task_id int NOT NULL REFERENCES tasks,
  at timestamp NOT NULL DEFAULT now()
);

-- What the executors call, with the task's payload, in the transaction that also ends the task in the queue.
CREATE FUNCTION do_task(payload jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tasks SET status = 'completed', completed_at = now()
    WHERE id = (payload ->> 'id')::int AND status = 'pending';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'task % is not pending', payload ->> 'id';
  END IF;
  INSERT INTO task_done (task_id) VALUES ((payload ->> 'id')::int);
END
$$;
