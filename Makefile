# What a person does with the portal. `make help` lists it.

SHELL := /bin/sh
VENV := .venv
RUN := $(VENV)/bin/python
# With nothing set, each of these gets its own servers from the wheels, under var/.
SERVERS := $(RUN) -m tools.servers with

# The first Python that is new enough; PYTHON= names another. When none is, the best there is says
# so itself (tools/bootstrap.py).
ifndef PYTHON
PYTHON := $(shell for name in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo "$$name"; exit; fi; done; command -v python3 || command -v python || echo none)
endif

.DEFAULT_GOAL := help
.PHONY: help run test check lint format types layers templates migrations deploy-check journeys \
	bench bench-search relevance manage requirements clean ready ready-dev

help: ## List what can be done, in a line each
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

run: ready ## Set up what is missing and serve the portal (HOST=, PORT=)
	@exec $(RUN) -m tools.run

test: ready-dev ## Run all tests (ARGS="-k word" for some)
	@exec $(RUN) -m tools.check tests -- $(ARGS)

check: ready-dev ## Everything that must hold: lint to tests, with the time of each part
	@exec $(RUN) -m tools.check

lint: ready-dev ## Look for mistakes and unformatted code
	@exec $(RUN) -m tools.check lint format

format: ready-dev ## Format the code and mend what can be mended by itself
	@$(RUN) -m ruff check --fix --quiet . ; $(RUN) -m ruff format .

types layers templates migrations deploy-check: ready-dev
	@exec $(RUN) -m tools.check $@

types: ## Check the types
layers: ## Check that no layer imports a higher one
templates: ## Check the templates
migrations: ## Check that no migration is missing
deploy-check: ## Check the production settings

journeys: ready-dev ## Run the browser journeys alone (CHROMIUM=/path names the browser)
	@exec $(RUN) -m tools.check tests -- tests/journeys $(ARGS)

bench: ready ## Measure the pages, as ratios to a bare view on the same machine
	@exec $(SERVERS) var/bench --scratch -- $(RUN) -m bench $(ARGS)

bench-search: ready ## Measure finding at several sizes (ARGS="--sizes 10000 100000 1000000")
	@exec $(SERVERS) var/bench --scratch -- $(RUN) -m bench.search $(ARGS)

relevance: ready ## Measure whether people find what they look for (ARGS="--worst 10 --write")
	@exec $(SERVERS) var/bench --scratch -- $(RUN) -m bench.relevance $(ARGS)

manage: ready ## Run a management command with the embedded servers (ARGS="shell")
	@exec $(SERVERS) $(or $(VAR_DIR),var) -- $(RUN) manage.py $(ARGS)

requirements: ready-dev ## Compile the pinned requirements with hashes (ARGS="--upgrade")
	@exec $(RUN) -m tools.requirements $(ARGS)

clean: ## Delete the environment, the embedded data and all that commands made
	@$(PYTHON) -m tools.clean

ready:
	@$(call with_python) tools/bootstrap.py requirements.txt

ready-dev:
	@$(call with_python) tools/bootstrap.py requirements-dev.txt

define with_python
if [ "$(PYTHON)" = none ] || ! command -v "$(PYTHON)" >/dev/null 2>&1; then \
	echo 'There is no Python here: install Python 3.11 or newer, or name one with make PYTHON=/path/to/python3.11' >&2; \
	exit 1; fi; "$(PYTHON)"
endef
