# shellcheck shell=bash
# The machine itself is the toolchain: its packages only have to be there.

missing_packages() {
  local wanted
  wanted=$("$TOOLCHAIN/list" "${SECTIONS[@]}" | sort)
  # shellcheck disable=SC2086 # a list of words
  comm -23 <(echo "$wanted") \
    <(dpkg-query -Wf '${Package} ${db:Status-Status}\n' $wanted 2>/dev/null | sed -n 's/ installed$//p' | sort -u)
}

install_missing() {
  phase "installing the toolchain's Debian packages, 1 to 3 min" \
    "read the log; where apt does not know a package, CHANDLER_TOOLCHAIN=root takes Debian 13's in a folder" \
    "$TOOLCHAIN/install" "${SECTIONS[@]}"
}

set_up() {
  local missing
  missing=$(missing_packages)
  [[ -n $missing ]] || return 0
  ((EUID == 0)) || die "packages are missing. As root: apt-get install --no-install-recommends ${missing//$'\n'/ }"
  with_lock install_missing
}

run_inside() {
  export CHANDLER_IN_TOOLCHAIN=host LANG=C.UTF-8 LC_ALL=C.UTF-8
  exec "$@"
}
