PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/python -m uv
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes

.PHONY: run test check format bench bench-check soak torture annotated torture-pdf reading-order eval screenshots sbom audit lock clean

run: $(VENV)/run.stamp ## environment, index, and the page on http://127.0.0.1:7860
	$(BIN)/handbook serve

test: $(VENV)/dev.stamp ## environment and all tests, two files at a time
	$(PYTEST)

check: $(VENV)/dev.stamp ## format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(PYTEST)

format: $(VENV)/dev.stamp ## put every file in the project's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/dev.stamp ## this project beside others and beside its limits; some 20 minutes
	$(BIN)/python -m eval.bench

bench-check: $(VENV)/dev.stamp ## a deck of sixty slides, checked by the command
	$(BIN)/handbook ingest >/dev/null
	$(BIN)/python -m eval.bench_check

MINUTES ?= 10
soak: $(VENV)/dev.stamp ## people ask for ten minutes (MINUTES=3 for less); memory stays flat
	$(BIN)/handbook ingest >/dev/null
	$(BIN)/python -m eval.soak --minutes $(MINUTES)

torture: $(VENV)/dev.stamp ## kill builds and syncs, and read broken files, from a seed
	$(BIN)/python -m eval.torture
	SYNC_KILLS=40 $(BIN)/python -m pytest -q tests/ingest/sync/test_kills.py

annotated: $(VENV)/dev.stamp ## LibreOffice opens an annotated copy of each office file (FILES=deck.pptx for yours)
	$(BIN)/python -m tests.ingest.opened_copies $(FILES)

torture-pdf: $(VENV)/dev.stamp ## time and memory of long and hostile PDFs
	$(BIN)/python -m eval.torture_pdf

reading-order: $(VENV)/dev.stamp ## the score of the PDF reader on hard pages
	$(BIN)/python -m eval.reading_order

eval: $(VENV)/run.stamp ## measure answers against the cases
	$(BIN)/handbook ingest >/dev/null
	$(BIN)/handbook eval

screenshots: $(VENV)/dev.stamp ## a picture of each screen, in the folder screenshots/
	$(BIN)/handbook ingest >/dev/null
	$(BIN)/python -m tests.page.screens screenshots

sbom: $(VENV)/dev.stamp ## what is installed, as a CycloneDX bill of materials in sbom.json
	$(BIN)/cyclonedx-py requirements --output-reproducible --pyproject pyproject.toml \
	    --output-file sbom.json requirements.lock

audit: $(VENV)/dev.stamp ## known vulnerabilities of what is locked; asks an online database
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements.lock

lock: $(VENV)/uv.stamp ## renew the pinned versions
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --upgrade pyproject.toml -o requirements.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --upgrade --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

$(VENV)/uv.stamp:
	@echo "Making the environment in $(VENV) ..."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

$(VENV)/run.stamp: $(VENV)/uv.stamp requirements.lock pyproject.toml
	@echo "Installing the pinned packages ..."
	$(INSTALL) -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	$(INSTALL) -r requirements-dev.lock
	@touch $@

clean: ## remove the environment and the index
	rm -rf $(VENV) .handbook
