# shellcheck shell=bash disable=SC2034
# Kubernetes and what belongs to it, built from Go modules whose versions go/*/go.mod pin.

MODULES=(kubernetes etcd helm coredns local-path-provisioner metrics-server)
OLDEST_GO=1.24

# is_built STAMP SUM: whether what STAMP names was made from sources with this sum.
is_built() { [[ -f $1 && $(<"$1") == "$2" ]]; }

sum_of() { cat "$@" | sha256sum | cut -d' ' -f1; }

# usual_minutes MODULE: on two quiet cores with nothing downloaded.
usual_minutes() { case $1 in kubernetes) echo 5 ;; coredns | metrics-server) echo 2 ;; *) echo 1 ;; esac; }

has_new_enough_go() {
  [[ $(uname) == Linux ]] || return 1
  local version
  version=$(command go version 2>/dev/null | sed -n 's/^go version go\([0-9.]*\).*/\1/p')
  [[ -n $version && $(printf '%s\n' "$OLDEST_GO" "$version" | sort -V | head -n 1) == "$OLDEST_GO" ]]
}

# This machine's Go, or the toolchain's. What they make is static and runs anywhere.
go() {
  [[ -n ${GO_OF:-} ]] || if has_new_enough_go; then GO_OF=machine; else GO_OF=toolchain; fi
  if [[ $GO_OF == machine ]]; then command go "$@"; else "$TOOLCHAIN/run" --section go -- go "$@"; fi
}

# module_version GO_FOLDER MODULE: the pinned version, as v1.2.3.
module_version() { (cd "$HERE/go/$1" && go list -m -f '{{.Version}}' "$2"); }

# link_flags GO_FOLDER: programs that tell their version, and Helm the Kubernetes of
# `helm template`, learn it from the linker.
link_flags() {
  local version minor
  echo -n "-s -w"
  case $1 in
    kubernetes)
      version=$(module_version kubernetes k8s.io/kubernetes)
      minor=$(cut -d. -f2 <<<"$version")
      printf ' -X k8s.io/component-base/version.%s' "gitVersion=$version" gitMajor=1 "gitMinor=$minor" ;;
    helm)
      minor=$(module_version helm k8s.io/client-go | cut -d. -f2)
      echo -n " -X helm.sh/helm/v3/internal/version.version=$(module_version helm helm.sh/helm/v3)"
      printf ' -X helm.sh/helm/v3/pkg/chartutil.k8sVersion%s' Major=1 "Minor=$minor"
      printf ' -X helm.sh/helm/v3/pkg/lint/rules.k8sVersion%s' Major=1 "Minor=$minor" ;;
  esac
}

# report_progress LOG TOTAL: how many of the packages the compiler has begun, until killed.
report_progress() {
  local begun=$SECONDS
  while sleep 20 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
    say "  … $(wc -l <"$1") of about $2 Go packages, $(((SECONDS - begun) / 60)) min $(((SECONDS - begun) % 60)) s"
  done
}

# compile MODULE PACKAGE FLAGS: with `go build -v`, which prints each package it compiles.
compile() {
  local log=$BUILD/go-$1.log reporter total result=0
  cd "$HERE/go/$1" || exit
  go mod download >"$log" 2>&1 || { tail -n 20 "$log" >&2; die "the modules of $1 could not be downloaded; see $log"; }
  total=$(go list -deps "$2" | wc -l)
  report_progress "$log" "$total" 9>&- &
  reporter=$!
  CGO_ENABLED=0 go build -v -trimpath -buildvcs=false -ldflags="$3" -o "$BIN/" "$2" >"$log" 2>&1 || result=$?
  kill $reporter 2>/dev/null || true
  ((result == 0)) || { tail -n 20 "$log" >&2; die "$1 could not be built; see $log"; }
}

# build_go MODULE NUMBER: builds what go/MODULE pins, unless these versions are there already.
build_go() {
  local stamp=$BIN/.$1.stamp package=tool flags sum begun=$SECONDS
  sum=$(sum_of "$HERE/go/$1"/*)
  is_built "$stamp" "$sum" && return
  say "building $1 ($2; about $(usual_minutes "$1") min on 2 quiet cores)"
  go version >/dev/null # where it comes from the toolchain, that one tells what it installs
  [[ -f $HERE/go/$1/main.go ]] && package=.
  flags=$(link_flags "$1")
  (compile "$1" "$package" "$flags")
  echo "$sum" >"$stamp"
  say "built $1 in $(((SECONDS - begun) / 60)) min $(((SECONDS - begun) % 60)) s"
}

are_built() { # MODULE…
  local module
  for module; do is_built "$BIN/.$module.stamp" "$(sum_of "$HERE/go/$module"/*)" || return 1; done
}

build_programs() { # MODULE…
  local module number=0
  mkdir -p "$BIN" "$BUILD"
  for module; do
    number=$((number + 1))
    build_go "$module" "$number of $#"
  done
}
