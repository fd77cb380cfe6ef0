# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# order-food, from an empty database to a provisioned application.
use_namespace order-food
start_proxy

ORDER_FOOD=app.kubernetes.io/name=order-food
newest_pod() {
  k get pods --selector "$ORDER_FOOD" --sort-by=.metadata.creationTimestamp --output json |
    jq '[.items[] | select(.metadata.deletionTimestamp | not)] | last'
}

database_is_empty() { contains "$(ask /menu)" "503"; }
annotating_alone_changes_nothing() {
  annotate deployment/order-food chandler.dev/database=order-food-db \
    chandler.dev/migrate=configmap:order-food-migrations chandler.dev/load=configmap:order-food-data
  equals "$(rollouts order-food)" 1
}
label_causes_one_rollout() {
  label deployment/order-food
  rolled_out deployment/order-food 120s
  equals "$(rollouts order-food)" 2
}
pods_get_migrate_then_load() { equals "$(newest_pod | init_names)" "chandler-migrate chandler-load"; }
menu_answers() { contains "$(ask /menu)" $'\n200'; }
menu_is_served() {
  local rows wanted
  wanted=$(sql order_food 'SELECT count(*) FROM food_item WHERE available')
  [[ $wanted -gt 200 ]]
  within 10 menu_answers
  rows=$(ask /menu | head -n 1 | jq .count)
  equals "$rows" "$wanted"
}
every_kind_of_text_arrives() {
  equals "$(sql order_food "SELECT description FROM food_item WHERE name = 'Sashimi mix, 12'")" $'the chef\'s choice\nchanges with the tide'
  equals "$(sql order_food "SELECT name FROM food_item WHERE id = 503")" '"The Classic"'
  equals "$(sql order_food "SELECT allergens FROM food_item WHERE name = '味噌汁'")" '{soy}'
}
history_is_flyways() { equals "$(sql order_food 'SELECT count(*) FROM flyway_schema_history WHERE success')" 5; }
orders_are_taken() {
  local answer
  answer=$(curl --silent --data '{"customer": "Ada", "items": [{"item": 302, "quantity": 2}]}' --write-out '\n%{http_code}' \
    "http://$proxy/api/v1/namespaces/$namespace/services/http:order-food:80/proxy/orders")
  contains "$answer" '"total":"19.00"'
  contains "$answer" $'\n201'
}
last_line() { k logs "$(newest_pod | jq --raw-output .metadata.name)" --container "$1" | tail -n 1; }
logs_are_by_container() {
  equals "$(last_line chandler-migrate | jq --raw-output '"\(.tool) \(.outcome)"')" "migrate done"
  equals "$(last_line chandler-load | jq --raw-output '"\(.tool) \(.outcome)"')" "load done"
  contains "$(k logs "$(newest_pod | jq --raw-output .metadata.name)" --container order-food)" "listening on port 8080"
}
reports_are_termination_messages() {
  local messages
  messages=$(newest_pod | jq --compact-output '[.status.initContainerStatuses[].state.terminated.message | {size: utf8bytelength, json: fromjson}]')
  equals "$(jq --raw-output '[.[].json.outcome] | join(" ")' <<<"$messages")" "done done"
  equals "$(jq '[.[] | select(.size > 1024)] | length' <<<"$messages")" 0
}
no_token_in_our_containers() {
  local mounts
  mounts=$(newest_pod | jq --raw-output '. as $pod | .spec.initContainers[] | .volumeMounts[]
    | select(.mountPath == "/var/run/secrets/kubernetes.io/serviceaccount") | .name as $volume
    | $pod.spec.volumes[] | select(.name == $volume) | has("emptyDir")')
  equals "$mounts" $'true\ntrue'
}

check "without Chandler the application runs on an empty database" database_is_empty
check "annotating alone changes nothing" annotating_alone_changes_nothing
check "the label causes one rollout, which a restricted namespace admits" label_causes_one_rollout
check "each pod gets chandler-migrate, then chandler-load" pods_get_migrate_then_load
check "GET /menu answers with the loaded rows" menu_is_served
check "quotes, line breaks and every script arrive as they are" every_kind_of_text_arrives
check "the history is Flyway's" history_is_flyways
check "POST /orders takes an order" orders_are_taken
check "kubectl logs shows each container's own log" logs_are_by_container
check "the reports are the termination messages, within 1,024 bytes" reports_are_termination_messages
check "our containers see no service account token" no_token_in_our_containers
