#!/bin/bash
# check.sh MANIFEST|cronjob/NAME: starts the Job, waits for its end, prints its log, and ends with the probe's exit
# code: 0 nothing, 2 a problem was found, 1 something could not be checked.
# shellcheck source=examples/edb-consistency-check/settings.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/settings.sh"

what=${1:?"usage: check.sh MANIFEST|cronjob/NAME"}

start() {
  if [[ $what == cronjob/* ]]; then
    job=manual-$(date -u +%Y%m%d-%H%M%S)
    k create job "$job" --from="$what"
  else
    job=consistency-check
    k delete job "$job" --ignore-not-found --cascade=foreground # a Job that ran never runs again
    manifest "$what" | k apply --filename -
  fi
}
condition() { # TYPE
  k get job "$job" --output "jsonpath={.status.conditions[?(@.type==\"$1\")].status}"
}
wait_for_end() {
  local deadline=$((SECONDS + timeout))
  until [[ $(condition Complete) == True || $(condition Failed) == True ]]; do
    if ((SECONDS >= deadline)); then
      k get pods --selector job-name="$job" >&2 || true
      die "check.sh: the Job $job did not end within $timeout s; kubectl --namespace $namespace describe job $job says more"
    fi
    sleep 1
  done
}
# Of the last pod.
exit_code() {
  k get pods --selector job-name="$job" --sort-by=.metadata.creationTimestamp \
    --output 'jsonpath={range .items[*]}{.status.containerStatuses[0].state.terminated.exitCode}{"\n"}{end}' | tail -n 1
}

start
wait_for_end
k logs "job/$job" --tail=-1
code=$(exit_code)
exit "${code:-1}"
