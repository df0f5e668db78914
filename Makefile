# Needs Python 3.11 or later and make; everything else goes into .venv.
# A stamp in .venv, named after the checksum of what was installed, makes the second time quick.

VENV := .venv
PY   := $(VENV)/bin/python
PIP  := $(PY) -m pip --disable-pip-version-check
UV   ?= uv

sum  = $(shell (pwd; cat $(1)) | cksum | tr ' ' '-')
RUN  := $(VENV)/.run-$(call sum,requirements/run.txt)
DEV  := $(VENV)/.dev-$(call sum,requirements/dev.txt requirements/run.txt)
SELF := $(VENV)/.self-$(call sum,pyproject.toml)
STAMPS := $(VENV)/.run-* $(VENV)/.dev-* $(VENV)/.self-*
LOCKED := $(PIP) install -qq --no-deps --require-hashes

TESTS = $(PY) -m pytest -n 2 --dist worksteal -q -m "not slow"
UNMEASURED := tests/lifecycle tests/testing tests/fuzz tests/replays tests/store/test_kills.py examples

.NOTPARALLEL:
.PHONY: help demo test coverage lifecycles soak ledger audits replays fuzz mutants faults check format golden bench docs lock clean venv-run venv-dev self

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

demo: venv-run self ## play a whole deployment into an SQLite file of its own
	@$(VENV)/bin/s2ss demo

test: check ## linters, type checkers and all tests but the slow ones
ifdef COVERAGE
	@echo "Running the tests that are measured, two at a time."
	@$(TESTS) $(COVERAGE) $(UNMEASURED:%=--ignore=%)
	@echo "Running what is made up at random, killed or the kit's own."
	@$(TESTS) $(UNMEASURED)
else
	@echo "Running the tests, two at a time."
	@$(TESTS)
endif

coverage: ## make test with branch coverage of the first, larger part, which doubles its time; 95 % or more
	@$(MAKE) --no-print-directory test COVERAGE=--cov

lifecycles: venv-dev self ## three thousand random lifecycles, new ones each time (or S2SS_SEQUENCES=n, S2SS_LIFECYCLES=n)
	@S2SS_SEQUENCES=$${S2SS_SEQUENCES:-2000} S2SS_COUNTS=1 $(PY) -m pytest -q -s tests/lifecycle/test_lifecycle.py
	@S2SS_LIFECYCLES=$${S2SS_LIFECYCLES:-1000} S2SS_COUNTS=1 $(PY) -m pytest -q -s tests/lifecycle/test_offices.py

ledger: venv-dev self ## a thousand random histories: the account, the certificate and the plain model add up the same
	@S2SS_HISTORIES=$${S2SS_HISTORIES:-1000} $(PY) -m pytest -q -s tests/ledger/test_model.py

audits: venv-dev self ## a thousand good histories and a thousand breaches: the commands and the audit say the same
	@S2SS_HISTORIES=$${S2SS_HISTORIES:-1000} $(PY) -m pytest -q -s tests/audit/test_histories.py

replays: venv-dev self ## a thousand random histories, replayed in other surroundings to the same bytes
	@S2SS_HISTORIES=$${S2SS_HISTORIES:-1000} $(PY) -m pytest -q -s tests/replays

fuzz: venv-dev self ## a million changed inputs for everything that reads what people wrote or sent
	@S2SS_INPUTS=$${S2SS_INPUTS:-1000000} $(PY) -m pytest -q -s tests/fuzz
	@S2SS_SECONDS=$${S2SS_SECONDS:-100} $(PY) -m pytest -q -s tests/verify/test_mutants.py

mutants: venv-dev self ## mutate rules, decisions, programmes and folds, and print how many mutants the tests kill
	@$(PY) -m tests.mutation --afresh 's2ss_core.programmes.converter.*' 's2ss_core.rules.rule.x_rule__*' \
	  's2ss_core.aggregates.fold.xǁFold*' 's2ss_core.projections.engine.streams.x_deployment_keys__*' \
	  's2ss_core.projections.engine.event_set.x_gathering__*' || true
	@$(PY) -m tests.mutation

soak: venv-dev self ## the state machines for S2SS_SECONDS; S2SS_SEED=n replays one round exactly
	@$(PY) -m s2ss_core.testing.stateful.soak

