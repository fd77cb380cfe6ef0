# shellcheck shell=bash disable=SC2034,SC2154 # read, and set, by the other files of run
# The runner: one sentence and one function a check.

passed=0 failed=0 failures=()

command -v jq >/dev/null || jq() { toolchain/run jq "$@"; }

section() { echo "== $1"; }

check() { # SENTENCE FUNCTION [ARGUMENT…]
  local sentence=$1 before=$SECONDS status
  shift
  set +e
  (set -e; "$@") >"$WORK/output" 2>&1
  status=$?
  set -e
  if ((status == 0)); then
    passed=$((passed + 1))
    echo "ok    $sentence ($((SECONDS - before)) s)"
  else
    failed=$((failed + 1))
    failures+=("$sentence")
    echo "FAIL  $sentence ($((SECONDS - before)) s)"
    tail -n 40 "$WORK/output" | sed 's/^/      /'
    diagnose 2>&1 | sed 's/^/      | /'
  fi
}

equals() { # GOT WANTED
  [[ $1 == "$2" ]] || { echo "got '$1', want '$2'"; return 1; }
}
contains() { # TEXT PART
  [[ $1 == *"$2"* ]] || { echo "'$2' is not in: $1"; return 1; }
}
lacks() { # TEXT PART
  [[ $1 != *"$2"* ]] || { echo "'$2' is in: $1"; return 1; }
}
refused() { # COMMAND…: it must fail; its output is printed
  if "$@" 2>&1; then echo "succeeded: $*"; return 1; fi
}

# within SECONDS COMMAND…: the command succeeds before the deadline. What it printed last is
# shown when it does not.
within() {
  local deadline=$((SECONDS + $1)) last
  shift
  until last=$("$@" 2>&1); do
    ((SECONDS < deadline)) || { echo "gave up waiting for: $*"; echo "$last"; return 1; }
    sleep 0.3
  done
}

# Processes that a topic starts, and that must not outlive the run.
background=()
in_background() {
  "$@" &
  background+=($!)
}
stop_background() {
  local pid
  for pid in "${background[@]}"; do kill "$pid" 2>/dev/null || true; done
  background=()
}
