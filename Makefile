# demo   makes a sample delivery, scans it and prints the verdict
# test   passes the tests
# Both set up their own virtual environment in .venv, once.
# Also: coverage, lint, docs, judges (the tools that check ours), bench, clean.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test coverage lint docs judges bench clean

demo: $(READY)
	$(BIN)/provenance demo demo-delivery

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal

coverage: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/make_reference.py --check
	$(BIN)/python docs/make_readme.py --check

docs: $(READY)
	$(BIN)/python docs/make_reference.py
	$(BIN)/python docs/make_readme.py

judges:
	npm install --prefix .judges --ignore-scripts --no-audit --no-fund \
	  @trustnxt/c2pa-ts@0.9.4 exiftool-vendored.pl@13.59.3

bench: $(READY)
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) .judges demo-delivery build dist *.egg-info

# Remade only when pyproject.toml changes, so that a second run starts at once and offline.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
