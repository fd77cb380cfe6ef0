# shellcheck shell=bash disable=SC2034,SC2154 # read, and set, by the other files of run
# The release under test: it answers for namespaces of this run only, so that it can share a
# cluster with another.

prepare_images() {
  find_images 2>"$WORK/images" || { cat "$WORK/images"; exit 1; }
}
find_images() {
  if [[ -n ${E2E_NO_BUILD:-} ]]; then
    image=localhost/chandler:dev order_food=localhost/order-food:dev
  else
    image=$("$CLUSTER" image chandler) && order_food=$("$CLUSTER" image order-food) || return
  fi
  postgres=$("$CLUSTER" image postgres) && busybox=$("$CLUSTER" image busybox)
}

# release [helm's options]: installs it, or upgrades it.
release() {
  helm upgrade --install "$@" chandler charts/chandler --namespace "$SYSTEM" --create-namespace \
    --set image.repository="${image%:*}" --set image.tag="${image##*:}" \
    --set webhook.namespaceSelector.matchLabels."$RUN_LABEL"=yes --wait --timeout 120s
}

install_release() {
  namespace=$SYSTEM
  release --set replicas=2 >"$WORK/install" 2>&1 || { cat "$WORK/install"; diagnose; exit 1; }
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

# A dry run of a labelled pod comes back with our containers.
webhook_answers() {
  contains "$(labelled_pod answer configmap:migrations | k create --dry-run=server --output=yaml --filename -)" "name: chandler-migrate"
}

# Another release of Chandler answers in this cluster, too: what is so without ours can't be seen.
is_alone() {
  equals "$(kubectl get mutatingwebhookconfigurations --selector app.kubernetes.io/name=chandler --output name | grep -vc "/chandler.$SYSTEM$" || true)" 0
}
check_if_alone() { # SENTENCE FUNCTION
  if is_alone >/dev/null; then check "$@"; else echo "left out, for another release of Chandler answers, too: $1"; fi
}
