# shellcheck shell=bash disable=SC2034,SC2154 # read, and set, by the other files of run
# Applications under test, and the one database that they share.

DATABASE_NAMESPACE=e2e-order-food

# order-food as its team wrote it, with its PostgreSQL, which the other topics use, too.
make_database() {
  use_namespace order-food
  KUBECTL="$CLUSTER kubectl" NAMESPACE=$namespace ORDER_FOOD_IMAGE=$order_food POSTGRES_IMAGE=$postgres \
    examples/order-food/deploy.sh >"$WORK/deploy" 2>&1 || { cat "$WORK/deploy"; diagnose; exit 1; }
}

sql() { # DATABASE STATEMENT
  kubectl --namespace "$DATABASE_NAMESPACE" exec postgres-0 -- env PGOPTIONS=-cclient_min_messages=warning psql -U order_food -d "$1" -Atqc "$2"
}

# use_database: an empty one for the topic's namespace, the Secret `database` that leads to
# it, and one migration in the ConfigMap `migrations`.
use_database() {
  local name=${namespace//-/_} password
  sql postgres "DROP DATABASE IF EXISTS $name WITH (FORCE)"
  sql postgres "CREATE DATABASE $name"
  password=$(kubectl --namespace "$DATABASE_NAMESPACE" get secret order-food-db --output 'jsonpath={.data.password}' | base64 -d)
  k create secret generic database --from-literal=host="postgres.$DATABASE_NAMESPACE.svc" --from-literal=port=5432 \
    --from-literal=dbname="$name" --from-literal=username=order_food --from-literal=password="$password" >/dev/null
  k create configmap migrations --from-literal=V1__item.sql='CREATE TABLE item (id int PRIMARY KEY);' >/dev/null
}

# deployment NAME REPLICAS [IMAGE COMMAND_AS_JSON]: a Deployment that does nothing, without label
# and annotations.
deployment() {
  local command=${4:-'[sleep, "1000000"]'}
  cat <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: {name: $1, labels: {app: $1}}
spec:
  replicas: $2
  selector: {matchLabels: {app: $1}}
  template:
    metadata: {labels: {app: $1}}
    spec:
      terminationGracePeriodSeconds: 0
      securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: app
          image: ${3:-$busybox}
          imagePullPolicy: IfNotPresent
          command: $command
          resources: {requests: {cpu: 1m, memory: 4Mi}, limits: {cpu: 100m, memory: 16Mi}}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
YAML
}

# labelled_pod NAME MIGRATE: a pod of its own, with label and directives.
labelled_pod() {
  cat <<YAML
apiVersion: v1
kind: Pod
metadata:
  name: $1
  labels: {chandler.dev/inject: "true"}
  annotations: {chandler.dev/database: database, chandler.dev/migrate: "$2"}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: app
      image: $busybox
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
YAML
}

# inject_in_pod NAME FILE [FLAG…]: what `chandler inject` prints for the manifests in FILE, in a pod of its own, which
# is offline.
inject_in_pod() {
  local name=$1 file=$2 flags
  shift 2
  flags=$(printf ', "%s"' "$@")
  {
    k create configmap "$name" --from-file=manifest="$file" --dry-run=client --output yaml | k apply --filename -
    k delete pod "$name" --ignore-not-found
    k apply --filename - <<YAML
apiVersion: v1
kind: Pod
metadata: {name: $name}
spec:
  restartPolicy: Never
  automountServiceAccountToken: false
  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: inject
      image: $image
      imagePullPolicy: IfNotPresent
      args: [inject, --filename, /manifest/manifest, --image, $image$flags]
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      volumeMounts: [{name: manifest, mountPath: /manifest}]
  volumes: [{name: manifest, configMap: {name: $name}}]
YAML
    within 60 pod_succeeded "$name"
  } >&2
  k logs "$name"
}
pod_succeeded() { equals "$(k get pod "$1" --output 'jsonpath={.status.phase}')" Succeeded; }

MIGRATE=(chandler.dev/database=database chandler.dev/migrate=configmap:migrations)
label() { k label "$1" --overwrite chandler.dev/inject="${2:-true}"; }
annotate() { k annotate --overwrite "$@"; }

rolled_out() { k rollout status "$1" --timeout="${2:-90s}"; } # KIND/NAME [TIMEOUT]

# The controller has seen the newest template.
observed() {
  equals "$(k get "$1" --output 'jsonpath={.status.observedGeneration}')" "$(k get "$1" --output 'jsonpath={.metadata.generation}')"
}
# How many rollouts a Deployment has had: its revision.
rollouts() {
  within 10 observed "deployment/$1"
  k get deployment "$1" --output 'jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}'
}
revision_is() { equals "$(k get deployment "$1" --output 'jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}')" "$2"; }

# A Deployment's template, the parts that Chandler may touch.
template_of() { k get deployment "$1" --output json | jq --compact-output '.spec.template.metadata | {labels, annotations}'; }

pods_of() { k get pods --selector app="$1" --output json; }
init_names() { jq --raw-output '[.spec.initContainers[]?.name] | join(" ")'; }

# ask PATH: order-food's answer through the API server, body and then status.
ask() { curl --silent --max-time 5 --write-out '\n%{http_code}' "http://$proxy/api/v1/namespaces/$namespace/services/http:order-food:80/proxy$1"; }
start_proxy() {
  in_background "$CLUSTER" kubectl proxy --port=0 >"$WORK/proxy"
  within 10 grep -q 'Starting to serve' "$WORK/proxy"
  proxy=$(grep -o '127.0.0.1:[0-9]*' "$WORK/proxy" | head -n 1)
}
