# luoshi: `make run` shows the main job, `make test` checks everything, `make check` its fast part.
PYTHON ?= python3
VENV   := .venv
ifeq ($(OS),Windows_NT)
BIN    := $(VENV)/Scripts
else
BIN    := $(VENV)/bin
endif
PIP    := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test check lint types layers lock clean bench bench-formats bench-ledger test-hostile test-kills \
	test-writers screenshot train
.DEFAULT_GOAL := run

run: $(VENV)/.run  ## install from the lock, then the main job on the packaged example
	@$(BIN)/python -m luoshi.cli demo

test: $(VENV)/.test lint types layers  ## everything: lint, types, layers, all tests
	$(BIN)/python -m pytest

check: $(VENV)/.test lint types layers  ## the fast part: lint, types, layers, tests that take moments
	$(BIN)/python -m pytest -m "not slow" -x tests --ignore=tests/journeys --ignore=tests/quality --ignore=tests/properties

lint: $(VENV)/.test
	$(BIN)/ruff check src tests training bench docs setup.py
	$(BIN)/ruff format --check src tests training bench docs setup.py

types: $(VENV)/.test
	$(BIN)/mypy

layers: $(VENV)/.test
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.test  ## how fast the stages are beside jieba, in one run
	PYTHONPATH=. $(BIN)/python -m bench.speed

bench-formats: $(VENV)/.test  ## how much of the real texts comes back from every format, with its floors
	PYTHONPATH=. $(BIN)/python -m bench.formats $(ARGS)

test-hostile: $(VENV)/.test  ## 500 damaged files a format (40 in make test)
	LUOSHI_HOSTILE=500 $(BIN)/python -m pytest tests/test_hostile.py

bench-ledger: $(VENV)/.test  ## what a ledger of a million statements costs, on both databases
	PYTHONPATH=. $(BIN)/python -m bench.ledger

test-kills: $(VENV)/.test  ## processes killed 200 times on each store (18 in make test)
	LUOSHI_KILLS=201 $(BIN)/python -m pytest tests/contracts/test_kills.py -k "outlives or import"

test-writers: $(VENV)/.test  ## eight writers at once for a minute on each store (3 s in make test)
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
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml requirements/build.in requirements/headless.in --override requirements/overrides.in --extra dev --extra bench --extra ocr --extra postgres -o requirements/test.lock -c requirements/run.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml requirements/build.in --extra train -o requirements/train.lock -c requirements/run.lock

clean:
	rm -f src/luoshi/native/*.so src/luoshi/native/*.pyd
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
