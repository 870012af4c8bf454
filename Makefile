# make setup | up | test | check | evals | gate | heldout | faults | bench | clients | live
#      web | web-check | clients-generate | e2e
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
UV := .tools/bin/uv
STAMP := .venv/.installed

.PHONY: setup up down reset test check format evals gate heldout faults bench clients live clean web web-check clients-generate e2e

setup: $(STAMP)

$(UV):
	@$(PYTHON) -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer with venv is needed: apt-get install python3 python3-venv"; exit 1; }
	@echo "Making the tool environment ..."
	@$(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(STAMP): $(UV) pyproject.toml uv.lock
	@echo "Installing the locked packages into .venv (about 1.5 GB the first time) ..."
	@UV_PYTHON_DOWNLOADS=never $(UV) sync --frozen --system-certs --quiet --python $(PYTHON)
	@touch $(STAMP)

up: $(STAMP)
	@$(BIN)/assist up

down reset: $(STAMP)
	@$(BIN)/assist $@

test: $(STAMP)
	$(BIN)/pytest -n 2 --dist worksteal

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

evals: $(STAMP)
	$(BIN)/assist evals run

gate: $(STAMP)
	$(BIN)/assist evals gate --base $(or $(GATE_BASE),HEAD)

heldout: $(STAMP)
	$(BIN)/assist evals run --suite heldout

faults: $(STAMP)
	$(BIN)/python -m tests.faults.run_all

bench: $(STAMP)
	$(BIN)/assist bench turn
	$(BIN)/assist bench proposal
	$(BIN)/assist bench search
	$(BIN)/assist bench ledger
	$(BIN)/assist bench evals

clients: $(STAMP)
	@for client in agui agui-legacy openai-node mcp-node; do npm ci --silent --prefix tests/clients/$$client || exit 1; done
	@UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=$(CURDIR)/.tools/clients-openai3 \
	  $(UV) sync --frozen --system-certs --quiet --python $(PYTHON) --project tests/clients/openai3
	$(BIN)/python -m tests.clients.run_all

live: $(STAMP)
	$(BIN)/pytest tests/live --live -n 0

WEB := web/node_modules/.package-lock.json

$(WEB): web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $(WEB)

web: $(WEB)
	cd web && npm run check && npm test && npx vite build

web-check:
	@sh web/check-build.sh

clients-generate: $(STAMP) $(WEB)
	$(BIN)/python -m api openapi > docs/openapi.json
	$(BIN)/openapi-python-client generate --path docs/openapi.json --config clients/python.yaml --meta none \
	  --output-path clients/python/tidewell_client --overwrite
	web/node_modules/.bin/openapi-typescript docs/openapi.json --output clients/typescript/tidewell.d.ts

e2e: $(STAMP)
	$(BIN)/python -m tests.e2e.browser.run_all $(E2E)

clean:
	rm -rf .venv .tools
