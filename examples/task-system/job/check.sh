#!/bin/sh
# check.sh COUNT: that many tasks are completed within a minute, each done once, and none is left.
set -eu
wanted="$1 $1 $1"
tries=60
while :; do
  seen=$(psql --no-psqlrc -Atq -F ' ' -c "SELECT (SELECT count(*) FROM tasks),
    (SELECT count(*) FROM tasks WHERE status = 'completed'), (SELECT count(*) FROM task_done)") || seen=unknown
  echo "tasks, completed, done: $seen"
  [ "$seen" != "$wanted" ] || exit 0
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || exit 1
  sleep 1
done
