#!/bin/bash
# Makes the database, with data checksums or without (CHECKSUMS=off), and what the probe works with.
# shellcheck source=examples/edb-consistency-check/settings.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/settings.sh"

checksums=${CHECKSUMS:-on}
[[ $checksums == on || $checksums == off ]] || die "CHECKSUMS is '$checksums'; it is on or off"

make_namespace() {
  "${kubectl[@]}" get namespace "$namespace" >/dev/null 2>&1 && return
  "${kubectl[@]}" create namespace "$namespace"
  "${kubectl[@]}" label namespace "$namespace" \
    example=edb-consistency-check pod-security.kubernetes.io/enforce=restricted >/dev/null
}

# Made once: PostgreSQL takes the passwords of its first start. Hexadecimal, so that a URI holds them as they are.
make_secret() { # NAME [KEY=VALUE with PASSWORD in it]…
  local name=$1 password literals=()
  shift
  k get secret "$name" >/dev/null 2>&1 && return
  password=$(head -c 18 /dev/urandom | od -An -vtx1 | tr -d ' \n')
  for literal; do literals+=("--from-literal=${literal/PASSWORD/$password}"); done
  k create secret generic "$name" --from-literal=password="$password" "${literals[@]}"
}

database() {
  if [[ $checksums == on ]]; then
    manifest manifests/postgres.yaml
  else
    manifest manifests/postgres.yaml |
      sed -e 's/^  POSTGRES_CHECKSUMS: .*/  POSTGRES_CHECKSUMS: "off"/' -e 's/^  POSTGRES_INITDB_ARGS: .*/  POSTGRES_INITDB_ARGS: ""/'
  fi
}

wait_for_database() {
  k rollout status statefulset/postgres --timeout="${timeout}s" && return
  k get pods --selector app.kubernetes.io/name=postgres >&2 || true
  k logs postgres-0 --tail=20 >&2 || true
  die "deploy.sh: the database is not ready; above are its pod and its last lines"
}

# The volume of an earlier deploy has its own.
confirm_checksums() {
  local are
  are=$(k exec postgres-0 -- psql --username=postgres --dbname=edb -Atc 'SHOW data_checksums')
  [[ $are == "$checksums" ]] ||
    die "deploy.sh: data checksums of this database are $are, not $checksums: that is chosen when its volume is first filled. make cleanup, then CHECKSUMS=$checksums make deploy"
  echo "PostgreSQL is ready; data checksums are $are"
}

make_namespace
make_secret edb-admin
make_secret edb-prober uri=postgresql://prober:PASSWORD@postgres:5432/edb
database | k apply --filename -
k apply --filename manifests/probe.yaml
wait_for_database
confirm_checksums
