# shellcheck shell=bash
# up, down, status: one supervising process, known by its pid and its start time.

# Nothing for a process that has ended, even if nobody has reaped it yet.
start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 !~ "[ZX]" {print $20}'; }

# remembered FILE: the pid in the file, if that process is still the one that was meant.
remembered() {
  local pid started
  [[ -f $RUN/$1 ]] || return 1
  read -r pid started <"$RUN/$1"
  [[ -n $started && $(start_time "$pid") == "$started" ]] && echo "$pid"
}
remember() { echo "$2 $(start_time "$2")" >"$RUN/$1"; } # FILE PID

# The supervisor is `unshare`; its only child is process 1 of the node.
supervisor() { remembered supervisor; }
node_init() { remembered init; }

is_up() { supervisor >/dev/null && node_init >/dev/null && [[ -e $RUN/ready ]]; }

lock() {
  mkdir -p "$NODE_HOME"
  command -v flock >/dev/null || return 0
  exec 9>"$NODE_HOME/lock"
  flock -n 9 || say "another node command is at work; waiting for it …"
  flock -w 3600 9 || die "another node command has held $NODE_HOME/lock for an hour"
}

cgroup_folders() {
  awk -v name="$CGROUP" '$3 ~ "^cgroup2?$" && $2 ~ "^/sys/fs/cgroup" {print $2 "/" name}' /proc/mounts
}

make_cgroups() {
  local folder parent
  while read -r folder; do
    parent=$(dirname "$folder")
    mkdir -p "$folder"
    if [[ -f $folder/cpuset.cpus && -f $parent/cgroup.clone_children ]]; then
      cat "$parent/cpuset.cpus" >"$folder/cpuset.cpus"
      cat "$parent/cpuset.mems" >"$folder/cpuset.mems"
    fi
  done < <(cgroup_folders)
}

remove_cgroups() {
  local folder
  while read -r folder; do
    [[ ! -d $folder ]] || find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || return 1
  done < <(cgroup_folders)
}

gone() { ! remembered "$1"; }

end_process() { # FILE
  local pid
  pid=$(remembered "$1") || return 0
  kill -KILL "$pid"
  wait_for 30 "the node's $1 to end" gone "$1"
}

link_owner() { cat "/sys/class/net/$HOST_LINK/ifalias" 2>/dev/null || true; }

# The link, the addresses and the cgroups have one name each, so nodes go one at a time.
refuse_second_node() {
  local owner
  owner=$(link_owner)
  [[ -z $owner || $owner == "$NODE_HOME" ]] || die "the node of $owner is up, and there can be one at a time"
}

# What an earlier node left, whether it ended by `down` or was killed.
clean_up() {
  refuse_second_node
  end_process supervisor
  end_process init
  ip link del "$HOST_LINK" 2>/dev/null || true
  wait_for 30 "the node's cgroups to empty" remove_cgroups
  if [[ -f $RUN/made-folders ]]; then xargs rmdir --ignore-fail-on-non-empty <"$RUN/made-folders"; fi
  rm -rf --one-file-system "$STATE"
}

# The namespaces need this machine's end of the veth pair from outside.
connect_host() {
  ip link add "$HOST_LINK" type veth peer name "$NODE_LINK" netns "$(node_init)"
  ip link set "$HOST_LINK" alias "$NODE_HOME"
  ip addr add "$HOST_IP/30" dev "$HOST_LINK"
  ip link set "$HOST_LINK" up
  ip route add "$POD_CIDR" via "$NODE_IP" dev "$HOST_LINK"
  ip route add "$SERVICE_CIDR" via "$NODE_IP" dev "$HOST_LINK"
}

start_supervisor() {
  local pid
  setsid unshare --mount --net --uts --ipc --pid --fork --kill-child --mount-proc \
    "$HERE/node" __inside </dev/null >>"$LOGS/node.log" 2>&1 9>&- &
  pid=$!
  remember supervisor "$pid"
  wait_for 10 "the namespaces" pgrep -P "$pid"
  remember init "$(pgrep -P "$pid")"
}

node_ready() { kube wait --for=condition=Ready "node/$NODE_NAME" --timeout=1s; }

apply_manifests() {
  sed -e "s#@DNS_SERVICE_IP@#$DNS_SERVICE_IP#" -e "s#@VOLUMES@#$STATE/volumes#" "$HERE"/manifests/*.yaml |
    kube apply -f - >>"$LOGS/node.log"
}

node_up() {
  lock
  if is_up; then say "up already"; usage_hint; return; fi
  build_all
  clean_up
  rm -rf "$LOGS"
  mkdir -p "$RUN" "$PKI" "$LOGS" "$STATE/volumes" "$STORE" "$ARCHIVES"
  make_pki
  make_cgroups
  start_supervisor
  connect_host
  wait_for 300 "the kubelet to start" test -e "$RUN/started"
  wait_for 120 "the node to be ready" node_ready
  apply_manifests
  kube -n kube-system rollout status deployment/coredns --timeout=120s >/dev/null
  kube -n local-path-storage rollout status deployment/local-path-provisioner --timeout=120s >/dev/null
  touch "$RUN/ready"
  usage_hint
}

usage_hint() {
  say "Kubernetes is up. Use: export KUBECONFIG=$KUBECONFIG_FILE PATH=$BIN:\$PATH"
}

node_down() {
  lock
  clean_up
  say "down"
}

node_status() {
  if ! supervisor >/dev/null; then echo "down"; return 3; fi
  is_up && echo "up" || echo "starting, or failed to start"
  kube get nodes,pods -A || true
}

node_logs() {
  if (($# == 0)); then
    ls "$LOGS"
    return
  fi
  cat "$LOGS/$1.log"
}

# signal_component SIGNAL NAME: the pid in the file is the one inside the node's namespace.
signal_component() {
  [[ -f $RUN/$2.pid ]] || die "no component $2; there are: $(cd "$RUN" && echo *.pid | sed 's/\.pid//g')"
  nsenter --target "$(node_init)" --pid kill "-$1" "$(<"$RUN/$2.pid")"
}

# An API server that is asked to end first waits a minute for its watchers.
restart_component() {
  local before tries=10
  before=$(<"$RUN/$1.pid")
  signal_component TERM "$1"
  while component_pid_is "$1" "$before" && ((tries-- > 0)); do sleep 0.2; done
  ! component_pid_is "$1" "$before" || signal_component KILL "$1"
  wait_for 30 "$1 to start again" component_pid_changed "$1" "$before"
  [[ $1 != apiserver ]] || wait_for 120 "the API server" api_ready
}
