# Two commands set everything up: `make course` and `make test`. Both may be run again at any time.
.SILENT:
.PHONY: help course test check

VENV := .venv
PY := $(VENV)/bin/python
# The virtual environment is kept as long as nothing it was made from has changed: the pins, the
# package's description, and the folder itself, since a virtual environment cannot be moved.
FINGERPRINT = cat pyproject.toml constraints.txt Makefile sim/lab/jupyterlab.json | cksum; pwd

# The first Python of 3.11 or later. `python3` may be an old one beside a newer `python3.12`, and a
# name may be on the path without a Python behind it, so each is asked.
define find_python
python=; for name in python3.13 python3.12 python3.11 python3 python; do \
    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
        python=$$name; break; fi; done; \
if [ -z "$$python" ]; then \
    echo "Missing: Python 3.11 or later. Found: $$(python3 --version 2>&1 || echo none). Install it from python.org or with your system's packages." >&2; exit 1; fi; \
if ! "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
    echo "Missing: Python's venv module. On Debian or Ubuntu: apt install python3-venv." >&2; exit 1; fi; \
if ! command -v git >/dev/null 2>&1; then \
    echo "Missing: git. On Debian or Ubuntu: apt install git." >&2; exit 1; fi
endef

# $(1) names what is set up, $(2) what pip installs. The mark `ready-…` is written last: without it,
# as after an interruption, the next run starts from an empty environment rather than a half-full one.
define set_up
set -e; want="$$($(FINGERPRINT))"; \
if [ "$$want" != "$$(cat $(VENV)/ready-$(1) 2>/dev/null)" ] || ! $(PY) -c '' 2>/dev/null; then \
    $(find_python); \
    if [ "$$want" != "$$(cat $(VENV)/ready-course 2>/dev/null)" ] || ! $(PY) -c '' 2>/dev/null; then \
        echo "Making $(VENV) with $$($$python --version); this takes a minute or two."; \
        "$$python" -m venv --clear $(VENV); fi; \
    rm -f $(VENV)/ready-*; \
    $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '$(2)'; \
    mkdir -p $(VENV)/share/jupyter/lab/settings; \
    cp sim/lab/jupyterlab.json $(VENV)/share/jupyter/lab/settings/overrides.json; \
    printf '%s\n' "$$want" > $(VENV)/ready-course; \
    printf '%s\n' "$$want" > $(VENV)/ready-$(1); \
fi
endef

help:
	echo "make course   set up and open the workshop"
	echo "make test     set up and run every test"
	echo "make check    style and import layers (after make test)"

course:
	$(call set_up,course,.)
	exec $(PY) -m sim.cli workshop

test:
	$(call set_up,test,.[test])
	$(PY) -m pytest

check:
	$(call set_up,test,.[test])
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/lint-imports
