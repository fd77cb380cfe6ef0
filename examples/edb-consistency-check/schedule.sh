#!/bin/bash
# Makes the CronJob. `kubectl create job --from=cronjob/consistency-check NAME` starts it by hand, as trigger does.
# shellcheck source=examples/edb-consistency-check/settings.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/settings.sh"

manifest manifests/check-cronjob.yaml | k apply --filename -
k get cronjob consistency-check
