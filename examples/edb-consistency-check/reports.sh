#!/bin/bash
# Prints the names of the reports on the volume, and the newest report, through a pod that is gone afterwards.
# shellcheck source=examples/edb-consistency-check/settings.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/settings.sh"

remove() { k delete pod reports --ignore-not-found --grace-period=1 >/dev/null; }

remove
trap remove EXIT
manifest manifests/reports-pod.yaml | k apply --filename - >/dev/null
k wait pod/reports --for=jsonpath='{.status.phase}'=Succeeded --timeout="${timeout}s" >/dev/null || die "$(k describe pod reports | tail -n 20)"
k logs reports
