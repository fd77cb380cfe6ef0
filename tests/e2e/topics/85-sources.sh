# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# Migrations from a Secret and from a volume of the pod; sources that hold nothing; image volumes, which this
# cluster need not have.
use_namespace sources
use_database

# source_deployment NAME SOURCE [VOLUMES_AS_JSON]: a database of its own, label and directives in the pod template.
source_deployment() {
  local name=e2e_sources_$1 volumes=${3:-[]}
  sql postgres "DROP DATABASE IF EXISTS $name WITH (FORCE)"
  sql postgres "CREATE DATABASE $name"
  k get secret database --output json | jq --arg database "$name" --arg name "database-$1" \
    '{apiVersion, kind, type, metadata: {name: $name}, data: (.data | .dbname = ($database | @base64))}' | k create --filename -
  deployment "$1" 1 | k create --dry-run=client --output json --filename - |
    jq --arg secret "database-$1" --arg source "$2" --argjson volumes "$volumes" '.spec.template |= (.spec.volumes = $volumes
      | .spec.securityContext.fsGroup = 1000
      | .metadata.labels["chandler.dev/inject"] = "true"
      | .metadata.annotations = {"chandler.dev/database": $secret, "chandler.dev/migrate": $source})' |
    k apply --filename -
}
report_of() { # APP: of its newest end
  pods_of "$1" | jq --raw-output '[.items[].status.initContainerStatuses[]? | select(.name == "chandler-migrate")
    | (.state.terminated // .lastState.terminated // empty)] | first'
}
ended_with_2() { equals "$(report_of "$1" | jq .exitCode)" 2; }
holds_nothing() { # NAME SOURCE [VOLUMES_AS_JSON]
  source_deployment "$@"
  within 60 ended_with_2 "$1"
  contains "$(report_of "$1" | jq --raw-output '.message | fromjson | .error.code')" source.
  equals "$(sql "e2e_sources_$1" "SELECT to_regclass('flyway_schema_history') IS NULL")" t
}

secret_is_a_source() {
  k create secret generic migrations --from-literal=V1__item.sql='CREATE TABLE from_secret (id int PRIMARY KEY);'
  source_deployment secret secret:migrations
  rolled_out deployment/secret
  equals "$(sql e2e_sources_secret "SELECT to_regclass('from_secret')")" from_secret
}
claim_is_filled() {
  k create --filename - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: files}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 16Mi}}}
YAML
  k create --filename - <<YAML
apiVersion: v1
kind: Pod
metadata: {name: fill}
spec:
  restartPolicy: Never
  securityContext: {runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: fill
      image: $busybox
      imagePullPolicy: IfNotPresent
      command: [sh, -c, "mkdir -p /files/sql /files/empty && echo 'CREATE TABLE from_claim (id int PRIMARY KEY);' >/files/sql/V1__item.sql"]
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      volumeMounts: [{name: files, mountPath: /files}]
  volumes: [{name: files, persistentVolumeClaim: {claimName: files}}]
YAML
  k wait pod/fill --for=jsonpath='{.status.phase}'=Succeeded --timeout=90s
}
CLAIM='[{"name": "files", "persistentVolumeClaim": {"claimName": "files"}}]'
claim_is_a_source() {
  source_deployment claim volume:files/sql "$CLAIM"
  rolled_out deployment/claim
  equals "$(sql e2e_sources_claim "SELECT to_regclass('from_claim')")" from_claim
}
volume_of_files_is_a_source() {
  source_deployment files volume:some '[{"name": "some", "configMap": {"name": "migrations"}}]'
  rolled_out deployment/files
  equals "$(sql e2e_sources_files "SELECT to_regclass('item')")" item
}
empty_secret_is_a_problem() {
  k create secret generic nothing
  holds_nothing nosecret secret:nothing
}
foreign_volume_is_refused() {
  contains "$(labelled_pod foreign volume:nowhere | refused k create --filename -)" "chandler.dev/migrate: volume nowhere is not a volume of the pod"
}

# At the API level only: what a cluster without image volumes does with such a pod is to drop the volume.
image_volume_is_refused() {
  local answer
  answer=$(labelled_pod image oci:registry.example/menu:1//sql | refused k create --filename -)
  contains "$answer" "denied the request"
  contains "$answer" "chandler.dev/migrate: image registry.example/menu:1, folder sql needs image volumes, which this cluster does not have"
}
image_volume_on_a_workload_is_told() {
  local answer
  deployment image 0 | k apply --filename -
  label deployment/image
  answer=$(annotate deployment/image chandler.dev/database=database chandler.dev/migrate=oci:registry.example/menu:1//sql --dry-run=server 2>&1) || true
  contains "$answer" "needs image volumes"
}

check "a Secret is a source of migrations" secret_is_a_source
check "a claim is filled with migrations" claim_is_filled
check "a folder of the pod's claim is a source" claim_is_a_source
check "so is any volume of the pod" volume_of_files_is_a_source
check "an empty Secret is a problem, not \"nothing pending\"" empty_secret_is_a_problem
check "so is an empty folder of a volume" holds_nothing emptyfolder volume:files/empty "$CLAIM"
check "so is a folder that the volume lacks" holds_nothing nofolder volume:files/nowhere "$CLAIM"
check "so is an empty volume" holds_nothing emptydir volume:scratch '[{"name": "scratch", "emptyDir": {}}]'
check "so is a key that the ConfigMap lacks" holds_nothing nokey configmap:migrations/V2__none.sql
check "a volume that the pod lacks is refused" foreign_volume_is_refused
check "an image volume is refused where the cluster has none" image_volume_is_refused
check "a workload that asks for one is told" image_volume_on_a_workload_is_told
