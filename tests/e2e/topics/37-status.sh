# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# What `kubectl get provisions` says of a workload, from its first rollout to what goes wrong with it.
use_namespace status
use_database

provision() { k get provision deployment-menu --output "jsonpath={.status.$1}"; }
says() { equals "$(provision "$1")" "$2"; }
says_part() { contains "$(provision "$1")" "$2"; }
has_event() { # REASON [PART]
  local notes
  notes=$(k get events --field-selector "reason=$1,involvedObject.name=menu" --output 'jsonpath={.items[*].message}')
  [[ -n $notes ]] || { echo "there is no Event $1"; return 1; }
  contains "$notes" "${2:-}"
}
migrations() { # FILE=SQL…
  local literals=() each
  for each; do literals+=("--from-literal=$each"); done
  k create configmap migrations "${literals[@]}" --dry-run=client --output yaml | k apply --filename -
}
FIRST='V1__item.sql=CREATE TABLE item (id int PRIMARY KEY);'

columns() { k get provisions --output wide; }
is_there_with_its_label() {
  k create configmap data --from-literal=item.csv=$'id\n1\n2\n'
  deployment menu 2 | k apply --filename -
  refused k get provision deployment-menu
  k patch deployment menu --patch '{"metadata":{"labels":{"chandler.dev/inject":"true"},"annotations":{
    "chandler.dev/database":"database","chandler.dev/migrate":"configmap:migrations","chandler.dev/load":"configmap:data"}}}'
  within 30 k get provision deployment-menu
  rolled_out deployment/menu 120s
}
rollout_is_told() {
  within 30 says injection.summary 2/2
  within 30 says state Ready
  says schema.version 1
  says schema.layout flyway
  says 'data.dataSets[0].name' public.item
  says 'data.dataSets[0].rows' 2
  says 'pods[0].steps[*].name' 'chandler-migrate chandler-load'
}
columns_are_shown() {
  local line
  line=$(columns)
  contains "$line" INJECTED
  contains "$line" menu
  contains "$line" Ready
  contains "$line" loaded
}
workload_is_untouched() {
  equals "$(rollouts menu)" 2
  lacks "$(k get deployment menu --output 'jsonpath={.metadata.managedFields[*].manager}')" chandler
}
failing_migration_is_told() {
  migrations "$FIRST" 'V2__broken.sql=CREATE TABEL broken (id int);'
  k rollout restart deployment/menu
  within 90 says state Failing
  within 30 says 'problems[0].reason' MigrationFailed
  says_part message V2__broken.sql
  says_part message TABEL
  says schema.version 1
  within 10 has_event MigrationFailed V2__broken.sql
}
mending_is_told() {
  migrations "$FIRST" 'V2__broken.sql=CREATE TABLE broken (id int);'
  k delete pods --selector app=menu --field-selector status.phase=Pending
  rolled_out deployment/menu 120s
  within 30 says state Ready
  within 30 says schema.version 2
  within 10 has_event MigrationRecovered
}
missing_volume_is_told() {
  annotate deployment menu chandler.dev/load=configmap:nowhere
  within 150 says 'problems[0].reason' FailedMount
  says_part message nowhere
  annotate deployment menu chandler.dev/load=configmap:data
  rolled_out deployment/menu 120s
  within 30 says state Ready
}
run_by_hand_is_told() {
  annotate deployment menu chandler.dev/refresh-schedule=@yearly
  within 30 k get cronjob menu-refresh
  k create job once --from=cronjob/menu-refresh
  within 90 says refresh.summary ok
  says 'refresh.runs[0].job' once
  says 'refresh.runs[0].manual' true
  within 10 says_part refresh.nextRun -01-01T00:00:00Z
  k delete job once
  within 30 no_pod_of once
  says 'refresh.runs[0].job' once
}
no_pod_of() { equals "$(k get pods --selector "job-name=$1" --output name)" ''; }

# Pods with label and annotations that no webhook was asked about: of a namespace that it does not look at.
missed_pods_are_told() {
  kubectl label namespace "$namespace" "$RUN_LABEL-"
  k delete pods --selector app=menu --wait=false
  within 60 says injection.missed 2
  says state Warning
  within 10 has_event InjectionMissed 'kubectl rollout restart deployment/menu'
  kubectl label namespace "$namespace" "$RUN_LABEL=yes"
}
missed_pods_are_healed() {
  annotate deployment menu chandler.dev/heal=restart
  within 120 says injection.summary 2/2
  within 30 says state Ready
  within 10 has_event PodEvicted
  within 10 has_event AllInjected
}
goes_with_the_label() {
  k label deployment menu chandler.dev/inject-
  within 30 refused k get provision deployment-menu
}

check "a Provision comes with the label" is_there_with_its_label
check "it tells of the rollout: pods, schema, data, steps" rollout_is_told
check "kubectl get provisions is the overview" columns_are_shown
check "nothing is written on the workload, and nothing restarts for it" workload_is_untouched
check "a failing migration shows as Failing, with its message and an Event" failing_migration_is_told
check "mended, it is Ready again, with the new version" mending_is_told
check "a volume that is missing is told of, from the kubelet's Event" missing_volume_is_told
check "a run by hand is remembered when its Job is gone" run_by_hand_is_told
check "pods that the webhook was not asked about are told of" missed_pods_are_told
check "and evicted one by one, where that is asked for" missed_pods_are_healed
check "the Provision goes with the label" goes_with_the_label
