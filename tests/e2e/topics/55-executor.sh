# shellcheck shell=bash disable=SC2016,SC2154 # scripts for the pods; variables of tests/e2e/lib
# The executor beside an application: it calls it, or a function of the database, loses nothing when it is killed, and
# keeps no Job from ending.
use_namespace executor
use_database

# kitchen: takes tasks by HTTP, each a line in /calls/ledger. What runs in its pod can be killed from its container.
# Its user is the executor's, too.
kitchen() {
  cat <<YAML
apiVersion: v1
kind: ConfigMap
metadata: {name: kitchen}
data:
  tasks: |
    #!/bin/sh
    body=\$(head -c "\$CONTENT_LENGTH")
    echo "\$HTTP_IDEMPOTENCY_KEY \$body" >>/calls/ledger
    sleep "\$(cat /calls/pause 2>/dev/null || echo 0)"
    printf 'Status: 204 No Content\r\n\r\n'
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: kitchen, labels: {app: kitchen}}
spec:
  replicas: 2
  selector: {matchLabels: {app: kitchen}}
  template:
    metadata: {labels: {app: kitchen}}
    spec:
      terminationGracePeriodSeconds: 6
      shareProcessNamespace: true
      securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: app
          image: $busybox
          imagePullPolicy: IfNotPresent
          command: [httpd, -f, -p, "8080", -h, /www]
          ports: [{name: http, containerPort: 8080}]
          resources: {requests: {cpu: 5m, memory: 8Mi}, limits: {cpu: 300m, memory: 64Mi}}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          volumeMounts: [{name: cgi, mountPath: /www/cgi-bin}, {name: calls, mountPath: /calls}]
      volumes:
        - {name: cgi, configMap: {name: kitchen, defaultMode: 0755}}
        - {name: calls, emptyDir: {}}
YAML
}

db() { sql e2e_executor "$1"; }
running_pods() { living | jq --raw-output '.[].metadata.name'; }
in_app() { k exec "$1" --container app -- sh -c "$2"; } # POD SCRIPT
in_each_app() {
  local pod
  for pod in $(running_pods); do in_app "$pod" "$1"; done
}
living() { pods_of kitchen | jq '[.items[] | select(.metadata.deletionTimestamp | not)]'; }
container_names() { living | jq --raw-output '.[] | [.spec.containers[].name] | join(" ")' | sort -u; }
executor_of() { # FIELD: of every executor, as JSON, each value once
  living | jq --compact-output "[.[].spec.containers[] | select(.name == \"chandler-executor\") | $1] | unique"
}
enqueue() { # COUNT FIRST: tasks with n = FIRST, FIRST + 1, …
  db "SELECT count(chandler.enqueue('default', 'cook', jsonb_build_object('n', i))) FROM generate_series($2, $2 + $1 - 1) AS i"
}
tasks_are() { # "completed 60": all of them, by state
  equals "$(db "SELECT string_agg(state || ' ' || n, ', ' ORDER BY state)
    FROM (SELECT state, count(*) AS n FROM chandler.task GROUP BY state) AS counted")" "$1"
}
at_least_finished() { [[ $(db "SELECT count(*) FROM chandler.task WHERE state = 'completed'") -ge $1 ]]; }
# The process, as the kernel would: nothing is said to anybody.
kill_executors() { in_each_app 'for process in $(pidof chandler); do kill -9 "$process"; done'; }
ledger() { in_each_app 'cat /calls/ledger 2>/dev/null || true' | sed 's/.*"n": *\([0-9]*\).*/\1/' | sort -n; }

