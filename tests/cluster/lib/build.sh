# shellcheck shell=bash
# `node build`: Debian packages, the programs (programs.sh), the node's own images.

PACKAGES=(containerd runc containernetworking-plugins iptables conntrack
  buildah debootstrap busybox-static socat jq openssl iproute2 procps curl gcc libc6-dev)

install_packages() {
  local package missing=()
  for package in "${PACKAGES[@]}"; do
    [[ $(dpkg-query -Wf '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  say "installing ${missing[*]}"
  # A packaged service must not start: the node runs its own containerd.
  local policy=/usr/sbin/policy-rc.d own_policy=
  [[ -e $policy ]] || { printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && own_policy=yes; }
  apt-get -o DPkg::Lock::Timeout=600 update -q
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -qy --no-install-recommends "${missing[@]}"
  [[ -z $own_policy ]] || rm -f $policy
}

build_pause() {
  [[ -x $BIN/pause ]] && return
  local source
  source=$(cd "$HERE/go/kubernetes" && go list -m -f '{{.Dir}}' k8s.io/kubernetes)/build/pause/linux/pause.c
  gcc -Os -static -s -o "$BIN/pause" "$source"
}

# program_image PROGRAM TAG: an image with nothing but that program, as /program.
program_image() {
  local stamp=$BIN/.$1.image sum
  sum=$(sum_of "$BIN/$1" "$HERE/images/program/Dockerfile")
  is_built "$stamp" "$sum" && return
  cp "$BIN/$1" "$BUILD/program"
  build_image "$BUILD" "$2" --file "$HERE/images/program/Dockerfile" --ignorefile /dev/null
  rm "$BUILD/program"
  echo "$sum" >"$stamp"
}

# A shell with the usual commands in 2 MB: for local-path's helper pods, and for tests.
busybox_image() {
  local stamp=$BIN/.busybox.image sum applet root=$BUILD/busybox
  sum=$(sum_of /bin/busybox "$HERE/images/busybox/Dockerfile")
  is_built "$stamp" "$sum" && return
  rm -rf "$root" && mkdir -p "$root"/{bin,etc,tmp,root} && chmod 1777 "$root/tmp"
  cp /bin/busybox "$root/bin/"
  for applet in $(/bin/busybox --list); do [[ $applet == busybox ]] || ln -s busybox "$root/bin/$applet"; done
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
  build_image "$root" localhost/busybox:1 --file "$HERE/images/busybox/Dockerfile"
  rm -rf "$root"
  echo "$sum" >"$stamp"
}

build_all() {
  mkdir -p "$BIN" "$BUILD" "$ARCHIVES"
  install_packages
  local program
  build_programs "${MODULES[@]}"
  build_pause
  for program in pause coredns local-path-provisioner metrics-server; do
    program_image "$program" "localhost/$program:1"
  done
  busybox_image
  say "built in $BIN"
}
