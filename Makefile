# Everything needed to work on this project. `make` alone lists the targets.
#
# Set-up goes into git-ignored folders of this tree and is incremental: each step has one file that is newer than what
# it was made from. So `make run` and `make test` work in a fresh clone, and cost nothing the second time.
# Settings: PYTHON=… (which Python builds .venv), ARGS=… (run, bench, soak, proof), PYTEST_ARGS=… (test), SECONDS=… (fuzz).

VENV := .venv
PY := $(VENV)/bin/python
NODE := scripts/with-node
# --no-compile: compiling all of pip's, mypy's and hypothesis's files takes longer than what a server imports (below).
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes
# The same into another environment, which is $(1).
PIP_INSTALL_INTO = $(PY) -m pip --python=$(1)/bin/python install --quiet --disable-pip-version-check --no-compile --require-hashes

# The load generator and the plots of `make bench`, and the one peer that is a package of Python's.
BENCH := .tools/bench

# The alternatives that it measures beside the executor.
PEERS := .tools/peers

# Debian's tools that tests run.
PROMETHEUS := .tools/debian/prometheus/usr/bin/promtool

# What builds and checks Kubernetes manifests: kustomize, the schemas of Kubernetes (PyPI has them) and of the Prometheus
# operator's and KEDA's resources, which are in their Go modules.
MANIFEST_TOOLS := .tools/go/kustomize .tools/manifests/installed .tools/manifests/crds/keda.sh_scaledobjects.yaml
KUSTOMIZE := sigs.k8s.io/kustomize/kustomize/v5@v5.5.0
OPERATOR := github.com/prometheus-operator/prometheus-operator@v0.79.2
KEDA := github.com/kedacore/keda/v2@v2.20.2

# How many files pytest runs at a time (tests/conftest.py has their order); WORKERS= for one, as --pdb and -s want it.
WORKERS := -n auto --dist loadfile --no-loadscope-reorder

# What Python makes of the tests, of pytest and hypothesis, and of what commands import is kept from one process to the next, also
# where PYTHONDONTWRITEBYTECODE is set, as in many containers. Without it each of the workers spends 8 s of CPU before its first
# test, and each command that a test starts 100 ms.
PYTEST := PYTHONDONTWRITEBYTECODE='' $(PY) -m pytest

# What `make fuzz` and `make fuzz-scripts` do, and for how long.
FUZZ := .tools/fuzz
SECONDS := 600
TARGETS := report fetch coding packet job settings request

# What others wrote in Go and tests use as it is: the real grpc_health_probe, a client of grpc-go (tests/clients/go).
# Versions and checksums are those of go.mod and go.sum there. Without Go the tests that need them are skipped.
GO_SOURCES := tests/clients/go
GO_TOOLS := .tools/go/grpc_health_probe .tools/go/client .tools/go/grpcurl
GRPCURL := github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.3
OPENAPI := github.com/grpc-ecosystem/grpc-gateway/v2/protoc-gen-openapiv2@v2.27.3
# The same for grpc-js, with the Node that is there for every test.
NODE_CLIENT := tests/clients/node/node_modules/.package-lock.json

# Maven's, of the client in Java that readers copy. Where Maven cannot fetch it, that client is left out.
JAVA_CLIENT := .tools/java/fetched

HAPROXY := .tools/debian/haproxy/unpacked
CHROMIUM := .tools/debian/chromium/unpacked
PAGE_TOOLS := tests/page/node_modules/.package-lock.json

# What the tests run of others, as far as this machine can have it; a test that lacks its own is skipped, and CI fails then.
TEST_TOOLS := $(NODE_CLIENT) .tools/wheel/installed $(if $(shell command -v go),$(BENCH)/load $(GO_TOOLS) $(MANIFEST_TOOLS) .tools/go/protoc-gen-openapiv2) \
    $(if $(shell command -v mvn),$(JAVA_CLIENT)) $(if $(shell command -v apt-get),$(PROMETHEUS) $(HAPROXY) $(CHROMIUM)) $(PAGE_TOOLS)

# The engine that scripts run on. ENGINE=pypi takes the one of PyPI's dukpy, where it cannot be built, and is remembered;
# ENGINE=built builds it after all. ENGINE_SOURCES=DIRECTORY has its sdists; CC=… compiles, CC=zig is PyPI's ziglang.
ENGINE_BUILD := engine/dist/engine.json
# Our own C beside it: a second, and no reason to make the bundles again.
NATIVE_BUILD := engine/dist/native.json
engine_changed = $(if $(ENGINE),$(if $(shell grep -s '"origin": "$(ENGINE)"' $(1)),,FORCE))

