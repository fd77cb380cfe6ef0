# shellcheck shell=bash disable=SC2016,SC2154 # jq's variables; those of tests/e2e/lib
# The pod that exists is the pod that was meant: the API drops fields that it does not know.
use_namespace intended
use_database
k create configmap data --from-literal=item.csv=$'id\n1\n2\n' >/dev/null

annotated_deployment() {
  deployment menu 1 | k annotate --local --filename - --output yaml "${MIGRATE[@]}" \
    chandler.dev/load=configmap:data chandler.dev/wait-for="tcp:postgres.$DATABASE_NAMESPACE.svc:5432" \
    chandler.dev/cpu-limit=250m chandler.dev/log-level=debug |
    k label --local --filename - chandler.dev/inject=true --output yaml
}

inject_offline() {
  annotated_deployment >"$WORK/deployment.yaml"
  inject_in_pod offline "$WORK/deployment.yaml" --output json | jq '.spec.template.spec' >"$WORK/intended"
  equals "$(jq --raw-output '[.initContainers[].name] | join(" ")' "$WORK/intended")" "chandler-migrate chandler-load"
}
created_pod_is_ready() {
  k apply --filename "$WORK/deployment.yaml"
  rolled_out deployment/menu
  pods_of menu | jq '.items[0].spec' >"$WORK/real"
}
# Every field that was meant is there, with that value; lists have the same length.
WITHIN='def within($real): . as $meant
  | if type == "object" then
      type == ($real | type) and all(keys[]; . as $key | $meant[$key] | within($real[$key]))
    elif type == "array" then
      type == ($real | type) and length == ($real | length) and all(range(length); . as $i | $meant[$i] | within($real[$i]))
    else . == $real end;'
ours() { jq '[.initContainers[] | select(.name | startswith("chandler-"))]' "$1"; }
containers_are_the_intended_ones() {
  ours "$WORK/intended" >"$WORK/intended.ours"
  ours "$WORK/real" >"$WORK/real.ours"
  jq --exit-status --slurpfile real "$WORK/real.ours" "$WITHIN within(\$real[0])" "$WORK/intended.ours" ||
    { diff <(jq --sort-keys . "$WORK/intended.ours") <(jq --sort-keys . "$WORK/real.ours"); return 1; }
}
volumes_are_the_intended_ones() {
  local name
  for name in $(jq --raw-output '.volumes[].name' "$WORK/intended"); do
    jq --exit-status --arg name "$name" --slurpfile real "$WORK/real" \
      "$WITHIN (.volumes[] | select(.name == \$name)) | within(\$real[0].volumes[] | select(.name == \$name))" "$WORK/intended"
  done
}
# What the API server adds by itself to any container, and nothing of ours that it changed.
API_DEFAULTS='["imagePullPolicy", "terminationMessagePath", "terminationMessagePolicy"]'
nothing_else_is_there() {
  local more
  more=$(jq --slurp --compact-output --argjson defaults "$API_DEFAULTS" \
    '[.[0], .[1] | map(keys)] | transpose | map(.[1] - .[0] - $defaults) | flatten' "$WORK/intended.ours" "$WORK/real.ours")
  equals "$more" "[]"
}
own_container_is_untouched() {
  # Chandler's additions to the pod concern its own containers only.
  equals "$(jq --compact-output '.containers | map(.name)' "$WORK/real")" '["app"]'
  lacks "$(jq --compact-output '.containers[0].volumeMounts' "$WORK/real")" chandler
}
injecting_again_changes_nothing() {
  local patched
  patched=$(k logs deployment/menu --all-containers --tail=1 >/dev/null 2>&1; pods_of menu | jq '.items[0]
    | {apiVersion: "v1", kind: "Pod", metadata: {name: "again", labels: .metadata.labels, annotations: .metadata.annotations}, spec}
    | del(.spec.nodeName)' | k create --dry-run=server --filename - --output json)
  equals "$(jq --compact-output '[.spec.initContainers[].name]' <<<"$patched")" '["chandler-migrate","chandler-load"]'
}

check "chandler inject works offline, in a restricted pod" inject_offline
check "the annotated Deployment's pod becomes ready" created_pod_is_ready
check "each of our containers has every field that inject printed" containers_are_the_intended_ones
check "so have our volumes" volumes_are_the_intended_ones
check "the API server added nothing but its defaults" nothing_else_is_there
check "the application's own container is untouched" own_container_is_untouched
check "a pod that has our containers already gets no second ones" injecting_again_changes_nothing
