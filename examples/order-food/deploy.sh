#!/bin/bash
# Deploys the example as it is without Chandler: an application whose database is empty.
#   NAMESPACE         where to (order-food)
#   ORDER_FOOD_IMAGE  the application's image (localhost/order-food:dev)
#   POSTGRES_IMAGE    the database's image (localhost/postgres:17; elsewhere docker.io/library/postgres:17)
#   KUBECTL           the client program (kubectl)
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

namespace=${NAMESPACE:-order-food}
read -ra kubectl <<<"${KUBECTL:-kubectl}"
k() { "${kubectl[@]}" --namespace "$namespace" "$@"; }

make_namespace() {
  "${kubectl[@]}" get namespace "$namespace" >/dev/null 2>&1 && return
  "${kubectl[@]}" create namespace "$namespace"
  "${kubectl[@]}" label namespace "$namespace" \
    example=order-food pod-security.kubernetes.io/enforce=restricted >/dev/null
}

# Made once: PostgreSQL takes the password of its first start.
make_database_secret() {
  k get secret order-food-db >/dev/null 2>&1 && return
  k create secret generic order-food-db \
    --from-literal=host=postgres --from-literal=port=5432 --from-literal=dbname=order_food \
    --from-literal=username=order_food --from-literal=password="$(head -c 18 /dev/urandom | base64)"
}

manifests() {
  "${kubectl[@]}" kustomize . | sed \
    -e "s#image: localhost/order-food:dev#image: ${ORDER_FOOD_IMAGE:-localhost/order-food:dev}#" \
    -e "s#image: localhost/postgres:17#image: ${POSTGRES_IMAGE:-localhost/postgres:17}#"
}

rolled_out() { # KIND/NAME
  k rollout status "$1" --timeout=120s && return
  echo "deploy.sh: $1 is not ready; its pods and their last lines:" >&2
  k get pods --selector app.kubernetes.io/name="${1#*/}" >&2
  k logs --selector app.kubernetes.io/name="${1#*/}" --all-containers --prefix --tail=20 >&2
  exit 1
}

make_namespace
make_database_secret
manifests | k apply -f -
rolled_out statefulset/postgres
rolled_out deployment/order-food
