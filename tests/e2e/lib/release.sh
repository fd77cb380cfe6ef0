# shellcheck shell=bash disable=SC2034,SC2154 # read, and set, by the other files of run
# The release under test: it answers for namespaces of this run only, so that it can share a
# cluster with another.

prepare_images() {
  if [[ -n ${E2E_NO_BUILD:-} ]]; then
    image=localhost/chandler:dev order_food=localhost/order-food:dev
  else
    image=$("$CLUSTER" image chandler)
    order_food=$("$CLUSTER" image order-food)
  fi
  postgres=$("$CLUSTER" image postgres)
  busybox=$("$CLUSTER" image busybox)
}

# release COMMAND [helm's options]: install or upgrade it.
release() {
  helm upgrade "${@:2}" --"$1" chandler charts/chandler --namespace "$SYSTEM" --create-namespace \
    --set image.repository="${image%:*}" --set image.tag="${image##*:}" \
    --set webhook.namespaceSelector.matchLabels."$RUN_LABEL"=yes --wait --timeout 120s
}

install_release() {
  namespace=$SYSTEM
  release install >"$WORK/install" 2>&1 || { cat "$WORK/install"; diagnose; exit 1; }
}

configuration() { kubectl get mutatingwebhookconfigurations --output "jsonpath={$1}" "chandler.$SYSTEM"; }
certs() { kubectl --namespace "$SYSTEM" get secret chandler-certs --output "jsonpath={.data.$1}"; }

copies_are() { # COUNT: that many pods of Chandler exist, and all are ready
  local ready
  ready=$(kubectl --namespace "$SYSTEM" get pods --selector app.kubernetes.io/instance=chandler \
    --output 'jsonpath={.items[*].status.containerStatuses[0].ready}')
  equals "$(wc -w <<<"$ready") $(grep -ow true <<<"$ready" | wc -l)" "$1 $1"
}

scale_chandler() { # COUNT
  kubectl --namespace "$SYSTEM" scale deployment/chandler --replicas="$1"
  within 90 copies_are "$1"
}

webhook_answers() { # a dry run of a labelled pod comes back with our containers
  local pod
  pod=$(k run answer --image="$busybox" --dry-run=server --output=yaml --labels=chandler.dev/inject=true \
    --annotations=chandler.dev/database=database --annotations=chandler.dev/migrate=configmap:migrations \
    --overrides="$RESTRICTED_POD")
  contains "$pod" "name: chandler-migrate"
}
