# shellcheck shell=bash disable=SC2034
# Where things are. Sourced by everything that needs the toolchain's or the cluster's cache.

CHECKOUT=$(dirname "$TOOLCHAIN")
if [[ -z ${CHANDLER_CACHE:-} ]]; then
  if ((EUID == 0)); then CHANDLER_CACHE=/var/cache/chandler; else CHANDLER_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/chandler; fi
fi
export CHANDLER_CACHE
TOOLCHAIN_LOGS=$CHANDLER_CACHE/logs

export CCACHE_DIR=${CCACHE_DIR:-$CHANDLER_CACHE/ccache}
export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-12G}
# Objects are shared by checkouts in different folders, precompiled headers included.
export CCACHE_BASEDIR=$CHECKOUT CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
