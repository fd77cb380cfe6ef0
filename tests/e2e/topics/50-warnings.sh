# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# What kubectl shows of a mistake.
use_namespace warnings
deployment menu 0 | k apply --filename - >/dev/null
label deployment/menu >/dev/null 2>&1

warnings_of() { "$@" 2>&1 | grep '^Warning: ' || true; }

mistyped_key_names_the_nearest() {
  local warning
  warning=$(warnings_of annotate deployment/menu chandler.dev/mirgate=configmap:migrations)
  contains "$warning" '"chandler.dev/migrate"'
  contains "$warning" chandler.dev/mirgate
  equals "$(grep -c mirgate <<<"$warning")" 1
  equals "$(awk 'length > 240 + length("Warning: ")' <<<"$warning")" ""
  k annotate deployment/menu chandler.dev/mirgate-
}
bad_value_names_the_grammar() {
  contains "$(warnings_of annotate deployment/menu chandler.dev/executor-concurrency=many --dry-run=server)" chandler.dev/executor-concurrency
}
label_value_is_checked() {
  contains "$(warnings_of label deployment/menu yes)" chandler.dev/inject
  label deployment/menu
}
label_without_directive_is_told() {
  contains "$(deployment other 0 | k label --local --filename - chandler.dev/inject=true --output yaml | warnings_of k apply --filename -)" "chandler.dev/"
}
false_is_silent() { equals "$(deployment third 0 | k label --local --filename - chandler.dev/inject=false --output yaml | warnings_of k apply --filename -)" ""; }
dry_run_warns_and_changes_nothing() {
  contains "$(warnings_of annotate deployment/menu chandler.dev/mirgate=x --dry-run=server)" chandler.dev/migrate
  lacks "$(k get deployment menu --output json)" mirgate
}
bad_migrate_is_refused() {
  local answer
  answer=$(labelled_pod bad configmaps:migrations | refused k create --filename -)
  contains "$answer" "denied the request"
  contains "$answer" 'did you mean "configmap:migrations"?'
}

check "a mistyped annotation is answered with the nearest key" mistyped_key_names_the_nearest
check "a value out of grammar is answered with a warning" bad_value_names_the_grammar
check "a label that is neither true nor false is told" label_value_is_checked
check "a label without a directive is told" label_without_directive_is_told
check "the label \"false\" is left alone" false_is_silent
check "a dry run warns and changes nothing" dry_run_warns_and_changes_nothing
check "a pod that would start unmigrated is refused, with what was probably meant" bad_migrate_is_refused
