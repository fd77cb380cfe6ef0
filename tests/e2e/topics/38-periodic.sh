# shellcheck shell=bash disable=SC2016,SC2154 # jq's variables; those of tests/e2e/lib
# The example's periodic half: the CronJob that the controller makes for its annotations. It brings the data up to
# date, and harms nobody. Needs the topic rollout.
use_namespace order-food
DATA=$WORK/data
ITEM='FROM food_item WHERE id = 309'

job_has() { # NAME CONDITION
  equals "$(k get job "$1" --output "jsonpath={.status.conditions[?(@.type==\"$2\")].status}")" True
}
run_now() { k create job "$1" --from=cronjob/order-food-refresh; }
price_is() { equals "$(sql order_food "SELECT price $ITEM")" "$1"; }
last_line() { k logs "job/$1" | tail -n 1; }
exit_code_of() {
  k get pods --selector "job-name=$1" --output 'jsonpath={.items[*].status.containerStatuses[0].state.terminated.exitCode}'
}
copy_data() { rm -rf "$DATA" && cp -r examples/order-food/data "$DATA"; }
publish() { k create configmap order-food-data --from-file="$1" --dry-run=client --output yaml | k apply --filename -; }
publish_price() { # PRICE: that of the dish 309, on line 40
  copy_data
  sed -i "40s/11\.90/$1/" "$DATA/food_item.csv"
  refused cmp --silent "$DATA/food_item.csv" examples/order-food/data/food_item.csv
  publish "$DATA"
}
cronjob_says() { equals "$(k get cronjob order-food-refresh --output "jsonpath={.spec.$1}")" "$2"; }

schedule_restarts_nothing() {
  local before
  before=$(rollouts order-food)
  annotate deployment order-food chandler.dev/refresh-schedule='0 */6 * * *' chandler.dev/refresh-max-delete=10%
  equals "$(rollouts order-food)" "$before"
  lacks "$(template_of order-food)" refresh
}
cronjob_is_made() {
  within 30 cronjob_says schedule '0 */6 * * *'
  cronjob_says concurrencyPolicy Forbid
  equals "$(k get cronjob order-food-refresh --output 'jsonpath={.metadata.ownerReferences[*].name}')" order-food
}
edit_is_repaired() {
  k patch cronjob order-food-refresh --patch '{"spec":{"schedule":"@yearly"}}'
  within 30 cronjob_says schedule '0 */6 * * *'
  contains "$(k get events --field-selector reason=CronJobRepaired --output 'jsonpath={.items[*].message}')" @yearly
}
unchanged_data_costs_nothing() {
  run_now unchanged
  within 90 job_has unchanged Complete
  contains "$(last_line unchanged)" '"rows_read":0'
}
changed_row_arrives() {
  publish_price 12.90
  run_now changed
  within 90 job_has changed Complete
  price_is 12.90
}
bad_file_fails_the_job_at_once() {
  publish_price 12.9O
  run_now bad
  within 90 job_has bad Failed
  equals "$(k get job bad --output 'jsonpath={.status.failed}')" 1
  equals "$(exit_code_of bad)" 2
}
its_log_stays() { contains "$(last_line bad)" 12.9O; }
application_never_noticed() {
  equals "$(k get deployment order-food --output 'jsonpath={.status.availableReplicas}')" 2
  price_is 12.90
}
next_run_heals() {
  publish_price 13.90
  run_now healed
  within 90 job_has healed Complete
  price_is 13.90
}
guard_refuses() {
  local rows
  rows=$(sql order_food 'SELECT count(*) FROM food_item')
  copy_data
  sed -i '30,$d' "$DATA/food_item.csv"
  publish "$DATA"
  run_now short
  within 90 job_has short Failed
  equals "$(exit_code_of short)" 2
  contains "$(last_line short)" max-delete
  equals "$(sql order_food 'SELECT count(*) FROM food_item')" "$rows"
}

# A session of the application keeps the table, so that the first run stands in the middle of its work.
hold_table() {
  sql order_food "SET application_name = 'holder'; BEGIN; LOCK TABLE food_item IN SHARE MODE; SELECT pg_sleep(180)" || true
}
let_go() { sql order_food "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'holder'"; }
table_is_held() {
  equals "$(sql order_food "SELECT count(*) FROM pg_locks WHERE relation = 'food_item'::regclass AND mode = 'ShareLock' AND granted")" 1
}
waits_for_the_table() {
  equals "$(sql order_food "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'food_item'::regclass AND NOT granted")" t
}
says_who_holds_it() {
  local said
  said=$(k logs job/second)
  contains "$said" 'waiting for \"chandler refresh\"'
  contains "$said" "from $(k get pods --selector job-name=first --output 'jsonpath={.items[0].status.podIP}')"
}
second_run_says_whom_it_waits_for() {
  publish_price 14.90
  in_background hold_table >/dev/null
  within 20 table_is_held
  run_now first
  within 90 waits_for_the_table
  run_now second
  within 90 says_who_holds_it
  let_go
  within 90 job_has first Complete
  within 90 job_has second Complete
  price_is 14.90
}

scheduled_runs() { # jq's filter of Jobs
  k get jobs --output json | jq "[.items[] | select(.metadata.annotations[\"cronjob.kubernetes.io/instantiate\"] == null) | $1] | length"
}
suspend_stays() {
  k patch cronjob order-food-refresh --patch '{"spec":{"suspend":true}}'
  annotate deployment order-food chandler.dev/refresh-schedule='@every 5s'
  within 30 cronjob_says schedule '@every 5s'
  cronjob_says suspend true
  equals "$(scheduled_runs .)" 0
}
a_scheduled_run_is_complete() {
  (($(scheduled_runs 'select(.status.succeeded == 1)') > 0)) || { echo "no scheduled run is complete"; return 1; }
}
resumed_schedule_runs() {
  k patch cronjob order-food-refresh --patch '{"spec":{"suspend":false}}'
  within 90 a_scheduled_run_is_complete
  equals "$(scheduled_runs 'select(.status.failed != null)')" 0
}
all_is_put_back() {
  let_go
  publish examples/order-food/data
  run_now back
  within 90 job_has back Complete
  price_is 11.90
  annotate deployment order-food chandler.dev/refresh-schedule- chandler.dev/refresh-max-delete-
  within 30 refused k get cronjob order-food-refresh
}

check "a schedule restarts no pod" schedule_restarts_nothing
check "the controller makes the CronJob" cronjob_is_made
check "an edit by hand is set right, with an Event" edit_is_repaired
check "an unchanged file costs nothing" unchanged_data_costs_nothing
check "a changed row arrives without a restart" changed_row_arrives
check "a bad file fails the Job at once, without a second try" bad_file_fails_the_job_at_once
check "its pod and its log stay" its_log_stays
check "the application never noticed" application_never_noticed
check "the next run heals" next_run_heals
check "a guard refuses a file that was cut short, and the data stays" guard_refuses
check "a run by hand while another holds the lock says who does" second_run_says_whom_it_waits_for
check "a person's suspend stays when the schedule changes" suspend_stays
check "resumed, the schedule runs" resumed_schedule_runs
check "all is put back, and the CronJob goes with its annotation" all_is_put_back
