# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # read, and set, by the other files of run
# From nothing to a cluster that runs Chandler.

kind_in_words() {
  case $1 in
    given) echo "the one that KUBECONFIG names, $KUBECONFIG" ;;
    kind) echo "kind, in Docker" ;;
    node) echo "one node on this machine, its programs compiled from source" ;;
  esac
}

introduce() {
  local kind
  kind=$("$CLUSTER" kind) || exit 1
  cat <<TEXT
${bold}Chandler provisions applications on Kubernetes by annotation.${plain}

This demo deploys a small application whose database is empty, and annotates it with
kubectl. Its pods then start only after their schema is migrated and their data loaded.
Then a data file breaks, and is mended, while the application goes on serving.

  Kubernetes   $(kind_in_words "$kind")
  Time         about 15 minutes the first time on two cores, most of it compiling;
               one to two minutes when run again
  Logs         $LOGS
  Afterwards   everything stays up; \`make demo-down\` removes it
TEXT
}

prepare_cluster() {
  heading "A cluster"
  say "The toolchain first: a Debian 13 to compile in. New: about 3 minutes."
  long toolchain "toolchain ready" "see the log; toolchain/run --help names the ways to get one" toolchain/run c++ --version
  say "Then Kubernetes. New: up to 10 minutes where its programs have to be compiled; else 20 seconds."
  long cluster "Kubernetes is up" "see the log, and \`tests/cluster/cluster status\`; a cluster of your own: export KUBECONFIG=…" "$CLUSTER" up
  say "To look at it yourself: ${bold}export KUBECONFIG=$("$CLUSTER" kubeconfig)${plain}"
}

prepare_images() {
  heading "Images"
  say "Chandler and the example are compiled. New: about 5 minutes; unchanged: seconds."
  long chandler-image "Chandler's image is in the cluster" "mend what the log names" "$CLUSTER" image chandler
  chandler_image=$last_line
  long order-food-image "the application's image" "mend what the log names" "$CLUSTER" image order-food
  order_food_image=$last_line
  long postgres-image "PostgreSQL's image" "see the log" "$CLUSTER" image postgres
  postgres_image=$last_line
}

install_chandler() {
  heading "Chandler"
  as_typed helm upgrade --install chandler charts/chandler --namespace "$CHANDLER_NAMESPACE" --create-namespace --wait \
    "--set=image.repository=${chandler_image%:*}" "--set=image.tag=${chandler_image##*:}"
  long chandler "two copies answer admission reviews" \
    "\`tests/cluster/cluster kubectl -n $CHANDLER_NAMESPACE get pods\` and their logs say more" \
    toolchain/deploy chandler "$CHANDLER_NAMESPACE"
}
