# shellcheck shell=bash
# Docker or podman: the Dockerfile's toolchain stage, as the user who calls, with this
# machine's network, and the checkout and the cache at their own paths.

ENGINE=$(container_engine) || die "CHANDLER_TOOLCHAIN is container, but no Docker or podman answers"
RECIPE=("$CHECKOUT/Dockerfile" "$TOOLCHAIN/packages" "$TOOLCHAIN/list" "$TOOLCHAIN/install")
IMAGE=chandler-toolchain:$(cat "${RECIPE[@]}" | cksum | cut -d' ' -f1)
# What a command in the container sees of the caller's environment; anything else, by
# toolchain/run env NAME=VALUE COMMAND.
PASSED='^(CI|CI_.*|TERM|COLORTERM|NO_COLOR|CHANDLER_.*|CCACHE_.*|CMAKE_.*|CTEST_.*|NINJA_.*|CATCH_.*|KUBECONFIG|.*SAN_OPTIONS'
PASSED+='|PG[A-Z]+|GOFLAGS|GOPROXY|GOSUMDB|CGO_ENABLED|SOURCE_DATE_EPOCH|(https?|no|HTTPS?|NO)_(proxy|PROXY))$'

image_is_there() { "$ENGINE" image inspect "$IMAGE" >/dev/null 2>&1; }

# Sections beyond the image's own have an image of their own on top of it.
STAGE=toolchain
for section in go browser; do
  [[ " ${SECTIONS[*]} " != *" $section "* ]] || STAGE=toolchain-$section
done

build_image() {
  "$ENGINE" build --target "$STAGE" --tag "$IMAGE" --file "$CHECKOUT/Dockerfile" "$CHECKOUT"
}

make_ready() {
  image_is_there || phase "building the toolchain's image $IMAGE once, about 3 min" \
    "see that $ENGINE reaches its registry and the Debian mirror, then run the same command again" build_image
}

set_up() {
  IMAGE+=${STAGE#toolchain}
  image_is_there || with_lock make_ready
}

# Programs such as initdb want to know who runs them by name.
write_accounts() {
  mkdir -p "$CHANDLER_CACHE/home" "$CCACHE_DIR"
  [[ -f $CHANDLER_CACHE/home/passwd ]] || printf '%s\n' root:x:0:0:root:/root:/bin/bash \
    "builder:x:$(id -u):$(id -g)::$CHANDLER_CACHE/home:/bin/bash" >"$CHANDLER_CACHE/home/passwd"
}

run_inside() {
  local name path options=(--rm --init --network host --workdir "$PWD")
  if [[ -t 0 && -t 1 ]]; then options+=(--interactive --tty); else options+=(--interactive); fi
  for path in "$CHECKOUT" "$CHANDLER_CACHE"; do options+=(--volume "$path:$path"); done
  [[ ! -f ${KUBECONFIG:-} ]] || options+=(--volume "$KUBECONFIG:$KUBECONFIG:ro")
  # Rootless podman's root is the caller; with Docker, what is made must belong to the caller.
  if ((EUID)) && [[ $ENGINE == docker ]]; then
    write_accounts
    options+=(--user "$(id -u):$(id -g)" --volume "$CHANDLER_CACHE/home/passwd:/etc/passwd:ro")
  fi
  for name in $(compgen -e); do [[ ! $name =~ $PASSED ]] || options+=(--env "$name"); done
  mkdir -p "$CCACHE_DIR"
  exec "$ENGINE" run "${options[@]}" --env CHANDLER_IN_TOOLCHAIN=container --env LC_ALL=C.UTF-8 --env LANG=C.UTF-8 \
    --env HOME="$( ((EUID)) && echo "$CHANDLER_CACHE/home" || echo /root)" \
    --env GOMODCACHE="$CHANDLER_CACHE/go/mod" --env GOCACHE="$CHANDLER_CACHE/go/build" "$IMAGE" "$@"
}
