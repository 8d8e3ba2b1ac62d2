# Each target sets up what it needs: Python 3.11 or newer, pip and make suffice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A virtual environment that uv made has no pip, and one may be older than its Python.
USABLE := $(BIN)/python -m pip --version >/dev/null 2>&1 && $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))'

.PHONY: demo test test-pythons lint fix docs golden bench build lock clean

demo: $(VENV)/run.stamp
	$(BIN)/python -m brukerplan demo brukerplan-demo

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n auto

# Every Python to be tried, each in an environment of its own; one that is not there is
# passed over, and said.
PYTHONS ?= python3.11 python3.12 python3.13 python3.14
test-pythons:
	for python in $(PYTHONS); do \
	  if $$python -c "" 2>/dev/null; \
	  then $(MAKE) test PYTHON=$$python VENV=.venv-$${python##*/} || exit 1; \
	  else echo "$$python: not here, not tried"; fi; \
	done

lint: $(VENV)/dev.stamp
	$(BIN)/python -m ruff check . && $(BIN)/python -m ruff format --check . && $(BIN)/python -m mypy

fix: $(VENV)/dev.stamp
	$(BIN)/python -m ruff check --fix . && $(BIN)/python -m ruff format .

docs: $(VENV)/dev.stamp
	$(BIN)/python scripts/build_docs.py

golden: $(VENV)/dev.stamp
	$(BIN)/python -m pytest tests/golden --accept-golden

bench: $(VENV)/bench.stamp
	$(BIN)/python -m benchmarks

build: $(VENV)/dev.stamp
	$(BIN)/python -m pip wheel --no-deps --wheel-dir dist .

# requirements/*.txt are uv.lock in the form that pip reads; a test compares them.
lock:
	uv lock
	uv export --quiet --locked --no-dev --no-emit-project -o requirements/run.txt
	uv export --quiet --locked --all-extras --no-emit-project -o requirements/dev.txt
	uv export --quiet --locked --all-extras --all-groups --no-emit-project -o requirements/bench.txt

clean:
	rm -rf $(VENV) build dist brukerplan-demo

$(VENV)/%.stamp: requirements/%.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(USABLE) || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@
