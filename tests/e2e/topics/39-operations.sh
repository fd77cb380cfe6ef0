# shellcheck shell=bash disable=SC2016,SC2154 # jq's variables; those of tests/e2e/lib
# Operations on the example, by plain kubectl. Needs the topic rollout.
use_namespace order-food
DATA=$WORK/operations-data

operation() { # NAME ACTION [MORE_OF_SPEC]
  cat <<YAML
apiVersion: chandler.dev/v1alpha1
kind: Operation
metadata: {name: $1}
spec: {workload: {kind: Deployment, name: order-food}, action: $2${3:+, $3}}
YAML
}
run_operation() { operation "$@" | k create --filename -; }
of_operation() { k get operation "$1" --output "jsonpath={.$2}"; }
has_phase() { # NAME PHASE
  equals "$(of_operation "$1" status.phase)" "$2" || { of_operation "$1" status && return 1; }
}
has_one_job() { equals "$(jobs_of "$1")" 1; }
jobs_of() { k get jobs --selector "chandler.dev/operation=$1" --output name | wc -l; }
publish_operations_data() { k create configmap order-food-data --from-file="$1" --dry-run=client --output yaml | k apply --filename -; }
publish_dish() { # PRICE: that of the dish 309, on line 40
  rm -rf "$DATA" && cp -r examples/order-food/data "$DATA"
  sed -i "40s/11\.90/$1/" "$DATA/food_item.csv"
  publish_operations_data "$DATA"
}
dish_costs() { equals "$(sql order_food "SELECT price FROM food_item WHERE id = 309")" "$1"; }
suspended_is() { equals "$(k get cronjob order-food-refresh --output 'jsonpath={.spec.suspend}')" "$1"; }

refresh_is_run() {
  annotate deployment order-food chandler.dev/refresh-schedule='0 */6 * * *'
  within 30 k get cronjob order-food-refresh
  publish_dish 12.50
  run_operation now refresh
  within 90 has_phase now Succeeded
  contains "$(of_operation now status.message)" '1 updated'
  dish_costs 12.50
  has_one_job now
}
who_asked_is_known() {
  operation not-me suspend 'requestedBy: somebody-else' | k create --as=jane --as-group=system:masters --filename -
  equals "$(of_operation not-me spec.requestedBy)" jane
  contains "$(refused k patch operation not-me --type=merge --patch '{"spec":{"action":"restart"}}')" 'cannot change'
  contains "$(operation wrong restart 'target: probe' | refused k create --filename -)" 'suspend and resume alone'
}
schedules_are_switched() {
  within 20 has_phase not-me Succeeded
  suspended_is true
  run_operation go-on resume
  within 20 has_phase go-on Succeeded
  suspended_is false
}
bad_file_is_told() {
  publish_dish 12.5O
  run_operation bad refresh
  within 90 has_phase bad Failed
  equals "$(of_operation bad status.reason)" JobFailed
  contains "$(of_operation bad status.message)" 'food_item.csv'
  contains "$(of_operation bad status.message)" 12.5O
  publish_operations_data examples/order-food/data
}
schema_is_told() {
  run_operation schema migrate-status
  within 90 has_phase schema Succeeded
  contains "$(of_operation schema status.message)" 'schema version'
  contains "$(of_operation schema status.message)" '0 pending'
}
what_cannot_be_fails_at_once() {
  run_operation no-probe probe
  within 20 has_phase no-probe Failed
  equals "$(of_operation no-probe status.reason)" NoSchedule
}
pods_are_replaced() {
  local before name
  before=$(k get pods --selector app.kubernetes.io/name=order-food --output name)
  run_operation anew restart
  within 180 has_phase anew Succeeded
  for name in $before; do within 60 refused k get "$name"; done  # one that ends may take its grace period
  equals "$(k get deployment order-food --output 'jsonpath={.status.availableReplicas}')" 2
}
revision_stayed() { equals "$(rollouts order-food)" "$1"; }
restart_is_no_rollout() {
  local before
  before=$(rollouts order-food)
  pods_are_replaced
  revision_stayed "$before"
}

# A session of the application keeps the table, so that the run stands in the middle of its work.
hold_dishes() {
  sql order_food "SET application_name = 'holder'; BEGIN; LOCK TABLE food_item IN SHARE MODE; SELECT pg_sleep(240)" || true
}
dishes_are_held() {
  equals "$(sql order_food "SELECT count(*) FROM pg_locks WHERE relation = 'food_item'::regclass AND mode = 'ShareLock' AND granted")" 1
}
let_dishes_go() { sql order_food "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'holder'"; }
holder_is_another() { # NAME REPLICA
  has_phase "$1" Running && refused equals "$(of_operation "$1" status.worker)" "$2"
}
dead_replica_is_followed() {
  local worker
  publish_dish 13.50
  in_background hold_dishes >/dev/null
  within 20 dishes_are_held
  run_operation outlives refresh
  within 60 has_phase outlives Running
  within 30 has_one_job outlives
  worker=$(of_operation outlives status.worker)
  kubectl --namespace "$SYSTEM" delete pod "${worker%_*}" --force --grace-period=0
  within 120 holder_is_another outlives "$worker"
  let_dishes_go
  within 90 has_phase outlives Succeeded
  equals "$(of_operation outlives status.attempts)" 1
  has_one_job outlives
  dish_costs 13.50
  within 90 copies_are 2
}
editors_may_ask() {
  k create serviceaccount editor && k create serviceaccount viewer
  k create rolebinding editor --clusterrole=edit --serviceaccount="$namespace:editor"
  k create rolebinding viewer --clusterrole=view --serviceaccount="$namespace:viewer"
  within 20 k auth can-i create operations.chandler.dev --as="system:serviceaccount:$namespace:editor"
  within 20 k auth can-i list operations.chandler.dev --as="system:serviceaccount:$namespace:viewer"
  refused k auth can-i create operations.chandler.dev --as="system:serviceaccount:$namespace:viewer"
}
it_goes_behind_its_end() {
  run_operation brief suspend 'ttlSecondsAfterFinished: 1'
  within 30 refused k get operation brief
}
operations_leave_nothing() {
  let_dishes_go
  publish_operations_data examples/order-food/data
  run_operation back refresh
  within 90 has_phase back Succeeded
  dish_costs 11.90
  annotate deployment order-food chandler.dev/refresh-schedule-
  k delete operations --all
  k delete serviceaccount,rolebinding editor viewer
  within 30 refused k get cronjob order-food-refresh
}

check "a refresh that is asked for runs, once, and tells what it did" refresh_is_run
check "who asked is written down, and what was asked cannot change" who_asked_is_known
check "schedules are suspended and resumed" schedules_are_switched
check "a bad file fails the operation with the report's words" bad_file_is_told
check "the schema's state is told" schema_is_told
check "what cannot be done fails at once" what_cannot_be_fails_at_once
check "a restart replaces each pod, and is no rollout" restart_is_no_rollout
check "a replica that dies in the middle is followed by another, and nothing is done twice" dead_replica_is_followed
check "the cluster's editors may ask, its viewers look" editors_may_ask
check "an operation goes behind its end" it_goes_behind_its_end
check "all is put back" operations_leave_nothing
