# shellcheck shell=bash
# What a person reads while something long goes on: a line when it starts, a line when it
# is done, and the end of its log when it fails.

say() { echo "toolchain: $*" >&2; }
die() { say "$*"; exit 1; }

# phase "WHAT, how long" ADVICE COMMAND…: COMMAND's output goes to a log only.
phase() {
  local what=$1 advice=$2 begun=$SECONDS log status
  shift 2
  mkdir -p "$TOOLCHAIN_LOGS"
  log=$TOOLCHAIN_LOGS/toolchain.log
  say "$what …"
  printf '\n== %s: %s\n' "$(date -u +%FT%TZ)" "$what" >>"$log"
  # In a subshell of its own, for as a condition it would go on after an error.
  set +e
  (set -e; "$@") </dev/null >>"$log" 2>&1
  status=$?
  set -e
  if ((status)); then
    say "FAILED after $((SECONDS - begun)) s: $what. The end of $log:"
    tail -n 20 "$log" | sed 's/^/    /' >&2
    die "what to do: $advice"
  fi
  say "${what%%,*}: done in $((SECONDS - begun)) s"
}

# with_lock COMMAND…: one set-up at a time for this cache.
with_lock() {
  mkdir -p "$CHANDLER_CACHE"
  if ! command -v flock >/dev/null; then
    "$@"
    return
  fi
  exec 8>"$CHANDLER_CACHE/toolchain.lock"
  if ! flock -n 8; then
    say "another toolchain/run is getting ready; waiting for it …"
    flock 8
  fi
  "$@"
  exec 8>&-
}
