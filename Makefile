# luoshi: `make run` shows the main job, `make test` checks everything, `make check` its fast part.
PYTHON ?= python3
VENV   := .venv
ifeq ($(OS),Windows_NT)
BIN    := $(VENV)/Scripts
else
BIN    := $(VENV)/bin
endif
PIP    := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test check lint types layers lock clean bench gate screenshot train
.DEFAULT_GOAL := run

run: $(VENV)/.run  ## install from the lock, then the main job on the packaged example
	@$(BIN)/python -m luoshi.cli demo

test: check  ## everything: lint, types, layers, all tests
	$(BIN)/python -m pytest

check: $(VENV)/.test lint types layers  ## the fast part: lint, types, layers, tests that take moments
	$(BIN)/python -m pytest -m "not slow" -x tests --ignore=tests/journeys --ignore=tests/quality

lint: $(VENV)/.test
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests

types: $(VENV)/.test
	$(BIN)/mypy

layers: $(VENV)/.test
	$(BIN)/lint-imports --no-cache

$(VENV)/.venv:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.venv requirements/run.lock pyproject.toml
	$(PIP) install -q --require-hashes -r requirements/run.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.lock
	$(PIP) install -q --require-hashes -r requirements/test.lock
	@touch $@

lock:  ## write the locks anew from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml requirements/build.in -o requirements/run.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml requirements/build.in --extra dev --extra bench -o requirements/test.lock -c requirements/run.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
