#!/bin/bash
# Removes all that the other scripts made, the database's volume and the reports included.
# shellcheck source=examples/edb-consistency-check/settings.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/settings.sh"

if [[ $("${kubectl[@]}" get namespace "$namespace" --ignore-not-found --output jsonpath='{.metadata.labels.example}') == edb-consistency-check ]]; then
  "${kubectl[@]}" delete namespace "$namespace"
elif "${kubectl[@]}" get namespace "$namespace" >/dev/null 2>&1; then
  # Somebody else's namespace: only the example's own objects.
  k delete --ignore-not-found job,cronjob,pod --selector app.kubernetes.io/name=consistency-check
  k delete --ignore-not-found pod/reports statefulset/postgres service/postgres \
    configmap/edb-postgres configmap/edb-first-start configmap/consistency-check secret/edb-admin secret/edb-prober
  k delete --ignore-not-found persistentvolumeclaim/reports persistentvolumeclaim/data-postgres-0
fi
