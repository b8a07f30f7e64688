# Two commands set everything up: `make course` and `make test`. Both may be run again at any time.
.SILENT:
.PHONY: help course test check types

PY := .venv/bin/python

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
	echo "make test     set up and run every test"
	echo "make check    style and import layers (after make test)"
	echo "make types    types of the scripts (needs Node)"

course:
	$(start)

test:
	$(start) --only-set-up test
	$(PY) -m pytest -n auto --maxprocesses 4 --dist loadscope

check:
	$(start) --only-set-up test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports

types:
	command -v npm >/dev/null || { echo "Missing: Node with npm. Install it from nodejs.org or with your system's packages." >&2; exit 2; }
	npm ci --silent
	node_modules/.bin/tsc