PROTO := protos/executor/v1/executor.proto
# What callers have, as a descriptor: comments and places in the file are no part of it.
PROTO_IMAGE := protos/executor.binpb
BUILD_IMAGE = $(VENV)/bin/buf build --exclude-source-info
STUBS := executor/v1/__init__.py executor/v1/executor.binpb executor/v1/executor_pb2.py executor/v1/executor_pb2.pyi executor/v1/executor_pb2_grpc.py
# Stubs run with the runtimes of their own major version and of the next: so they are made by the protoc before, apart from $(VENV),
# whose packages are of this one. protoc is a program in C++, and needs none of what grpcio-tools asks for.
PROTOC_TOOLS := .tools/protoc/installed
# The descriptor has the comments, for reflection.
PROTOC = mkdir -p $(1)/executor/v1 && PYTHONPATH=$(dir $(PROTOC_TOOLS)) $(PY) -m grpc_tools.protoc -I protos --python_out=$(1) --pyi_out=$(1) --grpc_python_out=$(1) \
    --include_source_info --descriptor_set_out=$(1)/executor/v1/executor.binpb $(PROTO)

BUNDLE_SOURCES := modules/preload.json modules/bundle.mjs $(wildcard modules/lib/* modules/eraser/*) \
    $(wildcard executor/isolate/runtime/*.js) $(shell find executor/isolate/runtime/*/ -name "*.js*")

