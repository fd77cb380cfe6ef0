# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# examples/edb-consistency-check: the probe as a Job and as a CronJob, of databases with data checksums and without,
# whole and damaged.
EXAMPLE=examples/edb-consistency-check
CHECKED=$WORK/checked

example() { # SCRIPT [ARGUMENT…]
  KUBECTL="$CLUSTER kubectl" NAMESPACE=$namespace CHANDLER_IMAGE=$image POSTGRES_IMAGE=$postgres CHECKSUMS=${checksums:-on} \
    "$EXAMPLE/$1.sh" "${@:2}"
}
probed() { # EXIT_CODE MANIFEST|CRONJOB: its output is in $CHECKED
  local code=0
  example check "$2" >"$CHECKED" 2>&1 || code=$?
  cat "$CHECKED"
  equals "$code" "$1"
}
on_postgres() { k exec postgres-0 -- "$@"; }
edb() { on_postgres psql --username=postgres --dbname=edb -Atqc "$1"; }

whole_with_checksums() {
  example deploy
  probed 0 manifests/check-job.yaml
  contains "$(<"$CHECKED")" 'ok               data_checksums'
  contains "$(<"$CHECKED")" 'ok: nothing found'
}
waits_for_the_database() {
  k scale statefulset/postgres --replicas=0
  within 60 refused k get pod postgres-0
  in_background example check manifests/check-job.yaml >"$CHECKED" 2>&1
  within 60 contains_waiting
  k scale statefulset/postgres --replicas=1
  within 120 job_is Complete
  contains "$(k logs job/consistency-check)" 'ok: nothing found'
  stop_background
}
contains_waiting() { contains "$(k logs job/consistency-check)" waiting; }
job_is() { # CONDITION
  equals "$(k get job consistency-check --output "jsonpath={.status.conditions[?(@.type==\"$1\")].status}")" True
}
triggered_by_hand() {
  example schedule
  probed 0 cronjob/consistency-check
  contains "$(<"$CHECKED")" 'ok: nothing found'
}
reports_are_kept() {
  local text
  text=$(example reports)
  contains "$text" '"verdict": "ok"'
  equals "$(grep -c '^probe-.*\.json$' <<<"$text")" 3
}

# Bytes in the midst of the table's second page, as a disk that forgot would leave them.
damage_account() {
  local path
  path=$(edb "CHECKPOINT; SELECT pg_relation_filepath('account')")
  on_postgres bash -c "head -c 64 /dev/zero | tr '\\0' x | dd of=\$PGDATA/$path bs=1 seek=$((8192 + 6000)) conv=notrunc status=none && sync"
  k delete pod postgres-0 --wait # what is in its memory is still whole
  k rollout status statefulset/postgres --timeout=120s
}
damage_is_found() {
  damage_account
  probed 2 manifests/check-job.yaml
  contains "$(<"$CHECKED")" 'problem  table public.account'
  equals "$(k get job consistency-check --output 'jsonpath={.status.failed}')" 1
}
rows_that_break_a_constraint_are_named() {
  edb "SET session_replication_role = replica; INSERT INTO booking (account_id, amount) VALUES (987654, 1)"
  probed 2 cronjob/consistency-check
  contains "$(<"$CHECKED")" 'constraint booking_account_id_fkey on public.booking'
  contains "$(<"$CHECKED")" '(account_id) = (987654)'
  edb "DELETE FROM booking WHERE account_id = 987654"
}

without_checksums_is_a_warning() {
  checksums=off example deploy
  probed 0 manifests/check-job.yaml
  contains "$(<"$CHECKED")" 'warning          data_checksums'
  contains "$(<"$CHECKED")" 'warning: 1 warning'
}
warnings_fail_the_job_when_asked() {
  k patch configmap consistency-check --patch '{"data":{"CHANDLER_FAIL_ON":"warning"}}'
  probed 2 manifests/check-job.yaml
}
checksums_are_not_changed_by_another_deploy() {
  contains "$(refused env KUBECTL="$CLUSTER kubectl" NAMESPACE="$namespace" POSTGRES_IMAGE="$postgres" "$EXAMPLE/deploy.sh")" 'make cleanup'
}
nothing_is_left() {
  example cleanup
  equals "$(k get all,configmaps,secrets,persistentvolumeclaims --output name | grep -v kube-root-ca || true)" ''
}

use_namespace consistency-check
check "a database with checksums: the Job succeeds" whole_with_checksums
check "the Job waits for a database that is away" waits_for_the_database
check "the CronJob's Job is started by hand" triggered_by_hand
check "each run's report stays on the volume" reports_are_kept
check "a row without its parent is found, and named" rows_that_break_a_constraint_are_named
check "a damaged page is found, and the Job fails at once" damage_is_found
check "cleanup leaves nothing" nothing_is_left

use_namespace no-checksums
check "a database without checksums: a warning, and the Job succeeds" without_checksums_is_a_warning
check "with CHANDLER_FAIL_ON=warning the Job fails" warnings_fail_the_job_when_asked
check "a deploy with the other setting says what to do" checksums_are_not_changed_by_another_deploy
check "cleanup leaves nothing here either" nothing_is_left
