# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # read, and set, by the other files of run
# The application, as the demo sees it: through kubectl, and by HTTP through `kubectl proxy`,
# which works the same on every cluster.

k() { "$CLUSTER" kubectl --namespace "$NAMESPACE" "$@"; }
with_jq() { if command -v jq >/dev/null; then jq "$@"; else toolchain/run jq "$@"; fi; }

# within SECONDS COMMAND…: the command succeeds before the deadline.
within() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}

proxy_pid=''
proxy_serves() { grep -q 'Starting to serve' "$WORK/proxy" 2>/dev/null; }
start_proxy() {
  "$CLUSTER" kubectl proxy --port=0 >"$WORK/proxy" 2>&1 &
  proxy_pid=$!
  within 10 proxy_serves || fail "kubectl proxy did not start" "see the log" "$WORK/proxy"
  proxy_address=$(grep -o '127.0.0.1:[0-9]*' "$WORK/proxy" | head -n 1)
}
stop_proxy() { [[ -z $proxy_pid ]] || kill "$proxy_pid" 2>/dev/null || true; }

# ask PATH [curl's options]: the body; the status goes to $WORK/status.
ask() {
  local path=$1
  shift
  curl --silent --show-error --max-time 5 --write-out '%{stderr}%{http_code}' "$@" \
    "http://$proxy_address/api/v1/namespaces/$NAMESPACE/services/http:order-food:80/proxy$path" 2>"$WORK/status"
}
status() { cat "$WORK/status"; }

# Requests all the time, ten a second: one status a line.
traffic_pid=''
start_traffic() {
  : >"$WORK/traffic"
  while sleep 0.1 && kill -0 $$ 2>/dev/null; do
    curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}\n' \
      "http://$proxy_address/api/v1/namespaces/$NAMESPACE/services/http:order-food:80/proxy/menu" >>"$WORK/traffic" || true
  done &
  traffic_pid=$!
}
stop_traffic() {
  [[ -z $traffic_pid ]] || kill "$traffic_pid" 2>/dev/null || true
  traffic_pid=''
}
requests() { wc -l <"$WORK/traffic"; }
answered() { grep -c '^200$' "$WORK/traffic" || true; }

rollout_ends() { # TIMEOUT
  k rollout status deployment/order-food --timeout="$1" >"$LOGS/rollout.log" 2>&1 && return
  why_held >>"$LOGS/rollout.log" 2>&1 || true
  return 1
}

# The pods that are not ready, what warned about them, and the last lines of what failed there.
why_held() {
  local pod container
  k get pods --selector "$SELECTOR"
  k get events --field-selector type=Warning --sort-by=.lastTimestamp --output custom-columns=REASON:.reason,OBJECT:.involvedObject.name,MESSAGE:.message | tail -n 5
  k get pods --selector "$SELECTOR" --output json | with_jq --raw-output '.items[] | .metadata.name as $pod
    | (.status.initContainerStatuses[]?, .status.containerStatuses[]?)
    | select((.state.terminated // .lastState.terminated // {exitCode: 0}).exitCode != 0) | "\($pod) \(.name)"' |
    while read -r pod container; do
      echo "--- $pod, $container"
      k logs "$pod" --container "$container" --tail=5
    done
}

# The pod whose chandler-load has failed.
held_pod() {
  k get pods --selector "$SELECTOR" --output json | with_jq --raw-output '[.items[]
    | select(.status.initContainerStatuses[]? | select(.name == "chandler-load")
             | (.state.terminated // .lastState.terminated // {exitCode: 0}).exitCode != 0)
    | .metadata.name] | first // empty'
}
a_pod_is_held() { [[ -n $(held_pod) ]]; }
