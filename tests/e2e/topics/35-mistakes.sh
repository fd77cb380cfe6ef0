# shellcheck shell=bash disable=SC2016,SC2154 # jq's variables; those of tests/e2e/lib
# What is missing is told, where docs/runbook.md says to look.
use_namespace mistakes
use_database

labelled() { # NAME ANNOTATION…
  deployment "$1" 1 | k annotate --local --filename - --output yaml "${@:2}" |
    k label --local --filename - chandler.dev/inject=true --output yaml | k apply --filename -
}
message_of() { # APP CONTAINER: the report of its last end
  pods_of "$1" | jq --raw-output --arg name "$2" '.items[0].status.initContainerStatuses[] | select(.name == $name)
    | (.state.terminated // .lastState.terminated).message'
}
ended_with() { # APP CONTAINER EXIT_CODE
  equals "$(pods_of "$1" | jq --arg name "$2" '.items[0].status.initContainerStatuses[] | select(.name == $name)
    | (.state.terminated // .lastState.terminated // {exitCode: "none yet"}).exitCode')" "$3"
}

missing_secret_is_told() {
  labelled no-secret chandler.dev/database=nowhere chandler.dev/migrate=configmap:migrations
  within 30 ended_with no-secret chandler-migrate 2
  contains "$(message_of no-secret chandler-migrate | jq --raw-output .error.hint)" "The Secret that chandler.dev/database names is missing"
}
missing_map_is_told() {
  labelled no-map chandler.dev/database=database chandler.dev/migrate=configmap:nowhere
  within 30 event_says FailedMount 'configmap "nowhere" not found'
}
event_says() { contains "$(k get events --field-selector reason="$1" --output 'jsonpath={.items[*].message}')" "$2"; }
wrong_password_is_told() {
  k get secret database --output json | jq '{apiVersion, kind, type, metadata: {name: "wrong"}, data: (.data | .password = ("no" | @base64))}' |
    k create --filename -
  labelled wrong chandler.dev/database=wrong chandler.dev/migrate=configmap:migrations
  within 30 ended_with wrong chandler-migrate 2
  contains "$(message_of wrong chandler-migrate)" 28P01
}
empty_source_is_told() {
  k create configmap empty
  labelled empty chandler.dev/database=database chandler.dev/migrate=configmap:empty
  within 30 ended_with empty chandler-migrate 2
}

# The message names two commands; they are carried out as they stand there.
waiting_for_a_job_names_the_right() {
  labelled waiting chandler.dev/wait-for=job/seed
  within 30 ended_with waiting chandler-wait 2
  contains "$(message_of waiting chandler-wait)" "kubectl create role"
}
given_the_right_it_waits() {
  local commands
  commands=$(message_of waiting chandler-wait | jq --raw-output '.error.hint' | sed 's/^[^:]*: //')
  eval "$commands"
  k create job seed --image="$busybox" --dry-run=client --output json -- true |
    jq '.spec.template.spec.securityContext = {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: "RuntimeDefault"}}
      | .spec.template.spec.containers[0].securityContext = {allowPrivilegeEscalation: false, capabilities: {drop: ["ALL"]}}' |
    k create --filename -
  k delete pod --selector app=waiting --wait=false
  rolled_out deployment/waiting 60s
}

check "a missing Secret is told at once, not waited for" missing_secret_is_told
check "a missing ConfigMap is told by an event" missing_map_is_told
check "a wrong password is told at once" wrong_password_is_told
check "an empty source is a problem, not \"nothing pending\"" empty_source_is_told
check "waiting for a Job without the right names the commands that give it" waiting_for_a_job_names_the_right
check "these commands work, and the pod starts after the Job" given_the_right_it_waits