# Makes a step run even if nothing changed, when its target was named on the command line.
when_asked = $(if $(filter $(1),$(MAKECMDGOALS)),FORCE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
.PHONY: help setup engine tools wheel client-wheel wheel-check monitor-check dashboard manifests rolling docs openapi screenshots run test test-modules test-python test-fast faults health probe mutants check lint types proto-check format proto proto-image modules bench \
    peers overload hostile compare node-answers suites test262 node-tests soak proof fuzz fuzz-scripts pins clean FORCE

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/installed $(ENGINE_BUILD) $(NATIVE_BUILD) $(STUBS) modules/dist/manifest.json $(VENV)/compiled $(VENV)/bin/flow-executor ## Install and build all that is needed, into ignored folders
	@:

# exec: the server takes the place of the recipe's shell, so that Ctrl-C and SIGTERM reach it and nothing else.
run: setup ## Serve; ARGS='--isolates 16' passes flags, ARGS=--help lists them
	@exec $(PY) server.py $(ARGS)

test: test-python ## Run all tests, those of the bundled modules (in Node) among them

test-modules: setup ## Run the tests of the bundled modules alone
	@$(NODE) node --test --test-concurrency=2 --test-reporter=spec modules/test/*.test.mjs

test-python: setup $(TEST_TOOLS) ## As test; PYTEST_ARGS='-k queue' passes options
	@$(PYTEST) $(WORKERS) $(PYTEST_ARGS)

test-fast: setup ## Run the tests that start no server and build nothing: less than a minute
	@$(PYTEST) $(WORKERS) --no-servers -m 'not slow' -r fE $(PYTEST_ARGS)

# The table is the list: tests/docs/test_docs.py sees to it that both are complete.
faults: setup ## Run the tests that docs/development/faults.md names, a line each
	@$(NODE) node --test --test-reporter=spec modules/test/timers.test.mjs
	@$(PYTEST) -v --no-header -rP -k "$$(grep -o '`test_[a-z0-9_]*`' docs/development/faults.md | tr -d '`' | \
	    sort -u | paste -s -d '|' | sed 's/|/ or /g')"

health: setup ## Random faults in a row, and every view of health asked each 100 ms; ARGS='--faults 20 --isolates 8 --load 0'
	@exec $(PY) -m bench.health $(ARGS)

probe: setup tools ## Run the real grpc_health_probe against servers in every state, and print its exit codes
	@PYTHONPATH=. $(PY) tests/probes.py

mutants: setup ## Remove each check of the egress broker in turn and see that a test fails; ARGS=origin for some
	@exec $(PY) tests/mutations.py $(ARGS)

check: lint types proto-check ## What CI runs: formatting, lint, types, proto, generated code, then all tests
	@$(MAKE) --no-print-directory test

lint: setup ## Check formatting, lint, and which room imports which
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(VENV)/bin/lint-imports --no-cache --no-logo

types: setup ## Check types, strictly, also of bench/ and the scripts in docs/ and deploy/
	@$(PY) -m mypy

proto-check: setup $(PROTOC_TOOLS) ## Lint the proto, see that it breaks no caller, and compare the generated code with a fresh run
	@$(VENV)/bin/buf lint
	@$(VENV)/bin/buf breaking --against $(PROTO_IMAGE) || { printf '%s\n' >&2 \
	    'proto: this would break callers (see above): $(PROTO_IMAGE) is the contract that they have.' \
	    'Put what was there back, and add beside it. If surely nobody uses what changed: make proto-image.'; exit 1; }
	@$(BUILD_IMAGE) -o -#format=binpb | cmp -s - $(PROTO_IMAGE) || \
	    echo 'proto: $(PROTO_IMAGE) lacks what was added since; make proto-image makes that part of the contract.'
	@fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && $(call PROTOC,"$$fresh") && \
	    diff -r --exclude=__pycache__ --exclude=__init__.py "$$fresh/executor/v1" executor/v1 || \
	    { echo 'executor/v1 is not what protos/ generates (see above): run make proto.' >&2; exit 1; }

format: setup ## Format the code and apply the safe fixes of the linter
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

# Never a step of another: whoever renews it has decided that callers may rely on what it then has, and on nothing else.
proto-image: $(VENV)/installed ## Take the proto as it is for the contract that proto-check compares with: on purpose only
	@$(VENV)/bin/buf breaking --against $(PROTO_IMAGE) || \
	    echo 'proto: the above breaks callers of the contract until now; say in the commit why that may be.' >&2
	@$(BUILD_IMAGE) -o $(PROTO_IMAGE)
	@git diff --stat -- $(PROTO_IMAGE)

proto: $(STUBS) ## Generate executor/v1 from the proto again
	@:

engine: $(ENGINE_BUILD) $(NATIVE_BUILD) ## Build the engine again; CC=clang, ENGINE_SOURCES=DIRECTORY, ENGINE=pypi where it cannot be built
	@:

modules: modules/dist/manifest.json ## Bundle the modules again
	@:

# Peers and plots are optional: what cannot be installed is left out, and the table says so.
bench: setup peers $(BENCH)/load ## Measure beside the alternatives, 20 minutes; QUICK=1 three; ARGS='--only p50'
	@exec $(PY) -m bench $(if $(QUICK),--quick) $(ARGS)

peers: setup $(PEERS)/modules $(PEERS)/node/installed $(PEERS)/goja $(BENCH)/installed ## Install and build what the peers of `make bench` need
	@:

# Nobody edits it: what it has outdated is asked of Node at each run of the tests, until it is made again.
node-answers: setup ## Have Node answer the scripts of the tests again, and write down what it said (tests/node_answers.txt)
	@RENEW_NODE_ANSWERS=1 $(PYTEST) -q $(patsubst %,tests/isolate/test_%.py,compatibility dates properties_of_modules published_suites)

compare: setup ## Run the corpus in Node 20 and here, and print where they differ; ARGS='-v lodash' shows some
	@exec $(PY) -m bench.compare $(ARGS)

suites: setup ## Run the test suites that packages publish in Node 20 and in isolates, and print what passed
	@exec $(PY) -m bench.suites

# test262 is not ours to keep: DIR is a checkout of github.com/tc39/test262.
test262: setup ## Run a checkout of tc39/test262 (DIR=…) in isolates, a table by directory; ARGS='--passes FILE --only built-ins/Date'
	@test -n "$(DIR)" || { echo 'test262: say where its checkout is: make test262 DIR=/path/to/test262' >&2; exit 1; }
	@exec $(PY) -m bench.test262 $(DIR) $(ARGS)

# Neither are Node's own tests: DIR is the folder `test` of a checkout of github.com/nodejs/node.
node-tests: setup ## Run Node's own tests (DIR=…/node/test) in isolates, a table by kind; ARGS='--passes FILE --only stream'
	@test -n "$(DIR)" || { echo 'node-tests: say where they are: make node-tests DIR=/path/to/node/test' >&2; exit 1; }
	@exec $(PY) -m bench.node_tests $(DIR) $(ARGS)

soak: setup ## Many calls with faults in between: nothing grows, all counts are true; ARGS='--executions 5000'
	@exec $(PY) -m bench.soak $(ARGS)

RUNS := 100000

proof: setup ## Rewind after every script, and see that memory is the image's (as root); RUNS=100000 of one isolate; ARGS='--every 40'
	@test "$$(id -u)" = 0 || { echo 'proof: only root may look into the memory of isolates.' >&2; exit 1; }
	@$(PY) -m bench.proof $(ARGS)
	@exec $(PY) -m bench.proof --soak $(RUNS)

# Low priority: it may run for an hour beside other work. Each target stops at its first finding, and make with it.
fuzz: setup $(FUZZ)/installed ## Fuzz what reads foreign bytes, SECONDS=600 for each target; TARGETS='report job'
	@for target in $(TARGETS); do \
	    mkdir -p $(FUZZ)/corpus/$$target && $(FUZZ)/bin/python -m bench.fuzz.targets --seeds $$target && \
	    nice $(FUZZ)/bin/python -m bench.fuzz.targets $$target $(FUZZ)/corpus/$$target \
	        -max_total_time=$(SECONDS) -artifact_prefix=$(FUZZ)/$$target- || exit; \
	done

fuzz-scripts: setup ## Run random JavaScript for SECONDS=600: no isolate may crash; ARGS='--only SEED/N' repeats
	@exec nice $(PY) -m bench.fuzz.scripts --seconds $(SECONDS) $(ARGS)

overload: setup ## Send five times the load that can be served, then hostile requests, and check the promises of docs/development/overload.md
	@$(PY) -m bench.overload $(ARGS)
	@exec $(PY) -m bench.bounds

hostile: setup ## Run every hostile script, and print how and when each ended; ARGS='regexes' picks some
	@exec $(PY) -m bench.hostile $(ARGS)

# Twice the same bytes: nothing of an earlier build, and the commit's time for that of each file.
BUILD_WHEEL = SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || echo 1700000000) \
    $(PY) -m pip wheel --quiet --no-deps --no-build-isolation --disable-pip-version-check --wheel-dir $(DIST)
DIST := dist

wheel: setup ## Build the wheels, of the server with its bundles and of the client, into dist/
	@rm -rf build $(DIST)
	@$(BUILD_WHEEL) .
	@rm -rf build *.egg-info
	@$(MAKE) --no-print-directory client-wheel
	@ls $(DIST)/*.whl

client-wheel: setup ## Build the wheel of the client alone, of the package flow_executor_client
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(PY) deploy/client/sources.py "$$folder" && $(BUILD_WHEEL) "$$folder"

wheel-check: setup .tools/wheel/installed ## Build the wheels, serve in a clean environment as another user, call it, try the oldest and newest packages
	@$(PYTEST) -v tests/deploy/test_package.py tests/deploy/test_client_package.py $(PYTEST_ARGS)

monitor-check: setup $(PROMETHEUS) ## Run a real Prometheus against real servers: silent when healthy, the right alert for each fault
	@$(PYTEST) -v tests/observe/test_prometheus.py $(PYTEST_ARGS)

dashboard: setup ## Make deploy/grafana/flow-executor.json again
	@$(PY) deploy/grafana/dashboard.py

manifests: setup $(MANIFEST_TOOLS) ## Make the seccomp profile; make and check the Kubernetes manifests, against the real schemas
	@$(PY) deploy/seccomp/profile.py
	@$(PY) deploy/kubernetes/manifests.py
	@.tools/manifests/bin/python deploy/kubernetes/validate.py --kustomize .tools/go/kustomize --crds .tools/manifests/crds

rolling: setup $(if $(shell command -v apt-get),$(HAPROXY)) ## Restart three servers in turn under load, behind round_robin and behind HAProxy: no call fails
	@$(PYTEST) -v -rP tests/deploy/test_rolling.py $(PYTEST_ARGS)

docs: setup ## Make docs/reference.md again
	@$(PY) docs/tables.py

openapi: setup .tools/go/protoc-gen-openapiv2 ## Make executor/http/openapi.json again, from the proto
	@$(PY) docs/openapi.py .tools/go/protoc-gen-openapiv2

screenshots: setup $(CHROMIUM) $(PAGE_TOOLS) ## Take the pictures of docs/operate.md again, in Chromium
	@mkdir -p docs/images && PAGE_SCREENSHOTS=docs/images $(PY) -m pytest -q tests/http/test_page.py

clean: ## Remove everything that set-up, tests and tools made
	rm -rf $(VENV) .tools modules/node_modules modules/dist engine/dist executor/v1 $(GO_SOURCES)/executorpb build dist
	rm -rf tests/clients/node/node_modules tests/page/node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --clear: a package that left the requirements leaves the environment too, and a broken or half-made one is no trap.
# pip first, compiled: the one that comes with Python takes three times as long for the rest (requirements-pip.in).
$(VENV)/installed: requirements-pip.txt requirements.txt requirements-dev.txt $(PY)
	@python=$$(scripts/find-python $(PYTHON)) && \
	    echo "python: installing into $(VENV) with $$($$python --version)" && \
	    $$python -m venv --clear $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-pip.txt
	@$(PIP_INSTALL) -r requirements.txt -r requirements-dev.txt
	@touch $@

# No recipe: when the interpreter is gone (or its base was upgraded), the environment above is built again.
$(PY):

$(PROTOC_TOOLS): requirements-proto.txt | $(VENV)/installed
	@echo 'proto: installing protoc' && rm -rf $(@D)
	@$(PIP_INSTALL) --no-deps --target $(@D) -r requirements-proto.txt
	@touch $@

$(STUBS) &: $(PROTO) $(VENV)/installed $(PROTOC_TOOLS) $(call when_asked,proto)
	@echo 'proto: generating executor/v1'
	@$(call PROTOC,.)
	@echo '"""Generated from protos/: make proto."""' > executor/v1/__init__.py
	@touch $(STUBS)

# `$(origin CC)`: make has a CC of its own.
BUILD_ENGINE = $(PY) -m engine.build $(if $(ENGINE),--engine=$(ENGINE)) $(if $(filter default undefined,$(origin CC)),,--cc='$(CC)')

$(ENGINE_BUILD): $(filter-out engine/native_part.py,$(wildcard engine/*.py engine/include/* engine/unbuilt/*/*)) \
    requirements-engine.txt requirements-zig.txt $(call when_asked,engine) $(call engine_changed,$(ENGINE_BUILD)) | $(VENV)/installed
	@$(BUILD_ENGINE) --part=engine $(if $(ENGINE_SOURCES),--sources='$(ENGINE_SOURCES)')

