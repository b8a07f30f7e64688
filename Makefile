# Each command sets up what it needs: `make course`, `make test` and the others. All may be run again at any time.
.SILENT:
.PHONY: help course test quick full check types

# Where it is set, each of the hundreds of processes that tests start would compile the course anew.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin/python
# A file stays with one worker, which builds what its tests share once; tests/conftest.py begins with the longest.
# Without nbval, which grading loads itself, each worker begins to collect some seconds earlier.
PYTEST = $(PY) -m pytest -p no:nbval -n auto --dist loadscope --no-loadscope-reorder

# Any Python will do to begin with: start.py says what is needed, and finds a newer one beside an old one.
# A name may be on the path without a Python behind it, so each is asked.
define start
python=; for name in python3 python python3.13 python3.12 python3.11; do \
    if "$$name" -c '' >/dev/null 2>&1; then python=$$name; break; fi; done; \
if [ -z "$$python" ]; then \
    echo "Missing: Python 3.11 or later. Found: none. Install it from python.org or with your system's packages." >&2; exit 2; fi; \
exec "$$python" start.py
endef

help:
	echo "make course   set up and open the workshop (without make: python start.py)"
	echo "make quick    set up and run what needs no browser, kernel or server: after each edit"
	echo "make test     set up and run every check: before each commit"
	echo "make full     every test, and over all inputs; writes docs/full_run.md"
	echo "make check    style and import layers (after make test)"
	echo "make types    types of the scripts (needs Node)"

course:
	$(start)

test:
	$(start) --only-set-up test
	$(PYTEST)

quick:
	$(start) --only-set-up test
	$(PYTEST) -n logical -m "not slow and not long and not full"

full:
	$(start) --only-set-up test
	$(PYTEST) -m "" --page docs/full_run.md

check:
	$(start) --only-set-up test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports

types:
	command -v npm >/dev/null || { echo "Missing: Node with npm. Install it from nodejs.org or with your system's packages." >&2; exit 2; }
	npm ci --silent
	node_modules/.bin/tsc
