# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# Label and annotations on the Deployment's own metadata: how they get into the template and
# out of it. No pods are needed, so there are none.
use_namespace metadata

deployment menu 0 >"$WORK/menu.yaml"
with_directives() { # the same manifest as somebody would keep it in Git
  "$CLUSTER" kubectl label --local --filename "$WORK/menu.yaml" chandler.dev/inject=true --output yaml |
    "$CLUSTER" kubectl annotate --local --filename - "${MIGRATE[@]}" --output yaml
}
keys_in_template() { template_of "$1" | grep -o 'chandler.dev/[a-z-]*' | sort | xargs; }

label_alone_copies_nothing() {
  k apply --filename "$WORK/menu.yaml"
  within 10 revision_is menu 1
  label deployment/menu
  equals "$(keys_in_template menu)" ""
  equals "$(rollouts menu)" 1
}
one_command_one_rollout() {
  annotate deployment/menu "${MIGRATE[@]}"
  equals "$(keys_in_template menu)" "chandler.dev/database chandler.dev/inject chandler.dev/migrate"
  within 10 revision_is menu 2
}
diff_is_empty() {
  k diff --filename "$WORK/menu.yaml"
}
server_side_diff_is_empty() { k diff --server-side --field-manager=other --filename "$WORK/menu.yaml"; }
apply_again_keeps_copies() {
  k apply --filename "$WORK/menu.yaml"
  k apply --server-side --field-manager=other --force-conflicts --filename "$WORK/menu.yaml"
  equals "$(keys_in_template menu)" "chandler.dev/database chandler.dev/inject chandler.dev/migrate"
  equals "$(rollouts menu)" 2
}
changed_value_is_one_rollout() {
  annotate deployment/menu chandler.dev/migrate=configmap:other
  contains "$(template_of menu)" configmap:other
  within 10 revision_is menu 3
}
taken_off_is_taken_out() {
  annotate deployment/menu chandler.dev/load=configmap:data
  within 10 revision_is menu 4
  k annotate deployment/menu chandler.dev/load-
  equals "$(keys_in_template menu)" "chandler.dev/database chandler.dev/inject chandler.dev/migrate"
  within 10 revision_is menu 5
}
label_off_takes_all_out() {
  k label deployment/menu chandler.dev/inject-
  equals "$(keys_in_template menu)" ""
  within 10 revision_is menu 6
}
label_back_is_one_rollout() {
  label deployment/menu
  equals "$(keys_in_template menu)" "chandler.dev/database chandler.dev/inject chandler.dev/migrate"
  # The same template as revision 3's: the controller takes that ReplicaSet up again.
  within 10 revision_is menu 7
}
template_wins() {
  local answer
  k patch deployment menu --patch '{"spec": {"template": {"metadata": {"annotations": {"chandler.dev/migrate": "configmap:own"}}}}}'
  answer=$(annotate deployment/menu chandler.dev/migrate=configmap:third 2>&1)
  contains "$answer" Warning
  contains "$(template_of menu)" configmap:own
}
kept_in_git_is_no_drift() {
  k delete deployment menu
  with_directives >"$WORK/git.yaml"
  k apply --server-side --filename "$WORK/git.yaml"
  equals "$(keys_in_template menu)" "chandler.dev/database chandler.dev/inject chandler.dev/migrate"
  k diff --server-side --filename "$WORK/git.yaml"
  k apply --server-side --filename "$WORK/git.yaml"
  within 10 revision_is menu 1
}
suspended_job() {
  cat <<YAML
apiVersion: batch/v1
kind: Job
metadata: {name: $1}
spec:
  suspend: $2
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 0
      securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: job
          image: $busybox
          command: [sleep, "1000000"]
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
YAML
}
job_has_started() { [[ -n $(k get job "$1" --output 'jsonpath={.status.startTime}') ]]; }
started_job_is_left_alone() {
  local answer
  suspended_job started false | k apply --filename -
  within 20 job_has_started started
  label job/started
  answer=$(annotate job/started "${MIGRATE[@]}" 2>&1)
  contains "$answer" Warning
  contains "$answer" annotated
  k delete job started
}
waiting_job_gets_them() {
  suspended_job waiting true | k apply --filename -
  label job/waiting
  annotate job/waiting "${MIGRATE[@]}"
  contains "$(k get job waiting --output json | jq --compact-output .spec.template.metadata)" chandler.dev/migrate
  k delete job waiting
}

check "the label alone copies nothing" label_alone_copies_nothing
check "one kubectl annotate is one rollout" one_command_one_rollout
check "kubectl diff is empty" diff_is_empty
check "kubectl diff --server-side is empty" server_side_diff_is_empty
check "applying the manifest again keeps the copies" apply_again_keeps_copies
check "a changed annotation is one rollout" changed_value_is_one_rollout
check "an annotation taken off leaves the template" taken_off_is_taken_out
check "the label taken off takes all out" label_off_takes_all_out
check "the label put back is one rollout" label_back_is_one_rollout
check "a value of the template's own wins, with a warning" template_wins
check "annotations kept in Git cause no drift" kept_in_git_is_no_drift
check "a started Job cannot change, and a warning says so" started_job_is_left_alone
check "a Job that has not started takes them" waiting_job_gets_them
