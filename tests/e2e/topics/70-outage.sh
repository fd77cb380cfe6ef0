# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# Chandler away, and coming back: labelled pods wait, nobody else notices.
use_namespace outage
use_database

labelled_deployment() { # NAME REPLICAS
  deployment "$1" "$2" | k annotate --local --filename - --output yaml "${MIGRATE[@]}" |
    k label --local --filename - chandler.dev/inject=true --output yaml
}
pods_are() { # APP COUNT
  equals "$(pods_of "$1" | jq '[.items[] | select(.metadata.deletionTimestamp | not)] | length')" "$2"
}
failed_create_is_told() {
  contains "$(k get events --field-selector reason=FailedCreate --output 'jsonpath={.items[*].message}')" 'failed calling webhook "pods.chandler.dev"'
}
gone() { equals "$(k get "$1" --ignore-not-found --output name)" ""; }

some_applications_run() {
  labelled_deployment held 1 | k apply --filename -
  labelled_deployment leaving 1 | k apply --filename -
  deployment plain 1 | k apply --filename -
  rolled_out deployment/held
  rolled_out deployment/leaving
  rolled_out deployment/plain
}
unlabelled_pods_never_notice() {
  k delete pod --selector app=plain --wait=false
  k rollout restart deployment/plain
  rolled_out deployment/plain 60s
  k annotate deployment/plain chandler.dev/migrate=configmap:migrations
  k annotate deployment/plain chandler.dev/migrate-
}
labelled_pods_are_held() {
  k delete pod --selector app=held
  within 20 failed_create_is_told
  pods_are held 0
}
labelled_workloads_are_refused() {
  contains "$(labelled_deployment new 1 | refused k apply --filename -)" 'failed calling webhook "workloads.chandler.dev"'
}
status_and_scale_go_on() { k scale deployment/held --replicas=2; }
foreground_deletion_ends() {
  k delete deployment leaving --cascade=foreground --timeout=60s
  within 10 gone deployment/leaving
}
held_pods_come_back() {
  scale_chandler 2
  # As docs/runbook.md says: a change of the ReplicaSet's metadata makes its controller try at once.
  within 10 k annotate replicasets --selector app=held retry="$(date +%s)" --overwrite
  rolled_out deployment/held 90s
  equals "$(pods_of held | jq --raw-output '[.items[].spec.initContainers[].name] | join(" ")')" "chandler-migrate chandler-migrate"
}

newest_chandler_pod() {
  kubectl --namespace "$SYSTEM" get pods --selector app.kubernetes.io/instance=chandler --output json |
    jq --raw-output '[.items[] | select(.metadata.deletionTimestamp | not) | select(.status.containerStatuses[0].ready)] | last.metadata.name // empty'
}
# One copy after the other, without notice, as long as the rollout goes on.
kill_copies_while() { # DEPLOYMENT
  local pod
  while ! k rollout status "deployment/$1" --timeout=1s >/dev/null 2>&1; do
    pod=$(newest_chandler_pod)
    [[ -z $pod ]] || { echo "killing $pod"; kubectl --namespace "$SYSTEM" delete pod "$pod" --grace-period=0 --force --wait=false; killed=$((killed + 1)); }
    within 60 copies_are 2
  done
}
twenty_pods_run() {
  labelled_deployment many 20 | k apply --filename -
  rolled_out deployment/many 120s
}
rollout_survives_kills() {
  local rolled=1
  killed=0
  # One rollout may be over before a second copy is there to be killed.
  until ((killed >= 2)); do
    k rollout restart deployment/many
    rolled=$((rolled + 1))
    kill_copies_while many
    ((rolled <= 10)) || { echo "only $killed copies were killed in $rolled rollouts"; return 1; }
  done
  equals "$(rollouts many)" "$rolled"
}
every_pod_was_provisioned() {
  within 30 pods_are many 20
  equals "$(pods_of many | jq '[.items[] | select(.metadata.deletionTimestamp | not)
    | select([.status.initContainerStatuses[]? | select(.name == "chandler-migrate" and .state.terminated.exitCode == 0)] | length == 1)] | length')" 20
}

check "labelled and unlabelled applications run" some_applications_run
check "scaling Chandler to zero" scale_chandler 0
check "unlabelled pods and workloads never notice" unlabelled_pods_never_notice
check "labelled pods are held, and an event says why" labelled_pods_are_held
check "labelled workloads are refused, naming the webhook" labelled_workloads_are_refused
check "scaling a labelled workload goes on" status_and_scale_go_on
check "foreground deletion of a labelled workload is not held up" foreground_deletion_ends
check "when Chandler is back, a touched ReplicaSet's pods come at once" held_pods_come_back
check "20 labelled pods run" twenty_pods_run
check "a rollout of 20 pods ends although copies are killed all the time" rollout_survives_kills
check "each of the 20 pods was provisioned" every_pod_was_provisioned
