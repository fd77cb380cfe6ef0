# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # read, and set, by the other files of run
# When what happened, from the pods' own status. The API keeps whole seconds.

# timeline SINCE: every pod of the application created at SINCE (seconds since 1970) or later.
timeline() {
  k get pods --selector "$SELECTOR" --output json | with_jq --raw-output --argjson since "$1" '
    def seconds: fromdateiso8601;
    def figures:
      if .tool == "migrate" then if .applied > 0 then "\(.applied) migrations applied" else "nothing pending" end
      elif .tool == "load" then if .rows_read > 0 then "\(.rows_read) rows read, \(.inserted) inserted" else "the same files as before" end
      else .outcome // "no report" end;
    def verdict: (.message // "" | fromjson? // {}) as $report
      | if .exitCode != 0 then "failed: \($report.error.message // .reason)"
        else "done in \($report.duration_ms // "?") ms: \($report | figures)" end;
    def steps:
      {at: .metadata.creationTimestamp, what: "created"},
      (.status.initContainerStatuses[]? | .name as $name | .state.terminated // empty
        | {at: .startedAt, what: "\($name) starts"}, {at: .finishedAt, what: "\($name) \(verdict)"}),
      (.status.containerStatuses[]? | .name as $name | .state.running // empty | {at: .startedAt, what: "\($name) starts"}),
      (.status.conditions[]? | select(.type == "Ready" and .status == "True") | {at: .lastTransitionTime, what: "Ready: the Service sends requests"});
    [.items[] | select(.metadata.deletionTimestamp | not) | select((.metadata.creationTimestamp | seconds) >= $since)]
    | sort_by(.metadata.creationTimestamp)
    | to_entries[] | .key as $index | .value
    | "pod \($index + 1), \(.metadata.name)", (steps | "  +\((.at | seconds) - $since) s\t\(.what)")' | expand -t 10 | indent
}

# What an init container of the newest pod reported, as JSON.
report_of() { # CONTAINER
  k get pods --selector "$SELECTOR" --sort-by=.metadata.creationTimestamp --output json | with_jq --compact-output --arg name "$1" '
    [.items[].status.initContainerStatuses[]? | select(.name == $name) | .state.terminated.message // empty | fromjson?] | first // empty'
}
