# The front door. Each target is one call of a script that also works alone.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PRESET ?= dev
LABELS ?= .
TARGETS ?=
RELEASE ?= chandler
NAMESPACE ?= chandler-system
FOLLOW ?= 1
IN_TOOLCHAIN := toolchain/run
CLUSTER := tests/cluster/cluster

.PHONY: help demo demo-down test test-page test-compat e2e bench lint format image plugin run serve stop restart status logs clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## from nothing to an annotated application on a real cluster, step by step
	@demo/run

demo-down: ## remove all that the demo left: application, chart and (if it is ours) the cluster
	@demo/down

test: ## unit, golden and integration tests; PRESET=asan|tsan|coverage, LABELS=unit|golden|integration|threads|memory
	@$(IN_TOOLCHAIN) toolchain/build $(PRESET) $(TARGETS)
	@$(CLUSTER) programs
	@$(IN_TOOLCHAIN) toolchain/test $(PRESET) '$(LABELS)'

test-page: ## the web page in Chromium, which the first run fetches (180 MB)
	@$(IN_TOOLCHAIN) toolchain/build $(PRESET) page_tests
	@$(IN_TOOLCHAIN) --section browser env CHANDLER_NEED_BROWSER=1 CHANDLER_SCREENSHOTS='$(CHANDLER_SCREENSHOTS)' \
	  ctest --preset $(PRESET) --no-tests=error --label-regex '^page$$'

test-compat: ## the migration tools themselves as judges of chandler migrate ; PEERS="goose dbmate" asks these only
	@$(IN_TOOLCHAIN) toolchain/build $(PRESET) chandler
	@$(IN_TOOLCHAIN) tests/integration/migrate/compat/run build/$(PRESET)/chandler "$$(bench/migrate/peers $(PEERS))"

e2e: ## end-to-end tests on a real cluster, brought up when none is given by KUBECONFIG
	@$(CLUSTER) up
	@$(CLUSTER) image chandler
	@tests/e2e/run

bench: ## measure, and write the figures to bench/results; bench-migrate, bench-load, … one of them
	@bench/run

bench-%:
	@bench/run '$*'

lint: ## formatting, clang-tidy and shellcheck; CHANGED=1 only what differs from origin/main
	@$(IN_TOOLCHAIN) toolchain/lint $(if $(CHANGED),--changed)

format: ## rewrite the C++ sources as .clang-format says
	@$(IN_TOOLCHAIN) toolchain/format

image: ## build the image with release settings, load it into our cluster, and print its name and sizes
	@toolchain/image --sizes runtime

plugin: ## install kubectl's plugin for yourself, below PREFIX=~/.local
	@toolchain/plugin $(PREFIX)

run: ## install or upgrade the chart on the cluster: chandler serve, as users run it
	@$(CLUSTER) up
	@toolchain/deploy '$(RELEASE)' '$(NAMESPACE)'

serve: ## chandler serve of this checkout outside of the cluster, as one more replica of what `make run` installed; FLAGS=
	@toolchain/serve '$(RELEASE)' '$(NAMESPACE)' $(FLAGS)

stop: ## uninstall the chart; the cluster stays
	@$(CLUSTER) helm uninstall '$(RELEASE)' --namespace '$(NAMESPACE)' --ignore-not-found --wait

restart: ## a rolling restart of chandler serve
	@$(CLUSTER) kubectl --namespace '$(NAMESPACE)' rollout restart deployment --selector app.kubernetes.io/instance='$(RELEASE)'
	@$(CLUSTER) kubectl --namespace '$(NAMESPACE)' rollout status deployment --selector app.kubernetes.io/instance='$(RELEASE)' --timeout 2m

status: ## the cluster, and chandler serve's Deployment and pods
	@$(CLUSTER) status
	@$(CLUSTER) kubectl --namespace '$(NAMESPACE)' get deployment,pods --selector app.kubernetes.io/instance='$(RELEASE)'

logs: ## follow chandler serve's logs; FOLLOW=0 prints what there is
	@$(CLUSTER) kubectl --namespace '$(NAMESPACE)' logs --selector app.kubernetes.io/instance='$(RELEASE)' --prefix --tail 200 $(if $(filter-out 0 no,$(FOLLOW)),--follow)

clean: ## remove what was built here; the caches of toolchain and cluster stay
	@rm -rf build
