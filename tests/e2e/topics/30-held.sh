# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# A failing init container holds the new pod, and the old pods serve. Needs the topic rollout.
use_namespace order-food
[[ -n ${proxy:-} ]] || start_proxy
ORDER_FOOD=app.kubernetes.io/name=order-food

apply_map() { # NAME FOLDER
  k create configmap "$1" --from-file="$2" --dry-run=client --output yaml | k apply --filename -
}
copy_of() { # FOLDER
  rm -rf "$WORK/changed"
  cp -r "examples/order-food/$1" "$WORK/changed"
}

# The exit code of a container that has failed, of the newest pod.
held_by() { # CONTAINER CODE
  local codes
  codes=$(k get pods --selector "$ORDER_FOOD" --output json | jq --arg name "$1" '[.items[].status.initContainerStatuses[]?
    | select(.name == $name) | (.state.terminated // .lastState.terminated // empty).exitCode] | max')
  equals "$codes" "$2"
}
held_pod() { # CONTAINER
  k get pods --selector "$ORDER_FOOD" --output json | jq --raw-output --arg name "$1" '[.items[] | select(.status.initContainerStatuses[]?
    | select(.name == $name) | (.state.terminated // .lastState.terminated // {exitCode: 0}).exitCode != 0) | .metadata.name] | first'
}
error_of() { # CONTAINER
  k logs "$(held_pod "$1")" --container "$1" | tail -n 1 | jq --compact-output .error
}

bad_row_holds_the_pod() {
  copy_of data
  sed -i '40s/11\.90/11.9O/' "$WORK/changed/food_item.csv"
  refused cmp --silent "$WORK/changed/food_item.csv" examples/order-food/data/food_item.csv
  apply_map order-food-data "$WORK/changed"
  k rollout restart deployment/order-food
  within 60 held_by chandler-load 2
}
load_error_is_exact() {
  local error
  error=$(error_of chandler-load)
  contains "$error" food_item.csv
  contains "$error" 40
  contains "$error" price
  contains "$error" 11.9O
}
nothing_of_it_was_loaded() { equals "$(sql order_food 'SELECT price FROM food_item WHERE id = 309')" 11.90; }
is_tried_again() { # CONTAINER
  local restarts
  restarts=$(k get pod "$(held_pod "$1")" --output "jsonpath={.status.initContainerStatuses[?(@.name==\"$1\")].restartCount}")
  ((restarts > 0)) || { echo "$1 was not started again"; return 1; }
}
load_is_tried_again() { within 60 is_tried_again chandler-load; }
old_pods_serve() {
  local i
  equals "$(k get deployment order-food --output 'jsonpath={.status.availableReplicas}')" 2
  for ((i = 0; i < 20; i++)); do contains "$(ask /menu)" $'\n200'; done
}
mending_ends_the_rollout() {
  apply_map order-food-data examples/order-food/data
  k delete pod "$(held_pod chandler-load)"
  rolled_out deployment/order-food 120s
}
bad_migration_holds_the_pod() {
  copy_of migrations
  printf 'ALTER TABLE orders ADD COLUMN note text;\nALTER TABLE order_lines ADD COLUMN note text;\n' >"$WORK/changed/V6__notes.sql"
  apply_map order-food-migrations "$WORK/changed"
  k rollout restart deployment/order-food
  within 60 held_by chandler-migrate 2
}
migrate_error_is_exact() {
  local error
  error=$(error_of chandler-migrate)
  contains "$error" V6__notes.sql
  contains "$error" 42P01
  contains "$error" order_lines
}
failed_migration_left_nothing() {
  equals "$(sql order_food "SELECT count(*) FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'note'")" 0
  equals "$(sql order_food "SELECT count(*) FROM flyway_schema_history WHERE version = '6'")" 0
}
mended_migration_ends_the_rollout() {
  printf 'ALTER TABLE orders ADD COLUMN note text;\nALTER TABLE order_line ADD COLUMN note text;\n' >"$WORK/changed/V6__notes.sql"
  apply_map order-food-migrations "$WORK/changed"
  k delete pod "$(held_pod chandler-migrate)"
  rolled_out deployment/order-food 120s
  equals "$(sql order_food "SELECT success FROM flyway_schema_history WHERE version = '6'")" t
}

check "a bad row in a data file holds the new pod, with exit code 2" bad_row_holds_the_pod
check "its log names file, line, column and value" load_error_is_exact
check "nothing of the file was loaded" nothing_of_it_was_loaded
check "the load is tried again" load_is_tried_again
check "the old pods serve on" old_pods_serve
check "mending the file ends the rollout" mending_ends_the_rollout
check "a failing migration holds the new pod, with exit code 2" bad_migration_holds_the_pod
check "its log names file, SQLSTATE and table" migrate_error_is_exact
check "the failed migration left nothing behind" failed_migration_left_nothing
check "the old pods serve on" old_pods_serve
check "mending the migration ends the rollout" mended_migration_ends_the_rollout
