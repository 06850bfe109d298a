# bedside: every target sets up what it needs in .venv and is safe to repeat.
# Choose the interpreter with PYTHON=..., the number of parallel test processes with WORKERS=...

PYTHON  ?= python3
WORKERS ?= 2
# Each process begins with tests that lie together, so that what they share is made once; who is done takes from others.
SHARED  := -n $(WORKERS) --dist worksteal
VENV    := .venv
BIN     := $(VENV)/bin
UV      := uv==0.13.9

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory --no-builtin-rules
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# The caller's Python settings must not leak into the project's own environment; without compiled files each process
# of the tests would compile everything anew.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV PYTHONDONTWRITEBYTECODE
export PYTHONNOUSERSITE = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# A stamp's name carries the content it stands for, so a changed lock, a moved folder or another
# interpreter sets up again, and nothing else does.
key = $(shell cat $(1) | cksum | cut -d ' ' -f 1)
place   := $(shell { pwd; $(PYTHON) -c 'import sys; print(sys.version, sys.base_prefix)' 2>&1; } | cksum | cut -d ' ' -f 1)
STAMPS  := $(VENV)/stamps
MADE    := $(STAMPS)/made-$(place)
BUILDER := $(STAMPS)/builder-$(call key,requirements/build.txt)
RUN     := $(STAMPS)/run-$(call key,requirements/run.txt)
BEDSIDE := $(STAMPS)/bedside-$(call key,pyproject.toml requirements/build.txt)
TESTS   := $(STAMPS)/test-$(call key,requirements/test.txt)
SPARK   := $(STAMPS)/spark-$(call key,requirements/spark.txt)
# pip alone can hash-check a whole lock; --no-deps because the lock is the whole closure.
INSTALL := $(BIN)/python -m pip install --quiet --require-hashes --no-deps

.PHONY: help demo test test-postgresql test-spark lint check docs bench lock format environment spark wheel clean

help:  ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*##  *\(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

demo: $(BEDSIDE)  ## a study of virtual patients in the web application (ARGS=--no-serve prepares it only)
	@$(BIN)/bedside demo $(ARGS)

test: $(TESTS) $(BEDSIDE)  ## run the tests (ARGS="-k sofa" passes options to pytest)
	@$(BIN)/python -m pytest $(SHARED) $(ARGS)

test-postgresql: $(TESTS) $(BEDSIDE)  ## run the tests of the application on a PostgreSQL of their own (ROOMS="trail cuts": of these rooms)
	@$(BIN)/python tests/conduct/trail/postgres.py $(BIN)/python -m pytest $(SHARED) $(addprefix tests/conduct/,$(or $(ROOMS),.)) $(ARGS)

test-spark: $(TESTS) $(BEDSIDE) $(SPARK)  ## add Spark to .venv, and run the tests on it (needs Java)
	@$(BIN)/python -m pytest $(SHARED) -n 0 tests/spark $(ARGS)

lint: $(TESTS) $(BEDSIDE)  ## ruff, mypy strict, import directions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PYTHONPATH=src $(BIN)/lint-imports

# The pure rooms, where a line no test reaches is a defect; the gate is on them only.
PURE := src/bedside/errors.py,src/bedside/values/*,src/bedside/rules/*,src/bedside/scores/*,src/bedside/protocol/*,src/bedside/lint/*,src/bedside/registry/*,src/bedside/design/*,src/bedside/statistics/*,src/bedside/simulation/*

check: lint  ## everything: lint, tests with Hypothesis searching deep, coverage gate
	@HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest $(SHARED) --cov --cov-report= $(ARGS)
	@$(BIN)/coverage report --include='$(PURE)' --fail-under=95

docs: $(BEDSIDE)  ## write docs/generated again (every docs/generators/*.py)
	@for page in $$(ls docs/generators/[a-z]*.py 2>/dev/null); do echo "$$page"; $(BIN)/python "$$page" || exit 1; done

guide: $(TESTS) $(BEDSIDE)  ## write docs/guide again, its pictures taken while the stories are tested in Chromium
	@BEDSIDE_WRITE_GUIDE=1 $(BIN)/python -m pytest $$(grep -l 'Telling(' tests/browser/test_*.py)

bench: $(TESTS) $(BEDSIDE)  ## measure speed (every benchmarks/*.py)
	@for script in $$(ls benchmarks/[a-z]*.py 2>/dev/null); do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

format: $(TESTS)  ## put imports and layout in order
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

environment: $(TESTS) $(BEDSIDE)  ## set up .venv with the test set and run nothing

spark: $(SPARK)  ## add Spark to .venv (optional; needs Java to run)

wheel: $(BUILDER)  ## build dist/bedside-*.whl
	@PYTHONPATH="$(CURDIR)/$(VENV)/builder" $(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

# One resolution for all platforms and Pythons; no address of any index is written.
COMPILE = .venv/locker/bin/uv pip compile --quiet --no-config --generate-hashes --universal --fork-strategy fewest \
	--python-version 3.11 --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-build-options
lock: $(MADE)  ## resolve and hash requirements/*.txt again (UPGRADE=--upgrade takes newer releases)
	@$(PYTHON) -m venv $(VENV)/locker && $(VENV)/locker/bin/python -m pip install --quiet $(UV)
	@$(COMPILE) $(UPGRADE) pyproject.toml -o requirements/run.txt
	@$(COMPILE) $(UPGRADE) pyproject.toml --group test -c requirements/run.txt -o requirements/test.txt
	@$(COMPILE) $(UPGRADE) pyproject.toml --extra spark -c requirements/run.txt -o requirements/spark.txt
	@$(COMPILE) $(UPGRADE) requirements/build.in -o requirements/build.txt
	@echo 'Locked. Put changed versions of direct dependencies into docs/dependencies.md.'

clean:  ## remove .venv, caches, build products and what the demo left
	rm -rf $(VENV) build dist demo out htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache \
	  .import_linter_cache
	find src tests trials docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# --- setting up -------------------------------------------------------------------------------------

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  found=$$($(PYTHON) --version 2>/dev/null | head -1); \
	  echo "bedside needs Python 3.11 or newer, and '$(PYTHON)' is $${found:-not on this machine}." \
	       "Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "setting up $(VENV) (once)"
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV) && mkdir -p $(STAMPS) && touch $@

# The build backend is kept beside the environment, not in it: the run set stays what run.txt says.
$(BUILDER): $(MADE)
	@rm -rf $(VENV)/builder $(STAMPS)/builder-* && $(INSTALL) --target $(VENV)/builder -r requirements/build.txt
	@touch $@

$(RUN): $(MADE)
	@echo "installing what bedside runs on"
	@rm -f $(STAMPS)/run-* && $(INSTALL) -r requirements/run.txt && touch $@

$(BEDSIDE): $(RUN) $(BUILDER)
	@rm -f $(STAMPS)/bedside-* && PYTHONPATH="$(CURDIR)/$(VENV)/builder" $(BIN)/python -m pip install --quiet \
	  --no-deps --no-build-isolation --no-index --editable . && touch $@

$(TESTS): $(RUN)
	@echo "installing what the tests need"
	@rm -f $(STAMPS)/test-* && $(INSTALL) -r requirements/test.txt && touch $@

$(SPARK): $(BUILDER) $(RUN)
	@echo "installing Spark (a large download)"
	@rm -f $(STAMPS)/spark-* && PYTHONPATH="$(CURDIR)/$(VENV)/builder" $(INSTALL) --no-build-isolation -r requirements/spark.txt \
	  && touch $@
