# Everything a contributor runs. `make` alone lists the targets.

# The first of these that runs and is new enough; name another with `make PYTHON=...`.
ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON := $(shell for p in python3.11 python3 python; do \
  $$p -c '$(ENOUGH)' 2>/dev/null && echo $$p && break; done)
endif
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test lint format format-check types contracts pages build wheel-test bench \
        bench-setup bench-one bench-score pins clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(STAMP): requirements/dev.txt pyproject.toml
	@$(or $(PYTHON),false) -c '$(ENOUGH)' \
	  || { echo "Takar needs Python 3.11 or later; name one: make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@# Hatchling copies the data files even so; the copy would go stale, and nothing reads it.
	@rm -rf $(VENV)/lib/python3.*/site-packages/evaluator
	@touch $@

demo: $(STAMP) ## score an invented province and explain it
	@$(BIN)/takar demo

test: $(STAMP) ## run every suite but those named at the end
	$(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/wheel
	@echo "left out: wheel (1 suite; make wheel-test)"

format: $(STAMP) ## lay the code out
	$(BIN)/ruff format .

format-check: $(STAMP) ## tell whether the code is laid out
	$(BIN)/ruff format --check .

lint: $(STAMP) ## look for mistakes in the code
	$(BIN)/ruff check .

types: $(STAMP) ## check the types
	$(BIN)/mypy

contracts: $(STAMP) ## check which layer imports which
	PYTHONPATH=src $(BIN)/lint-imports --no-cache

pages: $(STAMP) ## write the pages of the diagnostics
	PYTHONPATH=docs $(BIN)/python docs/build_pages.py

build: $(STAMP) ## build the sdist, and the wheel from it
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist
	@ls dist

wheel-test: build ## test the installed wheel with the checkout out of reach
	PYTHON=$(CURDIR)/$(BIN)/python .ci/wheel-test dist/*.whl

bench: $(STAMP) ## measure the start of a command
	$(BIN)/python benchmarks/cold_start.py

BENCH := build/bench-venv/bin/python

bench-setup: ## install what the benchmarks compare with, apart from everything else
	$(PYTHON) -m venv build/bench-venv
	$(BENCH) -m pip install --quiet --disable-pip-version-check -r requirements/bench.txt
	$(BENCH) -m pip install --quiet --disable-pip-version-check -e '.[sql]'
	@# As in the virtual environment of the project.
	@rm -rf build/bench-venv/lib/python3.*/site-packages/evaluator
	@if command -v npm >/dev/null; \
	  then npm install --silent --prefix build/bench-node json-rules-engine@7.3.1; \
	  else echo "npm is missing: json-rules-engine is left out"; fi

bench-one: ## measure one response beside other engines; after `make bench-setup`
	$(BENCH) benchmarks/one_response.py

bench-score: ## measure a file of many subjects beside a query by hand and other engines; as above
	$(BENCH) benchmarks/score.py

pins: ## pin every dependency with its hashes
	$(PYTHON) -m venv build/pins
	build/pins/bin/python -m pip install --quiet pip-tools==7.6.2
	CUSTOM_COMPILE_COMMAND="make pins" build/pins/bin/pip-compile --quiet $(PIN_OPTIONS) \
	  -o requirements/run.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make pins" build/pins/bin/pip-compile --quiet $(PIN_OPTIONS) \
	  --extra all -c requirements/run.txt -o requirements/dev.txt pyproject.toml requirements/dev.in
	CUSTOM_COMPILE_COMMAND="make pins" build/pins/bin/pip-compile --quiet $(PIN_OPTIONS) \
	  -c requirements/dev.txt -o requirements/test.txt requirements/test.in

PIN_OPTIONS := --generate-hashes --strip-extras --upgrade \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

clean: ## remove what was built
	rm -rf $(VENV) build dist