faults: venv-dev self ## the slow tests, the network to PostgreSQL cut 200 times, 2,000 changes of a byte, many processes
	@$(PY) -m pytest -q -m slow
	@S2SS_CUTS=200 $(PY) -m pytest -q tests/store/postgres/test_lost_replies.py
	@S2SS_SINGLE_BYTES=2000 $(PY) -m pytest -q tests/store/test_single_bytes.py
	@S2SS_SINGLE_BYTES=2000 $(PY) -m pytest -q tests/transparency/test_edits.py -k one_byte
	@S2SS_BIT_FLIPS=2000 $(PY) -m pytest -q -s tests/store/test_bit_flips.py
	@S2SS_CREATIONS=500 $(PY) -m pytest -q tests/store/test_sqlite_file.py -k create_one_file
	@S2SS_COPYING_ROUNDS=200 $(PY) -m pytest -q tests/store/test_close_guard.py -k open_and_close_every_file
	@S2SS_FRESH_PROCESSES=100 $(PY) -m pytest -q tests/application/test_fresh_processes.py

check: venv-dev self ## linters and type checkers only
	@echo "Checking with ruff, mypy and pyrefly."
	@$(PY) -m ruff check --quiet --output-format=concise
	@$(PY) -m ruff format --check --quiet || { echo "ruff format would change files: make format"; exit 1; }
	@$(PY) -m mypy --no-error-summary
	@$(PY) -m pyrefly check --summary=none --progress-bar=no

format: venv-dev ## let ruff put the code in order
	@$(PY) -m ruff check --fix --quiet; $(PY) -m ruff format

golden: venv-dev self ## write golden files and the pages of the reference anew, and print what changed
	@$(PY) -m tests.golden

bench: venv-dev self ## print the table of goals, or run other benchmarks: make bench WHAT="kills subscription", WHAT=all
	@$(PY) -m benchmarks $(WHAT)

docs: venv-dev self ## build the documentation into docs/_build
	@if [ -f docs/conf.py ]; then \
	  $(PY) -m sphinx -q -W --keep-going docs docs/_build && echo "Open docs/_build/index.html"; \
	else echo "There is no docs/conf.py"; fi

lock: ## resolve requirements/*.txt anew with uv (UV=path/to/uv, LOCK=--upgrade)
	@$(UV) pip compile $(LOCK_FLAGS) --extra postgres --extra log --extra dev -o requirements/dev.txt
	@$(UV) pip compile $(LOCK_FLAGS) --constraint requirements/dev.txt -o requirements/run.txt
	@! grep -n -e '://' -e http requirements/*.txt

LOCK_FLAGS = pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-strip-extras --group build --extra cli --custom-compile-command "make lock" $(LOCK)

clean: ## remove .venv and everything the tools leave behind
	@rm -rf $(VENV) build dist docs/_build htmlcov mutants .coverage .coverage.* \
	  .hypothesis .mypy_cache .pyrefly_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The development lock holds the run lock's pins too, so a .venv made for the tests serves the demo.
# The locks are complete, so pip looks nothing up: it installs what they name, and checks it together with the package.
venv-run: $(PY)
	@if [ ! -f $(RUN) ] && [ ! -f $(DEV) ]; then \
	  echo "Installing the core and the command line into $(VENV), from requirements/run.txt (about half a minute)."; \
	  $(LOCKED) -r requirements/run.txt && rm -f $(STAMPS) && touch $(RUN); fi

venv-dev: $(PY)
	@if [ ! -f $(DEV) ]; then \
	  echo "Installing the development tools into $(VENV), from requirements/dev.txt (about a minute)."; \
	  $(LOCKED) -r requirements/dev.txt && rm -f $(STAMPS) && touch $(DEV); fi

self: $(PY)
	@if [ ! -f $(SELF) ]; then \
	  $(PIP) install -qq --no-deps --no-build-isolation -e . && \
	  { faults=$$($(PIP) check) || { echo "$$faults"; exit 1; }; } && rm -f $(VENV)/.self-* && touch $(SELF); fi

$(PY):
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import ensurepip, sqlite3, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)."; \
	    $$python -m venv --clear $(VENV); exit; \
	  fi; \
	done; \
	echo "This needs Python 3.11 or later with its venv and sqlite3 modules (on Debian and Ubuntu: python3-venv)."; \
	echo "None was found as python3, python3.13, python3.12 or python3.11; name one: make PYTHON=/path/to/python"; \
	exit 1
