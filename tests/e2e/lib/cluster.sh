# shellcheck shell=bash disable=SC2034,SC2154 # read, and set, by the other files of run
# kubectl and helm, namespaces, and what to look at when something failed.

RUN_LABEL=chandler-e2e
SYSTEM=e2e-chandler

kubectl() { "$CLUSTER" kubectl "$@"; }
helm() { "$CLUSTER" helm "$@"; }
# In the namespace of the topic.
k() { kubectl --namespace "$namespace" "$@"; }

can_load_images() { [[ $("$CLUSTER" kind) != given ]]; }

# use_namespace NAME: made when it is missing; restricted, and seen by the release under test.
use_namespace() {
  namespace=e2e-$1
  kubectl get namespace "$namespace" >/dev/null 2>&1 || kubectl create namespace "$namespace" >/dev/null
  kubectl label namespace "$namespace" --overwrite "$RUN_LABEL=yes" \
    pod-security.kubernetes.io/enforce=restricted >/dev/null
  within 20 k get serviceaccount default
}

remove_everything() {
  helm uninstall chandler --namespace "$SYSTEM" --ignore-not-found >/dev/null 2>&1 || true
  # Should the release be broken: what it would leave blocks nobody.
  kubectl delete mutatingwebhookconfigurations --selector app.kubernetes.io/instance=chandler,"$RUN_LABEL=yes" >/dev/null 2>&1 || true
  local left
  # The kinds outlive the release that brought them: those of ours go, with what they hold.
  left=$(kubectl get crd operations.chandler.dev provisions.chandler.dev --ignore-not-found --output \
    "jsonpath={range .items[?(@.metadata.annotations.meta\.helm\.sh/release-namespace=='$SYSTEM')]}{.metadata.name}{'\n'}{end}")
  [[ -z $left ]] || xargs "$CLUSTER" kubectl delete crd --timeout=60s <<<"$left" >/dev/null
  left=$(kubectl get namespaces --output name | grep '^namespace/e2e-' || true)
  [[ -z $left ]] || xargs "$CLUSTER" kubectl delete --timeout=180s <<<"$left" >/dev/null
}

diagnose() {
  echo "--- pods of $namespace"
  k get pods --output wide
  echo "--- events"
  k get events --sort-by=.lastTimestamp | tail -n 8
  echo "--- Chandler's last lines"
  kubectl --namespace "$SYSTEM" logs --selector app.kubernetes.io/instance=chandler --tail=4 | cut -c1-250
}
