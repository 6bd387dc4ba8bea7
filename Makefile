# Each target does its own set-up: a fresh machine needs Python 3.11 or later and make, nothing else first.
# The system libraries of the PDF are installed where you may, and named where you may not.

VENV ?= .venv
PYTHON ?= python3
SOURCE ?= data/synthetic
OUTPUT ?= _book
CORES ?= 2

BIN := $(VENV)/bin
READY := $(VENV)/.ready
NBVAL := --nbval --nbval-current-env --nbval-sanitize-with tests/nbval.cfg

.PHONY: book test lint unit chapters bench release store clean

book: $(READY)
	$(BIN)/evalbook build $(SOURCE) --output $(OUTPUT)

release: $(READY)
	$(BIN)/evalbook release $(SOURCE) --output _release

test: lint unit chapters

lint: $(READY)
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests

# Unit tests and the end-to-end builds.
unit: $(READY)
	$(BIN)/python -m pytest tests -n $(CORES) --dist loadfile

# The committed chapters against their stored outputs.
chapters: $(READY)
	$(BIN)/python -m pytest $(NBVAL) index.ipynb chapters -n $(CORES) --dist loadfile

bench: $(READY)
	$(BIN)/python -m evalbook.bench $(SOURCE)

# Runs the committed chapters on the shipped extract and stores their text outputs in them.
store: $(READY)
	$(BIN)/python -m evalbook.stored

$(READY): requirements.txt requirements-test.txt constraints.txt pyproject.toml tools/system-packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one with make PYTHON=python3.11" >&2; exit 2; }
	@sh tools/system-packages
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet setuptools -c constraints.txt
	$(BIN)/python -m pip install --quiet --compile -r requirements.txt -r requirements-test.txt -c constraints.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

clean:
	rm -rf $(VENV) $(OUTPUT) _release
