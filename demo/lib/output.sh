# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # read, and set, by the other files of run
# What a person reads while the demo goes on.

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'; else bold='' dim='' green='' red='' plain=''; fi

part=0
begun=$SECONDS

heading() { # TITLE
  part=$((part + 1))
  printf '\n%s%d/%d  %s%s\n' "$bold" "$part" "$PARTS" "$1" "$plain"
}
say() { printf '     %s\n' "$*"; }
good() { printf '  %s✓%s  %s\n' "$green" "$plain" "$*"; }
indent() { sed 's/^/     /'; }
duration() { if (($1 < 90)); then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi; }

# fail WHAT ADVICE [LOG]: the end of the log, and what to do.
fail() {
  printf '\n  %s✗  %s%s\n' "$red" "$1" "$plain" >&2
  [[ -z ${3:-} ]] || { tail -n 25 "$3" | sed 's/^/       | /' >&2; printf '     The whole log: %s\n' "$3" >&2; }
  printf '     What to do: %s\n' "$2" >&2
  printf '     Everything stays as it is; `make demo` goes on from here, `make demo-down` removes it.\n' >&2
  exit 1
}

# Says every half minute that a long step is alive, and where it is: the last line of the
# log that was written last, the step's own or one of those that compilers write.
heartbeat() { # LOG WHAT
  local start=$SECONDS newest
  trap - ERR # a folder that is not there yet is no failure
  while sleep 30 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
    newest=$(find "$1" "$CHANDLER_CACHE"/logs "$CHANDLER_CACHE"/node/build -maxdepth 1 -type f -size +0 -name '*log*' -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d' ' -f2-) || true
    say "${dim}… $2, $(duration $((SECONDS - start))): $(tail -n 1 "$newest" 2>/dev/null | cut -c1-90)${plain}"
  done
}

# long NAME DONE ADVICE COMMAND…: its output goes to a log; its last line is left in $last_line.
long() {
  local name=$1 done_text=$2 advice=$3 start=$SECONDS status=0 beat log=$LOGS/$1.log
  shift 3
  heartbeat "$log" "$name" &
  beat=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$beat" 2>/dev/null || true
  wait "$beat" 2>/dev/null || true
  ((status == 0)) || fail "$name failed (status $status, after $(duration $((SECONDS - start))))" "$advice" "$log"
  last_line=$(tail -n 1 "$log")
  good "$done_text ($(duration $((SECONDS - start))))"
}

# as_typed WORD…: a command as one would type it; a long one with each KEY=VALUE on a line.
as_typed() {
  local text=$1 word break=' ' all="$*"
  ((${#all} < 90)) || break=$' \\\n         '
  for word in "${@:2}"; do
    [[ $word != *[[:space:]\{\}\$]* ]] || word="'$word'"
    if [[ $word == *=* ]]; then text+=$break$word; else text+=" $word"; fi
  done
  printf '     %s$ %s%s\n' "$dim" "$text" "$plain"
}

# shown COMMAND…: that, and its output below.
shown() {
  as_typed "$@"
  case $1 in
    kubectl | helm) "$CLUSTER" "$@" 2>&1 | indent ;;
    *) "$@" 2>&1 | indent ;;
  esac
}