$(NATIVE_BUILD): $(wildcard engine/native/*) engine/native_part.py engine/compiler.py requirements-zig.txt \
    $(call when_asked,engine) $(call engine_changed,$(NATIVE_BUILD)) | $(ENGINE_BUILD)
	@$(BUILD_ENGINE) --part=native

# npm writes this file last, so it exists only after a complete installation. --ignore-scripts: packages run nothing.
modules/node_modules/.package-lock.json: modules/package.json modules/package-lock.json | $(VENV)/installed
	@echo 'modules: installing npm packages'
	@cd modules && ../$(NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# The bundles hold bytecode, which only the engine that made it may read.
modules/dist/manifest.json: modules/node_modules/.package-lock.json $(BUNDLE_SOURCES) $(ENGINE_BUILD) $(call when_asked,modules)
	@echo 'modules: bundling'
	@$(NODE) node modules/bundle.mjs
	@$(PY) -m executor.isolate.compile_bundles modules/dist
	@touch $@

# The wheel's command, for this tree and from any directory. An editable installation would take seconds, and leave its
# metadata in the tree. -P: the folder of commands is no place to import from.
$(VENV)/bin/flow-executor: $(VENV)/installed Makefile
	@printf '%s\n' '#!$(CURDIR)/$(PY) -P' 'import sys' '' 'sys.path.insert(0, "$(CURDIR)")' \
	    'from executor.__main__ import main' '' 'sys.exit(main())' >$@
	@chmod +x $@

# Importing once writes what Python makes of the sources. Without it a server spends 700 ms on that at each start where
# PYTHONDONTWRITEBYTECODE is set, as in many containers, or where it may not write here, and a command of the client 100 ms.
$(VENV)/compiled: $(VENV)/installed $(STUBS) $(wildcard executor/*.py executor/*/*.py executor/*/*/*.py)
	@PYTHONDONTWRITEBYTECODE='' $(PY) -c 'from executor import server; server.import_all(); import executor.__main__, executor.client.cli'
	@touch $@

