# shellcheck shell=bash
# Images: built by buildah without a daemon, loaded into the node's containerd.

export STORAGE_DRIVER=overlay BUILDAH_ISOLATION=chroot

# What this machine needs to reach its package registries is mounted in build containers
# over what every Debian image has: apt's settings over 70debconf, whose content stays
# the first part, and the certificate authorities in the empty /media. So nothing of it
# gets into a layer. A Dockerfile that needs https declares ARG SSL_CERT_FILE, and is
# built with --build-arg SSL_CERT_FILE=/media/ca-certificates.crt.
prepare_build_settings() {
  local folder=$BUILD/host
  mkdir -p "$folder/media"
  {
    echo 'DPkg::Pre-Install-Pkgs {"/usr/sbin/dpkg-preconfigure --apt || true";};'
    cat /etc/apt/apt.conf.d/99* 2>/dev/null || true
  } >"$folder/70debconf"
  cp /etc/ssl/certs/ca-certificates.crt "$folder/media/" 2>/dev/null || true
  cat >"$BUILD/containers.conf" <<TOML
[containers]
volumes = ["$folder/media:/media:ro", "$folder/70debconf:/etc/apt/apt.conf.d/70debconf:ro"]
TOML
}

# What the official slim image leaves out, this one does, too.
slim_down() { # ROOT
  rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/* "$1"/var/log/* "$1"/etc/resolv.conf "$1"/etc/hostname
  rm -rf "$1"/usr/share/{doc,man,info,locale,lintian}/*
  cat >"$1/etc/dpkg/dpkg.cfg.d/docker" <<'CFG'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/lintian/*
force-unsafe-io
CFG
  cat >"$1/etc/apt/apt.conf.d/docker-clean" <<'CFG'
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
CFG
  printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
  chmod +x "$1/usr/sbin/policy-rc.d"
}

# The one this machine's own packages come from.
# shellcheck disable=SC2016 # apt expands it
debian_mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Component: main' | sort -u | sed -n 1p
}

base_image() {
  buildah inspect --type image "$BASE_IMAGE" >/dev/null 2>&1 && return
  local root=$BUILD/trixie container
  say "making $BASE_IMAGE"
  mkdir -p "$BUILD"
  rm -rf --one-file-system "$root"
  debootstrap --variant=minbase trixie "$root" "$(debian_mirror)" >"$BUILD/debootstrap.log"
  slim_down "$root"
  container=$(buildah from scratch)
  buildah add "$container" "$root" / >/dev/null
  buildah config --cmd bash "$container"
  buildah commit --quiet --rm "$container" "$BASE_IMAGE" >/dev/null
  rm -rf --one-file-system "$root"
}

# needs_base CONTEXT [buildah's options]: whether the Dockerfile begins with Debian.
needs_base() {
  local file=$1/Dockerfile
  while shift && (($#)); do [[ $1 != --file ]] || file=$2; done
  grep -q 'debian:trixie-slim' "$file"
}

image_id() { buildah inspect --type image --format '{{.FromImageID}}' "$1" 2>/dev/null || true; } # TAG

archive_of() { echo "$ARCHIVES/$(tr '/:' '__' <<<"$1").tar"; }

# build_image CONTEXT TAG [buildah's options: --file, --target, --build-arg, --no-cache…]
build_image() {
  (($# >= 2)) || die "usage: node build-image CONTEXT TAG [--file F] [--target T] [--build-arg A=B]…"
  local context=$1 tag=$2 log before
  shift 2
  ! needs_base "$context" "$@" || base_image
  mkdir -p "$BUILD" "$ARCHIVES"
  prepare_build_settings
  log=$(mktemp "$BUILD/log.XXXXXX")
  before=$(image_id "$tag")
  CONTAINERS_CONF=$BUILD/containers.conf buildah bud --layers --tag "$tag" "$@" "$context" >"$log" 2>&1 || {
    cat "$log" >&2
    rm "$log"
    die "$tag could not be built"
  }
  rm "$log"
  # The one that had the tag goes, unless something else is made from it.
  [[ -z $before || $before == "$(image_id "$tag")" ]] || buildah rmi "$before" >/dev/null 2>&1 || true
  rm -f "$(archive_of "$tag")"
  buildah push --quiet "$tag" "docker-archive:$(archive_of "$tag"):$tag"
  import_now "$tag"
}

import_now() { ! supervisor >/dev/null || import_archive "$(archive_of "$1")"; } # TAG

# keep_image TAG ARCHIVE: an image that another tool saved; it is there after each `up`.
keep_image() {
  mkdir -p "$ARCHIVES"
  cp "$2" "$(archive_of "$1")"
  import_now "$1"
}

ctr_images() { ctr -a "$CONTAINERD_SOCKET" -n k8s.io images "$@"; }

# The stamp lies in the image store, so that it goes when the store goes.
import_archive() {
  local stamp sum
  stamp=$STORE/.imported-$(basename "$1")
  sum=$(stat -c '%s %Y' "$1")
  is_built "$stamp" "$sum" && return
  ctr_images import "$1"
  echo "$sum" >"$stamp"
}

import_archives() {
  local archive
  for archive in "$ARCHIVES"/*.tar; do
    [[ ! -f $archive ]] || import_archive "$archive"
  done
}

load_images() {
  (($#)) || die "usage: node load IMAGE.tar…"
  supervisor >/dev/null || die "the node is down"
  local archive
  for archive; do ctr_images import "$archive"; done
}

named_image() { # NAME TAG
  build_image "$HERE/images/$1" "$2"
  say "built $2"
}
