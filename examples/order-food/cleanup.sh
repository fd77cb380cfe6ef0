#!/bin/bash
# Removes all that deploy.sh made, the database and its volume included.
set -euo pipefail

namespace=${NAMESPACE:-order-food}
read -ra kubectl <<<"${KUBECTL:-kubectl}"

if [[ $("${kubectl[@]}" get namespace "$namespace" --ignore-not-found --output jsonpath='{.metadata.labels.example}') == order-food ]]; then
  "${kubectl[@]}" delete namespace "$namespace"
elif "${kubectl[@]}" get namespace "$namespace" >/dev/null 2>&1; then
  # Somebody else's namespace: only the example's own objects.
  cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
  "${kubectl[@]}" --namespace "$namespace" delete --ignore-not-found -k .
  "${kubectl[@]}" --namespace "$namespace" delete --ignore-not-found secret/order-food-db persistentvolumeclaim/data-postgres-0
fi
