# shellcheck shell=bash disable=SC2154 # variables of tests/e2e/lib
# `image:` sources: our program inside an image that has no shell and another libc, or nothing.
use_namespace images
use_database

build_images() {
  local kind
  for kind in musl empty; do
    mkdir -p "$WORK/$kind/migrations"
    cp "tests/e2e/images/$kind"/* "$WORK/$kind/"
    printf 'CREATE TABLE %s (id int PRIMARY KEY);\n' "$kind" >"$WORK/$kind/migrations/V1__$kind.sql"
  done
  cp tests/e2e/images/musl/app.c build/e2e-app.c
  toolchain/run musl-gcc -static -O1 -o build/e2e-app build/e2e-app.c
  cp build/e2e-app "$WORK/musl/app"
  for kind in musl empty; do "$CLUSTER" build-image "$WORK/$kind" "localhost/e2e-$kind:1"; done
}
# deployment_of KIND [COMMAND]: label and directives in the pod template.
image_deployment() {
  deployment "$1" 1 "localhost/e2e-$1:1" "$2" |
    k annotate --local --filename - --output yaml chandler.dev/database="database-$1" chandler.dev/migrate=image:/migrations |
    k label --local --filename - chandler.dev/inject=true --output yaml
}
use_own_database() { # KIND
  local name=e2e_images_$1
  sql postgres "DROP DATABASE IF EXISTS $name WITH (FORCE)"
  sql postgres "CREATE DATABASE $name"
  k get secret database --output json | jq --arg name "$name" --arg kind "$1" \
    '{apiVersion, kind, type, metadata: {name: "database-\($kind)"}, data: (.data | .dbname = ($name | @base64))}' | k create --filename -
}
migrate_ended() { # APP
  equals "$(pods_of "$1" | jq '[.items[].status.initContainerStatuses[]? | select(.name == "chandler-migrate") | .state.terminated.exitCode] | max')" 0
}

musl_application_is_provisioned() {
  use_own_database musl
  image_deployment musl '[/app]' | k apply --filename -
  rolled_out deployment/musl
  equals "$(sql e2e_images_musl "SELECT to_regclass('musl')")" musl
}
it_gets_install_and_migrate() { equals "$(pods_of musl | jq '.items[0]' | init_names)" "chandler-install chandler-migrate"; }
migrate_runs_in_its_image() {
  equals "$(pods_of musl | jq --raw-output '.items[0].spec.initContainers[1].image')" localhost/e2e-musl:1
}
empty_image_is_provisioned() {
  use_own_database empty
  # No program of its own: its container can't start, but its migrations are applied.
  image_deployment empty '[/nothing]' | k apply --filename -
  within 60 migrate_ended empty
  equals "$(sql e2e_images_empty "SELECT to_regclass('empty')")" empty
}
missing_folder_is_a_problem() {
  k annotate deployment/musl chandler.dev/migrate=image:/nowhere --overwrite
  within 60 held_with_2 musl
}
held_with_2() {
  equals "$(pods_of "$1" | jq '[.items[].status.initContainerStatuses[]? | select(.name == "chandler-migrate")
    | (.state.terminated // .lastState.terminated // empty).exitCode] | max')" 2
}

if can_load_images; then
  check "images of a static musl program, and of only data, are built" build_images
  check "an application of another libc and no shell is provisioned" musl_application_is_provisioned
  check "its pod gets chandler-install and chandler-migrate" it_gets_install_and_migrate
  check "chandler-migrate runs in the application's image" migrate_runs_in_its_image
  check "so is one whose image holds only data" empty_image_is_provisioned
  check "a folder that is missing in the image is a problem, not \"nothing pending\"" missing_folder_is_a_problem
else
  echo "left out: this cluster can't load images of this machine"
fi