# uv resolves for every platform and Python from 3.11 at once, which pip cannot. PINS= names what to raise, for
# example PINS='--upgrade' or PINS='--upgrade-package aiohttp'.
pins: .tools/uv/installed ## Renew requirements*.txt from requirements*.in; PINS=--upgrade raises all of them
	@for name in requirements-pip requirements requirements-dev requirements-node requirements-fuzz requirements-bench requirements-manifests requirements-otel requirements-wheel requirements-zig requirements-proto; do \
	    .tools/uv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	        --no-emit-index-url --no-emit-find-links --custom-compile-command 'make pins' \
	        $(PINS) $$name.in -o $$name.txt || exit; \
	done

tools: $(NODE_CLIENT) $(if $(shell command -v go),$(GO_TOOLS)) ## Build what tests use of others: grpc_health_probe, clients of grpc-go and grpc-js
	@command -v go >/dev/null || echo 'tools: there is no Go in PATH (1.26 or later): tests that need it are skipped' >&2

.tools/go/grpc_health_probe: $(GO_SOURCES)/go.mod $(GO_SOURCES)/go.sum
	@echo 'tools: building grpc_health_probe' && mkdir -p $(@D)
	@cd $(GO_SOURCES) && go build -o ../../../$@ github.com/grpc-ecosystem/grpc-health-probe
	@touch $@

