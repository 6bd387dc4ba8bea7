# Each target does its own set-up: a fresh machine needs Python 3.11 or later and make, nothing else first.
# A browser for the checks is installed where you may, and named where you may not.

VENV ?= .venv
PYTHON ?= python3
SOURCE ?= data/synthetic
OUTPUT ?= _book
CORES ?= 2
# The chapter that `make check` runs.
CHAPTER ?= chapters/04_steps_to_work.ipynb
# A folder that `make wheelhouse` filled: the installation then asks no registry.
WHEELHOUSE ?=

BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
FROM := $(if $(WHEELHOUSE),--no-index --find-links $(WHEELHOUSE))
WANTED := setuptools -r requirements.txt -r requirements-test.txt -c constraints.txt

.PHONY: book book-register preview check test lint unit chapters bench coverage same release store wheelhouse clean

book: $(READY)
	$(BIN)/evalbook build $(SOURCE) --output $(OUTPUT)

# The same extract as if it were a register, protected: to see how such a book reads.
book-register: $(READY)
	$(BIN)/python tools/as_register.py $(SOURCE) _register
	EVALBOOK_PUBLISHER=_register/publisher.yaml $(BIN)/evalbook build _register/extract --output $(OUTPUT)-register --secret _register/evalbook-secret/secret

# The book on this machine while it is written: what is saved is on the page in seconds.
preview: $(READY)
	$(BIN)/evalbook preview $(SOURCE)

release: $(READY)
	$(BIN)/evalbook release $(SOURCE) --output _release

test: lint unit chapters

# Code and tests are kept compiled, even where other programs write no bytecode: that takes each process of pytest four
# seconds less, and each program that a test starts up to half a second.
check unit chapters: export PYTHONDONTWRITEBYTECODE =

# What is fast, while one works: about 40 seconds on two cores. docs/tests.md says which tests these are.
check: lint
	$(BIN)/python -m pytest --nbval tests $(CHAPTER) -m "unit or chapter" -n $(CORES) --dist loadfile

lint: $(READY)
	$(BIN)/ruff check src tests tools conftest.py
	$(BIN)/ruff format --check src tests tools conftest.py

# All of tests/: unit tests, then all other kinds, in the order in which tests/conftest.py puts their files.
unit: $(READY) $(VENV)/.browser
	$(BIN)/python -m pytest tests -n $(CORES) --dist loadfile --no-loadscope-reorder

# The committed chapters against their stored outputs; conftest.py has the options.
chapters: $(READY)
	$(BIN)/python -m pytest --nbval index.ipynb chapters -n $(CORES) --dist loadfile

bench: $(READY)
	$(BIN)/python tools/bench.py $(SOURCE)

# How often intervals hold the true number, and how often a word would be false, on drawn people: some minutes.
coverage: $(READY)
	$(BIN)/python tools/interval_coverage.py

# Whether the whole book is the same everywhere: nine books, with all around them, order and form of the rows varied.
same: $(READY)
	$(BIN)/python tests/same.py $(SOURCE)

# Runs the committed chapters on the shipped extract and stores in them what they show.
store: $(READY)
	$(BIN)/python -m evalbook.stored

$(READY): requirements.txt requirements-test.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one with make PYTHON=python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --compile $(FROM) $(WANTED)
	$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $(READY)

$(VENV)/.browser: $(READY) tools/browser
	@sh tools/browser
	@touch $@

# All that an installation needs, in a folder to carry to a machine without internet. Make it on the same kind of
# machine (system, processor, Python) as the one it is for.
wheelhouse: $(READY)
	$(PIP) download --dest wheelhouse $(WANTED)
	@echo "Carry the folder wheelhouse and the repository over; then: make book WHEELHOUSE=wheelhouse"

clean:
	rm -rf $(VENV) $(OUTPUT) $(OUTPUT)-register _register _release
