# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # read, and set, by the other files of run
# What the demo shows.

deploy_application() {
  heading "An application with an empty database"
  export KUBECTL="$CLUSTER kubectl" NAMESPACE
  long remove-old "namespace $NAMESPACE is free" "delete the namespace $NAMESPACE by hand" examples/order-food/cleanup.sh
  as_typed examples/order-food/deploy.sh
  ORDER_FOOD_IMAGE=$order_food_image POSTGRES_IMAGE=$postgres_image \
    long order-food "two pods of order-food and a PostgreSQL run, as their team wrote them" "mend what the log names" examples/order-food/deploy.sh
  shown kubectl --namespace "$NAMESPACE" get pods
  start_proxy
  say "GET /menu"
  ask /menu | indent
  printf ' (%s)\n' "$(status)"
}

annotate() {
  shown kubectl --namespace "$NAMESPACE" annotate deployment order-food \
    chandler.dev/database=order-food-db \
    chandler.dev/migrate=configmap:order-food-migrations \
    chandler.dev/load=configmap:order-food-data
  say "That alone changes nothing. The label does:"
  labelled_at=$(date +%s)
  shown kubectl --namespace "$NAMESPACE" label deployment order-food chandler.dev/inject=true
}

# Of the pod that came first, for it had something to do.
show_log() {
  local pod
  pod=$(k get pods --selector "$SELECTOR" --output json | with_jq --raw-output --argjson since "$labelled_at" '[.items[]
    | select((.metadata.creationTimestamp | fromdateiso8601) >= $since)] | sort_by(.metadata.creationTimestamp) | first.metadata.name')
  say "${dim}\$ kubectl --namespace $NAMESPACE logs $pod --container chandler-migrate | jq -r '.msg // empty'${plain}"
  k logs "$pod" --container chandler-migrate | with_jq --raw-output '.msg // empty' | indent
}

provision() {
  heading "Two commands"
  annotate
  rollout_ends 120s || fail "the annotated pods did not become ready" \
    "\`kubectl -n $NAMESPACE get pods\`; docs/runbook.md, \"A pod is held in init\"" "$LOGS/rollout.log"
  good "rolled out $(duration $(($(date +%s) - labelled_at))) after the label; what the new pods did in that time:"
  timeline "$labelled_at"
  show_log
  say "GET /menu"
  ask /menu >"$WORK/menu"
  [[ $(status) == 200 ]] || fail "GET /menu answered $(status)" "\`kubectl -n $NAMESPACE logs deployment/order-food\`" "$WORK/menu"
  with_jq --raw-output '.items[:3][] | "  \(.category): \(.name), \(.price) €"' "$WORK/menu" | indent
  say "  … $(with_jq .count "$WORK/menu") dishes (200)"
}

# The price of one dish gets a letter O for a zero.
broken_line=40
break_data() {
  mkdir -p "$WORK/broken"
  cp examples/order-food/data/*.csv "$WORK/broken/"
  sed -i "${broken_line}s/\.\([0-9]\)0,/.\1O,/" "$WORK/broken/food_item.csv"
  ! cmp --silent "$WORK/broken/food_item.csv" examples/order-food/data/food_item.csv ||
    fail "line $broken_line of food_item.csv has no price to break" "choose another line in demo/lib/story.sh"
}
apply_data() { # FOLDER
  say "${dim}\$ kubectl --namespace $NAMESPACE create configmap order-food-data --from-file=$1 --dry-run=client -o yaml | kubectl apply -f -${plain}"
  k create configmap order-food-data --from-file="$1" --dry-run=client --output yaml | k apply --filename - >"$LOGS/apply.log" 2>&1 ||
    fail "the ConfigMap could not be changed" "see the log" "$LOGS/apply.log"
}

break_and_mend() {
  local held
  heading "A broken data file"
  break_data
  say "Line $broken_line of food_item.csv: a letter O in the place of a zero."
  sed -n "${broken_line}p" "$WORK/broken/food_item.csv" | indent
  say "From here on ten requests a second ask for the menu."
  start_traffic
  apply_data "$WORK/broken"
  shown kubectl --namespace "$NAMESPACE" rollout restart deployment order-food
  within 60 a_pod_is_held || fail "no pod was held, although its data is broken" "\`kubectl -n $NAMESPACE get pods\`"
  held=$(held_pod)
  shown kubectl --namespace "$NAMESPACE" get pods --selector "$SELECTOR"
  say "The new pod is held. Its log ends with the reason:"
  say "${dim}\$ kubectl --namespace $NAMESPACE logs $held --container chandler-load | tail -n 1 | jq .error${plain}"
  k logs "$held" --container chandler-load | tail -n 1 | with_jq .error | indent
  good "the old pods serve on: $(answered) of $(requests) requests answered with 200"

  say "The file is mended. The kubelet would try again by itself, at ever longer intervals;"
  say "a new pod tries at once."
  apply_data examples/order-food/data
  shown kubectl --namespace "$NAMESPACE" delete pod "$held"
  rollout_ends 120s || fail "the rollout did not finish after the file was mended" "docs/runbook.md, \"A pod is held in init\"" "$LOGS/rollout.log"
  stop_traffic
  good "the rollout is finished; $(answered) of $(requests) requests in all were answered with 200"
}

what_next() {
  cat <<TEXT

${bold}Done in $(duration $((SECONDS - begun))). Everything is up. What to try:${plain}

  export KUBECONFIG=$("$CLUSTER" kubeconfig)
  kubectl config set-context --current --namespace $NAMESPACE

  see what a pod got        kubectl get pods -o jsonpath='{.items[*].spec.initContainers[*].name}'
  read its log              kubectl logs deployment/order-food -c chandler-migrate
  mistype an annotation     kubectl annotate deployment order-food chandler.dev/mirgate=x
  order something           kubectl port-forward service/order-food 8080:80 &
                            curl localhost:8080/menu
                            curl localhost:8080/orders -d '{"customer": "Ada", "items": [{"item": 302, "quantity": 2}]}'
  ask the database          kubectl exec postgres-0 -- psql -U order_food -c 'TABLE chandler.dataset_load'
  take Chandler away        kubectl label deployment order-food chandler.dev/inject-

  kubectl and helm, if this machine has none:  $CLUSTER kubectl …
  remove everything:                           make demo-down
TEXT
}
