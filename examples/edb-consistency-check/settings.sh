# shellcheck shell=bash disable=SC2034 # read by the scripts
# What all scripts of the example share; make sets the variables.
#   NAMESPACE       where to (edb-consistency-check)
#   KUBECTL         the client program (kubectl)
#   CHANDLER_IMAGE  (localhost/chandler:dev)
#   POSTGRES_IMAGE  (localhost/postgres:17; elsewhere docker.io/library/postgres:17)
#   TIMEOUT         how long a database may take to be ready, and a Job to end, in seconds (300)
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

namespace=${NAMESPACE:-edb-consistency-check}
timeout=${TIMEOUT:-300}
read -ra kubectl <<<"${KUBECTL:-kubectl}"
k() { "${kubectl[@]}" --namespace "$namespace" "$@"; }

# manifest FILE: with the images that this cluster has.
manifest() {
  sed -e "s#image: localhost/chandler:dev#image: ${CHANDLER_IMAGE:-localhost/chandler:dev}#" \
    -e "s#image: localhost/postgres:17#image: ${POSTGRES_IMAGE:-localhost/postgres:17}#" "$1"
}

die() {
  echo "$*" >&2
  exit 1
}
