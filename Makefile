# The whole developer interface. `make demo` and `make test` work on a fresh machine with Python 3.11.
PYTHON ?= python3
BIN = .venv/bin
PORT ?= 8000
DIR ?= demo
PROCESSES ?= 2

.PHONY: setup demo test test-database check bench lock messages docs clean

setup: .venv/ready  ## make the virtual environment

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

demo: setup  ## three mastheads in five languages, at *.localhost
	$(BIN)/tintuc demo --port $(PORT) --dir $(DIR)

test: setup  ## the tests, in PROCESSES; what needs PostgreSQL, Valkey, nginx or Chromium is skipped by name where it is missing
	$(BIN)/python -m pytest --numprocesses $(PROCESSES) --no-loadscope-reorder

test-database: setup  ## the tests that ask most of a database, on the one TINTUC_DATABASE names
	$(BIN)/python -m pytest tests/stories tests/search tests/jobs tests/counting tests/integrity tests/translation \
	  tests/publishing tests/newsroom

check: setup  ## lint, types, contracts, migrations, messages, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p tintuc.checks -p tintuc.text -p tintuc.serving -m tintuc.intake.page
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=tintuc.config.settings $(BIN)/django-admin check
	DJANGO_SETTINGS_MODULE=tintuc.config.settings $(BIN)/django-admin makemigrations --check --dry-run
	! grep -n "://" requirements.lock

bench: setup  ## measure, as JSON; ratios are taken against a peer in the same run (one alone: make bench ONLY=serving)
	$(BIN)/python bench/run.py $(ONLY)

lock: setup  ## write requirements.lock anew: hashes, no addresses
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock

messages: setup  ## collect and compile what the desk says
	DJANGO_SETTINGS_MODULE=tintuc.config.settings $(BIN)/python -m tintuc.config.messages

docs: setup  ## write the generated reference pages
	$(BIN)/python -m tintuc.checks.cards docs/reference/checks

clean:
	rm -rf .venv demo build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
