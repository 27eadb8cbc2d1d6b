# make run    set up, build the index of corpus/, serve on http://127.0.0.1:8501
# make test   set up, lint, type check, every test, the browser test
# make soak   set up, the tests that take minutes
# make soak-index   set up, kill, starve and damage index builds for ten minutes
# make help   this list
# A folder wheels/ beside this file, filled by "make wheels" on a machine with a registry, replaces the registry.

PYTHON ?= python3.11
CHROMIUM ?=
VENV := .venv
BIN := $(VENV)/bin
OFFLINE := $(if $(wildcard wheels),--no-index --find-links wheels)
PIP := $(BIN)/python -m pip install --disable-pip-version-check --progress-bar on $(OFFLINE)
TORCH := torch==2.13.0
TORCH_INDEX := https://download.pytorch.org/whl/cpu

.PHONY: run build test soak soak-index eval wheels help
.DEFAULT_GOAL := help

# An index that is in use is served also where a newer one is held or could not be built; the report has said why.
run: $(VENV)/installed
	$(BIN)/python -m index build || [ -f "$${JINGWEN_INDEX:-var/index}/CURRENT" ]
	$(BIN)/streamlit run app.py

# Exit status 3 means: published, some files left out, which the report has named.
build: $(VENV)/installed
	$(BIN)/python -m index build || [ $$? -eq 3 ]

test: $(VENV)/installed-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	CHROMIUM="$$(sh scripts/find_chromium.sh '$(CHROMIUM)')" && export CHROMIUM && $(BIN)/python -m pytest

soak: $(VENV)/installed-tests
	$(BIN)/python -m pytest -m soak --durations=0

soak-index: $(VENV)/installed-tests
	$(BIN)/python -m pytest -m "soak_index or not soak_index" --durations=0 tests/index/test_faults.py tests/upkeep

eval: build
	$(BIN)/python -m eval run

# The CPU build of torch where its index can be reached (quickly refused where not), otherwise the registry's.
$(VENV)/installed: requirements.txt
	PYTHON=$(PYTHON) sh scripts/make_venv.sh $(VENV)
	$(if $(OFFLINE),,$(PIP) --retries 0 --timeout 15 --index-url $(TORCH_INDEX) $(TORCH) 2>/dev/null ||) $(PIP) $(TORCH)
	$(PIP) -r requirements.txt
	touch $@

$(VENV)/installed-tests: $(VENV)/installed tests/requirements.txt
	$(PIP) -r tests/requirements.txt
	touch $@

# Built wheels, not sources: a machine without a registry could not build them.
wheels: $(VENV)/installed
	$(BIN)/python -m pip wheel --wheel-dir wheels --no-deps --index-url $(TORCH_INDEX) $(TORCH) || $(BIN)/python -m pip wheel --wheel-dir wheels --no-deps $(TORCH)
	$(BIN)/python -m pip wheel --wheel-dir wheels --find-links wheels -r requirements.txt -r tests/requirements.txt

help:
	@sed -n '1,6p' Makefile
