# shellcheck shell=bash disable=SC2034
# Where things are, and the addresses the node uses. Sourced by `node`.

TOOLCHAIN=$(cd "$HERE/../../toolchain" && pwd)
# shellcheck source=toolchain/lib/settings.sh
source "$TOOLCHAIN/lib/settings.sh" # for CHANDLER_CACHE

NODE_HOME=${CHANDLER_NODE_HOME:-$CHANDLER_CACHE/node}
BIN=$NODE_HOME/bin          # programs that `node build` made
BUILD=$NODE_HOME/build      # scratch space and settings of image builds
ARCHIVES=$NODE_HOME/images  # image archives; each `up` imports what is new
STORE=$NODE_HOME/containerd # the node's image store, kept from one `up` to the next
STATE=$NODE_HOME/state      # this cluster; `up` starts with an empty one, `down` removes it
LOGS=$NODE_HOME/logs        # logs of the last cluster; they outlive `down`
RUN=$STATE/run
PKI=$STATE/pki
KUBECONFIG_FILE=$STATE/admin.kubeconfig
PRIVATE=$STATE/private      # what the node sees in the place of PRIVATE_FOLDERS
PRIVATE_FOLDERS=(/run/containerd /run/netns /var/lib/cni /var/lib/kubelet /var/log/containers /var/log/pods)
CONTAINERD_SOCKET=$PRIVATE/run/containerd/containerd.sock

HOST_LINK=chnode0 # the veth pair: this end stays in the machine's own namespace,
NODE_LINK=node0   # this end is the node's network card
HOST_IP=10.80.0.2
NODE_IP=10.80.0.1
POD_CIDR=10.244.0.0/24
SERVICE_CIDR=10.96.0.0/16
API_SERVICE_IP=10.96.0.1
DNS_SERVICE_IP=10.96.0.10
NODE_NAME=node1
CGROUP=chandler-node

BASE_IMAGE=docker.io/library/debian:trixie-slim

say() { echo "node: $*" >&2; }
die() { say "$*"; exit 1; }

# wait_for SECONDS WHAT COMMAND…: tries COMMAND until it succeeds.
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || die "gave up waiting for $what; see: node logs"
    sleep 0.3
  done
}
