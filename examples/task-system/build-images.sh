#!/bin/bash
# build-images.sh: builds Chandler's image and that of the Jobs.
#   ENGINE    docker or podman; default: the one that is there
#   REGISTRY  pushes them there, too, and prints the values for helm: registry.example.org/team
#   TAG       default: dev
#   POSTGRES  the image that the Jobs' stands on; default: docker.io/library/postgres:17
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

engine=${ENGINE:-$(command -v docker || command -v podman || true)}
[[ -n $engine ]] || { echo "neither docker nor podman is here; name one with ENGINE" >&2; exit 1; }
tag=${TAG:-dev}
base=${REGISTRY:-localhost}

"$engine" build --target runtime --tag "$base/chandler:$tag" ../..
"$engine" build --build-arg BASE="${POSTGRES:-docker.io/library/postgres:17}" --tag "$base/task-job:$tag" job
if [[ -n ${REGISTRY:-} ]]; then
  "$engine" push "$base/chandler:$tag"
  "$engine" push "$base/task-job:$tag"
fi
echo "--set images.chandler=$base/chandler:$tag --set images.job=$base/task-job:$tag --set images.postgres=${POSTGRES:-docker.io/library/postgres:17}"
