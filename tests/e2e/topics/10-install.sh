# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# The chart, and what is there after `helm install`.
use_namespace install
chart() { helm template chandler charts/chandler --namespace "$SYSTEM" "$@"; }

chart_passes_lint() { helm lint --strict charts/chandler; }
chart_holds_no_secret() {
  lacks "$(chart)" caBundle
  equals "$(chart --show-only templates/certs-secret.yaml | grep -cE '^(data|stringData):' || true)" 0
}
unknown_values_are_errors() { contains "$(refused chart --set webhok.port=1)" "additional properties 'webhok' not allowed"; }
conflicting_values_are_errors() { contains "$(refused chart --set healthPort=8443)" "webhook.port and healthPort are both 8443"; }
api_server_accepts_all_values() {
  chart --set runAsUser=null --set injected.runAsUser=null --set hostNetwork=true --set webhook.port=10250 \
    --set webhook.failurePolicy=Ignore --set 'webhook.excludedNamespaces={a,b}' --set podDisruptionBudget.maxUnavailable=50% \
    --set 'imagePullSecrets={pull}' --set injected.imageVolumes=true --set fullnameOverride=other |
    kubectl apply --dry-run=server --filename -
}

two_copies_are_ready() { copies_are 2; }
bundle_is_the_secrets_ca() {
  local ca
  ca=$(certs 'ca\.crt')
  [[ -n $ca ]]
  equals "$(configuration '.webhooks[*].name')" "pods.chandler.dev workloads.chandler.dev operations.chandler.dev"
  equals "$(configuration '.webhooks[*].clientConfig.caBundle')" "$ca $ca $ca"
}
webhook_is_called() {
  within 10 webhook_answers
}
own_namespace_is_left_alone() {
  local pod
  pod=$(labelled_pod own configmap:migrations | kubectl --namespace "$SYSTEM" create --dry-run=server --output=yaml --filename -)
  lacks "$pod" initContainers
}

may() { kubectl auth can-i "$@" --as="system:serviceaccount:$SYSTEM:chandler"; }
may_not() { contains "$(may "$@" 2>&1 || true)" no; }
rights_are_least() {
  may get secrets/chandler-certs --namespace "$SYSTEM"
  may update secrets/chandler-certs --namespace "$SYSTEM"
  may patch "mutatingwebhookconfigurations.admissionregistration.k8s.io/chandler.$SYSTEM"
  may_not list secrets --namespace "$SYSTEM"
  may_not get secrets/other --namespace "$SYSTEM"
  may_not get secrets --namespace default
  may_not patch mutatingwebhookconfigurations.admissionregistration.k8s.io/other
  may_not create mutatingwebhookconfigurations.admissionregistration.k8s.io
  may_not delete "mutatingwebhookconfigurations.admissionregistration.k8s.io/chandler.$SYSTEM"
  may_not get pods --all-namespaces
  may_not patch deployments.apps --all-namespaces
  # RBAC cannot say which one; the policy does.
  contains "$(kubectl create secret generic other --namespace "$SYSTEM" --dry-run=server \
    --as="system:serviceaccount:$SYSTEM:chandler" 2>&1 || true)" "only its own Secret"
}
restricted_admits_chandler() {
  kubectl label namespace "$SYSTEM" pod-security.kubernetes.io/enforce=restricted --overwrite
  kubectl --namespace "$SYSTEM" rollout restart deployment/chandler
  kubectl --namespace "$SYSTEM" rollout status deployment/chandler --timeout=60s
}

check "the chart passes helm lint" chart_passes_lint
check "its output holds nothing secret and no caBundle" chart_holds_no_secret
check "an unknown value is an error" unknown_values_are_errors
check "values that do not go together are an error that says why" conflicting_values_are_errors
check "the API server accepts what other values make" api_server_accepts_all_values
check "two copies are ready after helm install --wait" two_copies_are_ready
check "all webhooks trust the CA that the Secret holds" bundle_is_the_secrets_ca
check "the API server reaches the webhook" webhook_is_called
check_if_alone "pods of Chandler's own namespace are left alone" own_namespace_is_left_alone
check "its rights are those of docs/rbac.md, and no more" rights_are_least
check "a namespace that enforces restricted admits Chandler" restricted_admits_chandler
