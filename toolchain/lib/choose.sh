# shellcheck shell=bash
# Which of host, container and root this machine gets.

# is_current_enough ID VERSION: whether that system's packages are new enough.
is_current_enough() {
  case $1 in
    debian) [[ ${2%%.*} == 13 ]] ;;
    ubuntu) (($(tr -d . <<<"${2:-0}") >= 2504)) ;;
    *) return 1 ;;
  esac
}

os_field() { sed -n "s/^$1=\"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" /etc/os-release 2>/dev/null; }

# The first of these whose daemon answers.
container_engine() {
  local engine
  for engine in docker podman; do
    command -v "$engine" >/dev/null && "$engine" info >/dev/null 2>&1 && echo "$engine" && return
  done
  return 1
}

choose_place() {
  local id version
  id=$(os_field ID) version=$(os_field VERSION_ID)
  case ${CHANDLER_TOOLCHAIN:-} in
    host | container | root) echo "$CHANDLER_TOOLCHAIN" && return ;;
    '') ;;
    *) die "CHANDLER_TOOLCHAIN is '$CHANDLER_TOOLCHAIN'; it can be host, container or root" ;;
  esac
  if is_current_enough "$id" "$version"; then
    echo host
  elif container_engine >/dev/null; then
    echo container
  elif [[ $EUID == 0 ]] && command -v apt-get >/dev/null; then
    echo root
  else
    die "this machine (${id:-unknown} ${version:-}) is not Debian 13 or Ubuntu 25.04, no Docker or podman answers \
(is the daemon running, and are you in its group?), and a Debian 13 root needs the user root and apt. \
Start Docker, or run this as root on Debian or Ubuntu."
  fi
}
