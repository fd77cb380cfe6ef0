# shellcheck shell=bash
# A Debian 13 in a folder. Commands run in it with this machine's network, processes and
# devices, and the checkout and the cache at their own paths. All mounts are in a mount
# namespace of the command, so the kernel takes them away when it ends.

ROOT=$CHANDLER_CACHE/toolchain
STAMPS=$ROOT/var/lib/chandler
CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt
NEEDED_MB=3072

# What a section's packages were installed from, this file's settings included.
section_sums() {
  local section
  for section in "${SECTIONS[@]}"; do
    echo "$section $({ "$TOOLCHAIN/list" "$section"; cat "$TOOLCHAIN/install" "$TOOLCHAIN/lib/root.sh"; } | cksum)"
  done
}

missing_sections() {
  local section sum
  section_sums | while read -r section sum; do
    [[ -f $STAMPS/$section && $(<"$STAMPS/$section") == "$sum" ]] || echo "$section"
  done
}

# repository LABEL: where this machine's own packages of that label come from.
# shellcheck disable=SC2016 # apt expands it
repository() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Label: $1" 'Component: main' 2>/dev/null | sort -u | sed -n 1p
}

mirror() {
  local own=${CHANDLER_DEBIAN_MIRROR:-$(repository Debian)}
  echo "${own:-http://deb.debian.org/debian}"
}

require_space() {
  local free
  free=$(df --output=avail -m "$CHANDLER_CACHE" | tail -n 1)
  ((free >= NEEDED_MB)) ||
    die "$CHANDLER_CACHE has $((free)) MB free and the toolchain needs $NEEDED_MB. Free some, or set CHANDLER_CACHE to a folder elsewhere."
}

install_debootstrap() {
  apt-get -o DPkg::Lock::Timeout=600 update -q
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -qy --no-install-recommends \
    debootstrap debian-archive-keyring
}

# The folder gets its name when it is complete, so a root that is there is whole.
bootstrap() {
  local new=$ROOT.new script=/usr/share/debootstrap/scripts/trixie
  [[ -e $script ]] || script=/usr/share/debootstrap/scripts/sid # of before Debian 13
  rm -rf --one-file-system "$new"
  debootstrap --variant=minbase --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    trixie "$new" "$(mirror)" "$script"
  mv "$new" "$ROOT"
}

# What this machine needs to reach its package mirror, the root needs too.
copy_settings() {
  local security
  mkdir -p "$STAMPS" "$ROOT/etc/ssl/certs"
  echo "deb $(mirror) trixie main" >"$ROOT/etc/apt/sources.list"
  security=$(repository Debian-Security)
  [[ -z $security ]] || echo "deb $security trixie-security main" >>"$ROOT/etc/apt/sources.list"
  cp /etc/apt/apt.conf.d/99* "$ROOT/etc/apt/apt.conf.d/" 2>/dev/null || true
  apt-config dump | grep -iE '^Acquire::[a-z]+::Proxy' >"$ROOT/etc/apt/apt.conf.d/98host-proxy" || true
  [[ ! -f $CA_BUNDLE ]] || cp "$CA_BUNDLE" "$ROOT$CA_BUNDLE"
  printf 'path-exclude /usr/share/%s/*\n' doc man info locale lintian >"$ROOT/etc/dpkg/dpkg.cfg.d/toolchain"
  echo force-unsafe-io >>"$ROOT/etc/dpkg/dpkg.cfg.d/toolchain"
}

install_sections() {
  local section sum
  copy_settings
  # Not a mount: ca-certificates moves a new file over it.
  (CA_BUNDLE='' run_inside "$TOOLCHAIN/install" "${SECTIONS[@]}")
  section_sums | while read -r section sum; do echo "$sum" >"$STAMPS/$section"; done
}

make_ready() {
  local missing advice
  advice="see that this machine reaches its Debian mirror ($(mirror); CHANDLER_DEBIAN_MIRROR names another), then run the same command again"
  if [[ ! -d $ROOT ]]; then
    require_space
    say "getting the toolchain once, 1 to 3 min: a Debian 13 in $ROOT"
    command -v debootstrap >/dev/null || phase "installing debootstrap" "$advice" install_debootstrap
    phase "making a Debian 13 root, about 1 min" "$advice" bootstrap
  fi
  missing=$(missing_sections | tr '\n' ' ')
  [[ -n $missing ]] || return 0 # another one did it while this one waited
  phase "installing its packages for ${missing% }, about 2 min" "$advice" install_sections
}

set_up() {
  ((EUID == 0)) || die "a Debian 13 root in $ROOT needs the user root"
  [[ -n $(missing_sections) ]] || return 0
  with_lock make_ready
}

# Runs in the command's own mount namespace, before chroot.
# shellcheck disable=SC2016 # expanded there
MOUNTS='
set -e
root=$1 workdir=$2 binds=$3
shift 3
place() { [ -e "$root$1" ] || if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root${1%/*}" && : >"$root$1"; fi; }
mount --rbind /proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount --bind /tmp "$root/tmp"
IFS=:
for path in $binds; do
  [ -e "$path" ] || continue
  place "$path"
  mount --bind "$path" "$root$path"
done
unset IFS
exec chroot "$root" /bin/sh -c '\''cd "$0" 2>/dev/null || { echo "toolchain: $0 is not in the checkout; call toolchain/run from within it" >&2; exit 1; }
exec "$@"'\'' "$workdir" "$@"
'

run_inside() {
  local name hidden=()
  mkdir -p "$CCACHE_DIR"
  # Variables that mean something on this machine only.
  for name in LD_LIBRARY_PATH LD_PRELOAD GOROOT PYTHONHOME PYTHONPATH CDPATH ENV BASH_ENV; do hidden+=(-u "$name"); done
  # The checkout may be another user's than root; git would refuse to read it.
  exec env "${hidden[@]}" GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="$CHECKOUT" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 LC_ALL=C.UTF-8 \
    CHANDLER_IN_TOOLCHAIN=root GOMODCACHE="$CHANDLER_CACHE/go/mod" GOCACHE="$CHANDLER_CACHE/go/build" \
    unshare --mount /bin/sh -c "$MOUNTS" toolchain "$ROOT" "$PWD" \
    "/etc/resolv.conf:/etc/hosts:$CA_BUNDLE:$CHANDLER_CACHE:${CHANDLER_NODE_HOME:-}:$CCACHE_DIR:$CHECKOUT:${KUBECONFIG:-}" "$@"
}