.tools/go/client: $(wildcard $(GO_SOURCES)/*.go) $(GO_SOURCES)/executorpb/executor_grpc.pb.go
	@echo 'tools: building the client in Go' && mkdir -p $(@D)
	@cd $(GO_SOURCES) && go build -o ../../../$@ .
	@touch $@

$(NODE_CLIENT): tests/clients/node/package.json tests/clients/node/package-lock.json | $(VENV)/installed
	@echo 'tools: installing grpc-js'
	@cd tests/clients/node && ../../../$(NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# The stubs in Go, by plugins of versions that suit what they are compiled with.
$(GO_SOURCES)/executorpb/executor_grpc.pb.go: $(PROTO) $(GO_SOURCES)/go.mod $(GO_SOURCES)/go.sum | $(VENV)/installed
	@mkdir -p .tools/go $(@D)
	@cd $(GO_SOURCES) && go build -o ../../../.tools/go google.golang.org/protobuf/cmd/protoc-gen-go \
	    google.golang.org/grpc/cmd/protoc-gen-go-grpc
	@PATH="$(CURDIR)/.tools/go:$$PATH" $(PY) -m grpc_tools.protoc -I protos/executor/v1 $(PROTO) \
	    --go_out=$(@D) --go_opt=paths=source_relative,Mexecutor.proto=flow-executor/tests/clients/go/executorpb \
	    --go-grpc_out=$(@D) --go-grpc_opt=paths=source_relative,Mexecutor.proto=flow-executor/tests/clients/go/executorpb

$(FUZZ)/installed: requirements.txt requirements-fuzz.txt | $(VENV)/installed
	@python=$$(scripts/find-python $(PYTHON)) && $$python -m venv --clear $(FUZZ)
	@$(call PIP_INSTALL_INTO,$(FUZZ)) -r requirements.txt -r requirements-fuzz.txt
	@touch $@

$(BENCH)/load: $(wildcard bench/load/*)
	@command -v go >/dev/null || { echo 'bench: the load generator needs Go 1.25 or later in PATH.' >&2; exit 1; }
	@echo 'bench: building the load generator' && mkdir -p $(BENCH)
	@cd bench/load && go build -o ../../$@ .

$(PEERS)/modules: bench/peers/modules.mjs modules/preload.json modules/lib/preload.mjs modules/lib/pinyin.mjs \
    modules/node_modules/.package-lock.json
	@echo 'peers: bundling the modules'
	@$(NODE) node bench/peers/modules.mjs $@
	@touch $@

# isolated-vm has no binary for Node 20 in its package, and its install script looks for one elsewhere: it is compiled
# with the headers of the Node that runs it. Two minutes of CPU; without a compiler only its peers are left out.
$(PEERS)/node/installed: bench/peers/node/package.json bench/peers/node/package-lock.json \
    modules/node_modules/.package-lock.json
	@echo 'peers: installing npm packages, compiling isolated-vm'
	@mkdir -p $(@D) && cp bench/peers/node/package*.json $(@D)
	@cd $(@D) && ../../../$(NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@node=$$(echo $(CURDIR)/modules/node_modules/node-linux-*) && cd $(@D) && \
	    PATH="$$node/bin:$$PATH" npm_config_nodedir="$$node" ../../../$(NODE) npm run build >build.log 2>&1 || \
	    echo "peers: cannot compile isolated-vm, see $(@D)/build.log" >&2
	@touch $@

$(PEERS)/goja: $(wildcard bench/peers/goja/*)
	@command -v go >/dev/null || { echo 'peers: goja is left out, there is no Go in PATH' >&2; exit 0; }; \
	    echo 'peers: building goja' && cd bench/peers/goja && go build -o ../../../$@ .

# requirements.txt too: the peer serves gRPC.
$(BENCH)/installed: requirements.txt requirements-bench.txt | $(VENV)/installed
	@echo 'bench: installing what draws plots, and quickjs-rs'
	@python=$$(scripts/find-python $(PYTHON)) && $$python -m venv $(BENCH)
	@$(call PIP_INSTALL_INTO,$(BENCH)) -r requirements.txt -r requirements-bench.txt
	@touch $@

# Into Maven's own cache, with all that compiling and running take: a test that fetched them would take minutes.
$(JAVA_CLIENT): $(shell find docs/clients/java -type f) $(PROTO)
	@echo 'tools: fetching grpc-java'
	@rm -rf $(@D) && mkdir -p $(@D)/proto && cp -r docs/clients/java/* $(@D) && cp $(PROTO) $(@D)/proto
	@cd $(@D) && timeout 300 mvn --quiet --batch-mode compile exec:exec -Dexec.executable=true && touch $(@F) || \
	    echo 'tools: Maven cannot fetch grpc-java; the client in Java is not tested' >&2

.tools/go/grpcurl:
	@echo 'tools: building grpcurl' && mkdir -p $(@D)
	@GOBIN=$(CURDIR)/$(@D) go install $(GRPCURL)

.tools/go/protoc-gen-openapiv2:
	@echo 'tests: building protoc-gen-openapiv2' && mkdir -p $(@D)
	@GOBIN=$(CURDIR)/$(@D) go install $(OPENAPI)

.tools/go/kustomize:
	@echo 'tests: building kustomize' && mkdir -p $(@D)
	@GOBIN=$(CURDIR)/$(@D) go install $(KUSTOMIZE)

.tools/wheel/installed: requirements-wheel.txt | $(VENV)/installed
	@echo 'tests: installing what checks wheels'
	@python=$$(scripts/find-python $(PYTHON)) && $$python -m venv --clear .tools/wheel
	@$(call PIP_INSTALL_INTO,.tools/wheel) -r $<
	@touch $@

.tools/manifests/installed: requirements-manifests.txt | $(VENV)/installed
	@echo 'tests: installing the schemas of Kubernetes and of the Prometheus operator'
	@python=$$(scripts/find-python $(PYTHON)) && $$python -m venv --clear .tools/manifests
	@$(call PIP_INSTALL_INTO,.tools/manifests) -r $<
	@mkdir -p .tools/manifests/crds && module=$$(cd /tmp && go mod download -json $(OPERATOR) | sed -n 's/.*"Dir": "\(.*\)".*/\1/p') && \
	    for kind in podmonitors prometheusrules; do \
	        install -m 644 "$$module/example/prometheus-operator-crd/monitoring.coreos.com_$$kind.yaml" .tools/manifests/crds; done
	@touch $@

.tools/manifests/crds/keda.sh_scaledobjects.yaml: .tools/manifests/installed
	@module=$$(cd /tmp && go mod download -json $(KEDA) | sed -n 's/.*"Dir": "\(.*\)".*/\1/p') && \
	    install -m 644 "$$module/config/crd/bases/$(@F)" $@

$(HAPROXY): scripts/unpack-debian
	@echo 'tests: unpacking HAProxy'
	@scripts/unpack-debian haproxy $(@D)
	@touch $@

$(CHROMIUM): scripts/unpack-debian
	@echo 'tests: unpacking Chromium'
	@scripts/unpack-debian chromium $(@D)
	@touch $@

$(PAGE_TOOLS): tests/page/package.json tests/page/package-lock.json modules/node_modules/.package-lock.json
	@echo 'tests: installing what drives Chromium'
	@cd tests/page && ../../$(NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(PROMETHEUS): scripts/unpack-debian
	@echo 'tests: unpacking Prometheus'
	@scripts/unpack-debian prometheus .tools/debian/prometheus
	@touch $@

.tools/uv/installed:
	@python=$$(scripts/find-python $(PYTHON)) && $$python -m venv --clear .tools/uv
	@.tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@touch $@
