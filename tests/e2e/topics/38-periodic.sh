# shellcheck shell=bash disable=SC2016,SC2154 # jq's variables; those of tests/e2e/lib
# The example's periodic half: a CronJob that loads the same files, and harms nobody. Needs the
# topic rollout.
use_namespace order-food

job_has() { # NAME CONDITION
  equals "$(k get job "$1" --output "jsonpath={.status.conditions[?(@.type==\"$2\")].status}")" True
}
run_now() { k create job "$1" --from=cronjob/order-food-refresh; }

cronjob_is_admitted() {
  kubectl kustomize examples/order-food/periodic | sed "s#image: localhost/chandler:dev#image: $image#" | k apply --filename -
}
unchanged_data_costs_nothing() {
  run_now unchanged
  within 60 job_has unchanged Complete
  contains "$(k logs job/unchanged | tail -n 1)" '"rows_read":0'
}
changed_row_arrives() {
  sed 's/11\.90/12.90/' examples/order-food/data/food_item.csv >"$WORK/food_item.csv"
  k create configmap order-food-data --from-file="$WORK/food_item.csv" --from-file=examples/order-food/data/category.csv \
    --dry-run=client --output yaml | k apply --filename -
  run_now changed
  within 60 job_has changed Complete
  equals "$(sql order_food 'SELECT price FROM food_item WHERE id = 309')" 12.90
}
bad_file_fails_the_job_at_once() {
  sed -i '40s/12\.90/12.9O/' "$WORK/food_item.csv"
  k create configmap order-food-data --from-file="$WORK/food_item.csv" --from-file=examples/order-food/data/category.csv \
    --dry-run=client --output yaml | k apply --filename -
  run_now bad
  within 60 job_has bad Failed
  equals "$(k get job bad --output 'jsonpath={.status.failed}')" 1
}
its_log_stays() { contains "$(k logs job/bad | tail -n 1)" 12.9O; }
application_never_noticed() {
  equals "$(k get deployment order-food --output 'jsonpath={.status.availableReplicas}')" 2
  equals "$(sql order_food 'SELECT price FROM food_item WHERE id = 309')" 12.90
}
put_data_back() { k create configmap order-food-data --from-file=examples/order-food/data --dry-run=client --output yaml | k apply --filename -; }

check "the CronJob is admitted by a restricted namespace" cronjob_is_admitted
check "an unchanged file costs nothing" unchanged_data_costs_nothing
check "a changed row arrives without a restart" changed_row_arrives
check "a bad file fails the Job at once, without a second try" bad_file_fails_the_job_at_once
check "its pod and its log stay" its_log_stays
check "the application never noticed" application_never_noticed
check "the data is put back" put_data_back