comes_with_its_annotation() {
  kitchen | k apply --filename -
  rolled_out deployment/kitchen
  label deployment/kitchen
  annotate deployment kitchen chandler.dev/database=database chandler.dev/executor=http://:8080/cgi-bin/tasks \
    chandler.dev/executor-lease=6s chandler.dev/executor-timeout=4s chandler.dev/executor-poll-interval=1s
  within 20 equals_rollouts 2
  rolled_out deployment/kitchen
  within 30 equals_containers "app chandler-executor"
}
equals_rollouts() { equals "$(rollouts kitchen)" "$1"; }
equals_containers() { equals "$(container_names)" "$1"; }
has_no_probe_and_no_token() {
  equals "$(executor_of 'has("readinessProbe") or has("startupProbe") or has("livenessProbe")')" '[false]'
  equals "$(executor_of '[.volumeMounts[] | select(.mountPath == "/var/run/secrets/kubernetes.io/serviceaccount") | .name]')" '[["chandler-no-token"]]'
}
makes_its_tables() { within 60 equals_tables t; }
equals_tables() { equals "$(db "SELECT to_regclass('chandler.task') IS NOT NULL")" "$1"; }
calls_the_application() {
  enqueue 60 1
  within 60 tasks_are 'completed 60'
  equals "$(ledger | xargs)" "$(seq 1 60 | xargs)"
}
serves_its_metrics() {
  local pod text
  pod=$(running_pods | head -n 1)
  text=$(in_app "$pod" 'wget -qO- http://127.0.0.1:19800/metrics')
  contains "$text" 'chandler_tasks_claimed_total{queue="default"}'
  contains "$(in_app "$pod" 'wget -qO- http://127.0.0.1:19800/status')" '"connected":true'
  equals "$(executor_of '.ports[0].name')" '["chandler"]'
}
killed_ones_lose_nothing() {
  local calls
  in_each_app 'echo 0.2 >/calls/pause'
  enqueue 200 1001
  within 60 at_least_finished 80
  kill_executors
  within 60 at_least_finished 140
  kill_executors
  within 120 tasks_are 'completed 260'
  calls=$(ledger)
  equals "$(sort -un <<<"$calls" | xargs)" "$({ seq 1 60; seq 1001 1200; } | xargs)"
  # No more was at risk than what four executors had begun with.
  (($(wc -l <<<"$calls") <= 260 + 16)) || { echo "$(wc -l <<<"$calls") calls for 260 tasks"; return 1; }
}
restarts_of_executors() {
  pods_of kitchen | jq '[.items[].status.containerStatuses[] | select(.name == "chandler-executor") | .restartCount] | add'
}
cut_connections_restart_nothing() {
  local before
  in_each_app 'echo 0 >/calls/pause'
  within 30 all_ready
  before=$(restarts_of_executors)
  enqueue 60 2001
  for _ in 1 2 3; do
    db "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'e2e_executor' AND pid <> pg_backend_pid()"
    sleep 0.3
  done
  within 60 tasks_are 'completed 320'
  equals "$(restarts_of_executors)" "$before"
}
all_ready() { equals "$(k get deployment kitchen --output 'jsonpath={.status.readyReplicas}')" 2; }
rollout_loses_nothing() {
  db "DELETE FROM chandler.task"
  in_each_app 'echo 0.1 >/calls/pause'
  enqueue 150 3001
  within 30 at_least_finished 10
  k rollout restart deployment/kitchen
  rolled_out deployment/kitchen
  within 60 tasks_are 'completed 150'
  equals "$(db 'SELECT max(lost) FROM chandler.task')" 0
}
function_runs_exactly_once() {
  db "CREATE SCHEMA kitchen;
      CREATE TABLE kitchen.cooked (n int);
      CREATE FUNCTION kitchen.cook(t chandler.task) RETURNS void LANGUAGE sql AS
        'SELECT pg_sleep(0.02); INSERT INTO kitchen.cooked VALUES ((t.payload->>''n'')::int)';
      DELETE FROM chandler.task"
  annotate deployment kitchen chandler.dev/executor=sql:kitchen.cook chandler.dev/executor-concurrency=16
  rolled_out deployment/kitchen
  within 30 equals_handler sql:kitchen.cook
  enqueue 1500 1
  within 60 at_least_finished 200
  kill_executors
  within 60 at_least_finished 700
  kill_executors
  within 120 tasks_are 'completed 1500'
  equals "$(db 'SELECT count(*), count(DISTINCT n) FROM kitchen.cooked')" '1500|1500'
}
equals_handler() { equals "$(executor_of '.args[2]')" "[\"$1\"]"; }
job_ends_beside_it() {
  db "DELETE FROM chandler.task; DELETE FROM kitchen.cooked"
  k scale deployment/kitchen --replicas=0
  enqueue 20 1
  k apply --filename - <<YAML
apiVersion: batch/v1
kind: Job
metadata:
  name: shift
  labels: {chandler.dev/inject: "true"}
  annotations: {chandler.dev/database: database, chandler.dev/executor: "sql:kitchen.cook"}
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 5
      securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: app
          image: $busybox
          imagePullPolicy: IfNotPresent
          command: [sleep, "10"]
          resources: {requests: {cpu: 1m, memory: 4Mi}, limits: {cpu: 100m, memory: 16Mi}}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
YAML
  within 60 job_is Complete
  equals "$(k get pods --selector job-name=shift --output json | jq --raw-output '.items[0].spec.initContainers[] | "\(.name) \(.restartPolicy)"')" 'chandler-executor Always'
  tasks_are 'completed 20'
}
job_is() { equals "$(k get job shift --output "jsonpath={.status.conditions[?(@.type==\"$1\")].status}")" True; }
wrong_ones_are_refused() {
  contains "$(refused annotate deployment kitchen chandler.dev/executor=amqp:rabbitmq)" 'does not have'
  contains "$(refused annotate deployment kitchen chandler.dev/executor-port=8080)" 'container "app"'
  contains "$(refused annotate deployment kitchen chandler.dev/executor-table=app.tasks)" 'not carried out by this version'
}
goes_with_its_annotation() {
  k scale deployment/kitchen --replicas=1
  annotate deployment kitchen chandler.dev/executor- chandler.dev/executor-lease- chandler.dev/executor-timeout- \
    chandler.dev/executor-poll-interval- chandler.dev/executor-concurrency-
  rolled_out deployment/kitchen
  within 30 equals_containers app
}

check "the container comes with the annotation, and a restricted namespace admits it" comes_with_its_annotation
check "it has no probe, and no token" has_no_probe_and_no_token
check "it makes the tables of tasks" makes_its_tables
check "the application is called once for each task" calls_the_application
check "its port serves metrics and status" serves_its_metrics
check "executors that are killed meanwhile lose no task" killed_ones_lose_nothing
check "connections that are cut restart nothing, and lose nothing" cut_connections_restart_nothing
check "a rollout meanwhile costs no lease" rollout_loses_nothing
check "a function runs exactly once a task, whatever is killed" function_runs_exactly_once
check "a Job ends although an executor is beside it" job_ends_beside_it
check "what this version has not, and a port that is taken, is refused" wrong_ones_are_refused
check "the container goes with the annotation" goes_with_its_annotation
