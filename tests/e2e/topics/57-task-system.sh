# shellcheck shell=bash disable=SC2034,SC2154 # read, and set, by the files of tests/e2e/lib
# examples/task-system: Jobs one after the other, and executors that do their tasks once each, in two namespaces, while
# executors and the database are killed.
EXAMPLE=examples/task-system
SPACES=(e2e-task-system-master e2e-task-system-slave)

tasks_sql() { kubectl --namespace "$1" exec "${3:-postgres-0}" --container postgres -- psql -U tasks -d tasks -Atqc "$2"; } # NAMESPACE STATEMENT [POD]
in_both() { # COMMAND…, with the namespace as its last argument
  local space
  for space in "${SPACES[@]}"; do "$@" "$space"; done
}

installs() {
  "$CLUSTER" build-image "$EXAMPLE/job" localhost/task-job:dev --build-arg BASE="$postgres"
  helm upgrade --install task-system "$PWD/$EXAMPLE/chart" --namespace "$SYSTEM" \
    --set "namespaces={${SPACES[0]},${SPACES[1]}}" --set "namespaceLabels.$RUN_LABEL=yes" \
    --set images.chandler="$image" --set images.postgres="$postgres"
}
all_done() { # NAMESPACE
  equals "$(tasks_sql "$1" "SELECT count(*), count(*) FILTER (WHERE status = 'completed'), (SELECT count(*) FROM task_done),
    (SELECT count(*) FROM chandler.task WHERE state <> 'completed') FROM tasks")" '9|9|9|0'
}
job_is_complete() { # JOB NAMESPACE
  equals "$(kubectl --namespace "$2" get job "$1" --output 'jsonpath={.status.conditions[?(@.type=="Complete")].status}')" True
}
kill_pods() { # SELECTOR NAMESPACE: SIGKILL after a second. Not by force: two databases could have one volume.
  kubectl --namespace "$2" delete pods --selector "$1" --grace-period=1 --wait=false
}
all_done_while_killed() {
  local job
  in_both within 180 job_is_complete job-a
  in_both kill_pods app.kubernetes.io/name=task-executor
  in_both kill_pods statefulset.kubernetes.io/pod-name=postgres-0
  for job in job-b job-c; do in_both within 240 job_is_complete "$job"; done
  in_both within 90 all_done
}
one_after_the_other() { in_both order_is_kept; }
order_is_kept() {
  equals "$(tasks_sql "$1" "SELECT string_agg(created_by, ' ' ORDER BY first)
    FROM (SELECT created_by, min(created_at) AS first FROM tasks GROUP BY created_by) AS job")" 'job-a job-b job-c'
}
waited_for_the_one_before() { in_both waits_are_chandlers; }
waits_are_chandlers() {
  equals "$(kubectl --namespace "$1" get pods --selector job-name=job-b --output json |
    jq --raw-output '[.items[0].spec.initContainers[].args | join(" ")] | join(", ")')" 'wait --for job/job-a'
}
replica_streams() { in_both within 120 replica_has_all; }
replica_has_all() { equals "$(tasks_sql "$1" "SELECT pg_is_in_recovery(), count(*) FROM tasks" postgres-1)" 't|9'; }
nothing_is_shared() {
  local space
  for space in "${SPACES[@]}"; do
    kubectl --namespace "$space" get secret task-db --output 'jsonpath={.data.password}'
    echo
  done | sort -u | wc -l | { read -r passwords && equals "$passwords" 2; }
}
its_own_test_passes() { helm test task-system --namespace "$SYSTEM" --timeout 120s; }
another_upgrade_keeps_passwords() {
  local before
  before=$(kubectl --namespace "${SPACES[0]}" get secret task-db --output 'jsonpath={.data.password}')
  installs
  equals "$(kubectl --namespace "${SPACES[0]}" get secret task-db --output 'jsonpath={.data.password}')" "$before"
}
nothing_is_left() {
  helm uninstall task-system --namespace "$SYSTEM" --wait --timeout 180s
  in_both within 120 refused kubectl get namespace
}

if can_load_images; then
  namespace=${SPACES[0]}
  check "the chart installs into two namespaces" installs
  check "all nine tasks are done once in each, while executors and databases are killed" all_done_while_killed
  check "the Jobs ran one after the other" one_after_the_other
  check "the second waited for the first by annotation" waited_for_the_one_before
  check "the replica has every row" replica_streams
  check "each namespace has passwords of its own" nothing_is_shared
  check "the chart's own test passes" its_own_test_passes
  check "an upgrade keeps the passwords" another_upgrade_keeps_passwords
  check "uninstalling leaves nothing" nothing_is_left
else
  echo "left out, for this cluster cannot be given an image of the example's Jobs"
fi
