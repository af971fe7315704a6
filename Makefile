# luoshi: `make run` shows the main job, `make test` checks everything, `make check` its fast part.
PYTHON ?= python3
VENV   := .venv
ifeq ($(OS),Windows_NT)
BIN    := $(VENV)/Scripts
else
BIN    := $(VENV)/bin
endif
PIP    := $(BIN)/python -m pip --disable-pip-version-check
JOBS   ?= 2
# tests start hundreds of processes: none of them should compile luoshi anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check lint types layers lock clean bench bench-scale bench-formats bench-ledger bench-load test-hostile test-kills \
	test-writers screenshot train
.DEFAULT_GOAL := run

run: $(VENV)/.run  ## install from the lock, then the main job on the packaged example
	@$(BIN)/python -m luoshi.cli demo

test: $(VENV)/.test lint types layers  ## everything: lint, types, layers, all tests, in JOBS processes
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

check: $(VENV)/.test lint types layers  ## the fast part: lint, types, layers, tests that take moments
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not slow" -x tests --ignore=tests/journeys --ignore=tests/quality --ignore=tests/properties

lint: $(VENV)/.test
	$(BIN)/ruff check src tests training bench docs setup.py
	$(BIN)/ruff format --check src tests training bench docs setup.py

types: $(VENV)/.test
	$(BIN)/mypy

layers: $(VENV)/.test
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.test  ## how fast the stages are beside jieba, JioNLP and a regular expression, in one run
	PYTHONPATH=. $(BIN)/python -m bench.table $(ARGS)

bench-scale: $(VENV)/.test  ## how cost and memory grow: 10 KB to 100 MB, 10,000 documents, one job and many
	PYTHONPATH=. $(BIN)/python -m bench.scale $(ARGS)

bench-formats: $(VENV)/.test  ## how much of the real texts comes back from every format, with its floors
	PYTHONPATH=. $(BIN)/python -m bench.formats $(ARGS)

test-hostile: $(VENV)/.test  ## 500 damaged files a format (24 in make test)
	LUOSHI_HOSTILE=500 $(BIN)/python -m pytest tests/test_hostile.py

bench-ledger: $(VENV)/.test  ## what a ledger of a million statements costs, on both databases
	PYTHONPATH=. $(BIN)/python -m bench.ledger

bench-load: $(VENV)/.test  ## fifty readers at once over 100,000 statements: p95 of the ledger page and of search
	PYTHONPATH=. $(BIN)/python -m bench.load $(ARGS)

test-kills: $(VENV)/.test  ## processes killed 200 times on each store (6 in make test)
	LUOSHI_KILLS=201 $(BIN)/python -m pytest tests/contracts/test_kills.py -k "outlives or import"

test-writers: $(VENV)/.test  ## eight writers at once for a minute on each store (2 s in make test)
	LUOSHI_WRITERS=60 $(BIN)/python -m pytest tests/contracts/test_kills.py -k "writers" -s

screenshot: $(VENV)/.run  ## draw docs/images/ledger.svg anew from the packaged example
	$(BIN)/python docs/screenshot.py

train: $(VENV)/.train  ## fit the label and joint models anew (see training/README.md)
	PYTHONPATH=. $(BIN)/python -m training.labels

$(VENV)/.venv:
	$(PYTHON) -m venv $(VENV)
	@touch $@

NATIVE := setup.py $(wildcard src/luoshi/native/*.pyx src/luoshi/native/*.pxd)

$(VENV)/.run: $(VENV)/.venv requirements/run.lock pyproject.toml $(NATIVE)  ## builds the inner loops where a C compiler is
	$(PIP) install -q --require-hashes -r requirements/run.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.lock
	$(PIP) install -q --no-deps --require-hashes -r requirements/test.lock
	@touch $@

$(VENV)/.train: $(VENV)/.run requirements/train.lock
	$(PIP) install -q --require-hashes -r requirements/train.lock
	@touch $@

lock:  ## write the locks anew from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml requirements/build.in -o requirements/run.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml requirements/build.in requirements/headless.in --override requirements/overrides.in --extra dev --extra docs --extra bench --extra frames --extra mcp --extra ocr --extra oidc --extra postgres -o requirements/test.lock -c requirements/run.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml requirements/build.in requirements/headless.in --override requirements/overrides.in --extra ocr --extra postgres --extra oidc -o requirements/serve.lock -c requirements/test.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml requirements/build.in --extra train -o requirements/train.lock -c requirements/run.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml requirements/build.in --extra spark -o requirements/spark.lock -c requirements/test.lock

clean:
	rm -f src/luoshi/native/*.so src/luoshi/native/*.pyd
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: vendor
vendor:  ## what pages load from others, copied from the npm lock into the package (needs node and npm)
	cd web && npm ci --ignore-scripts && node vendor.mjs

.PHONY: bench-search
bench-search: $(VENV)/.test  ## what searching a million statements costs, on both databases
	PYTHONPATH=. $(BIN)/python -m bench.search $(ARGS)

.PHONY: test-search
test-search: $(VENV)/.test  ## 500 words over all real texts against a plain scan (one text in nine in make test)
	LUOSHI_TEXTS=1 $(BIN)/python -m pytest tests/contracts/test_search_store.py -k plain_scan

.PHONY: test-api
test-api: $(VENV)/.test  ## what the API's description allows and what it does not, 60 examples each way (4 in make test)
	LUOSHI_API_EXAMPLES=60 $(BIN)/python -m pytest tests/web/test_api_schema.py
	LUOSHI_API_EXAMPLES=60 LUOSHI_API_STORE=postgres $(BIN)/python -m pytest tests/web/test_api_schema.py

.PHONY: test-anew
test-anew: $(VENV)/.test  ## the journeys and pages with an interpreter started for each command (one warm process in make test)
	LUOSHI_ANEW=1 $(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests/journeys --ignore=tests/journeys/browser

.PHONY: soak
soak: $(VENV)/.test  ## half an hour of mixed use of the site; memory must stay level (12 s in make test)
	PYTHONPATH=. $(BIN)/python -m bench.soak $(ARGS)

.PHONY: test-container
test-container: $(VENV)/.test  ## the Dockerfile built, or its commands run anew with the whole lock installed
	LUOSHI_CONTAINER=1 $(BIN)/python -m pytest tests/journeys/test_container.py

.PHONY: test-hostile-uploads
test-hostile-uploads: $(VENV)/.test  ## 300 damaged files through the page (40 in make test)
	LUOSHI_HOSTILE=300 $(BIN)/python -m pytest tests/web/test_hostile_uploads.py

.PHONY: web-screenshots
web-screenshots: $(VENV)/.test  ## draw docs/images/web/*.png anew from the packaged example (needs Chromium)
	$(BIN)/python docs/web_screenshots.py

.PHONY: docs
docs: $(VENV)/.test  ## the documentation as a site in build/docs, Chinese and English
	$(BIN)/python docs/site/build.py

$(VENV)/.spark: $(VENV)/.run requirements/spark.lock
	$(PIP) install -q --require-hashes -r requirements/spark.lock
	@touch $@

.PHONY: spark-example bench-spark
spark-example: $(VENV)/.spark  ## the stages on two Spark workers beside one process, on the packaged example (needs Java)
	PYTHONPATH=. $(BIN)/python -m bench.spark

bench-spark: $(VENV)/.spark  ## 10,000 files, 100 of them damaged, on two Spark workers (needs Java)
	PYTHONPATH=. $(BIN)/python -m bench.spark scale
