# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# Upgrade and uninstall. The last topic: afterwards there is no release.
use_namespace uninstall
k create secret generic database --from-literal=uri=postgresql://nobody@nowhere/none >/dev/null
k create configmap migrations --from-literal=V1__a.sql='SELECT 1;' >/dev/null

# Dry runs of labelled pods all the time: one line each, ok or what went wrong.
ask_all_the_time() {
  while sleep 0.1; do if webhook_answers >"$WORK/answer" 2>&1; then echo ok; else tail -n 1 "$WORK/answer"; fi; done >"$WORK/answers"
}
asked_often() { [[ $(wc -l <"$WORK/answers") -ge 10 ]]; }
upgrade_keeps_certificate() {
  local ca bundle key
  ca=$(certs 'ca\.crt') key=$(certs 'tls\.key') bundle=$(configuration '.webhooks[*].clientConfig.caBundle')
  [[ -n $ca && -n $key && -n $bundle ]]
  in_background ask_all_the_time
  release --set log.level=debug --set podAnnotations.upgraded=yes
  kubectl --namespace "$SYSTEM" rollout status deployment/chandler --timeout=60s
  within 60 asked_often # a busy machine asks slowly
  stop_background
  equals "$(certs 'ca\.crt')" "$ca"
  equals "$(certs 'tls\.key')" "$key"
  equals "$(configuration '.webhooks[*].clientConfig.caBundle')" "$bundle"
}
upgrade_loses_no_request() {
  sort "$WORK/answers" | uniq -c
  asked_often
  equals "$(grep -vc '^ok$' "$WORK/answers" || true)" 0
}
forced_upgrade_heals() {
  release --force --set log.level=info
  within 60 webhook_answers
}

left_of() { # KIND
  kubectl get "$1" --all-namespaces --selector app.kubernetes.io/instance=chandler --output name --ignore-not-found |
    grep -c "$SYSTEM" || true
}
uninstall_leaves_nothing() {
  helm uninstall chandler --namespace "$SYSTEM" --wait --timeout 60s
  local kind
  for kind in mutatingwebhookconfigurations validatingwebhookconfigurations clusterroles clusterrolebindings; do
    equals "$kind $(left_of $kind)" "$kind 0"
  done
  for kind in secrets leases configmaps services deployments serviceaccounts roles rolebindings poddisruptionbudgets; do
    equals "$kind $(kubectl --namespace "$SYSTEM" get $kind --output name | grep -c chandler || true)" "$kind 0"
  done
}
labelled_pods_start_without_it() {
  refused webhook_answers
}
installing_again_works() {
  release
  within 10 webhook_answers
}

check "helm upgrade keeps CA, key and caBundle" upgrade_keeps_certificate
check "no request was lost during the upgrade" upgrade_loses_no_request
check "after helm upgrade --force it heals by itself" forced_upgrade_heals
check "helm uninstall leaves no webhook configuration, Secret, Lease or right" uninstall_leaves_nothing
check_if_alone "afterwards labelled pods start as they are" labelled_pods_start_without_it
check "installing again works" installing_again_works
