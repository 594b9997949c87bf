# Everything a developer types. Each target makes what it needs, starting from nothing but Python, and caches it.

MAKEFLAGS += --no-print-directory
BIN := .venv/bin
STAMP := .venv/.installed
WORKERS ?= 2
N ?= 100
RUNS ?= 3
COVERAGE :=

# The first Python that is new enough and able to make virtual environments.
CANDIDATES := python3 python3.13 python3.12 python3.11
USABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON = $(shell for one in $(CANDIDATES); do "$$one" -c '$(USABLE)' 2>/dev/null && { echo "$$one"; break; }; done)

.PHONY: help demo test coverage check schema engine bench kill-matrix fault-matrix recordings sdks clean

help:
	@echo 'make demo          watch the provider at work: real Pulumi commands against the simulated platform'
	@echo 'make test          check, then run the whole test suite'
	@echo 'make coverage      the same, and show what no test reaches'
	@echo 'make check         formatting, lint, types, contracts between modules, generated files'
	@echo 'make schema        generate schema.json, the classes that programs import, and the tables of the docs'
	@echo 'make engine        find, build or install the Pulumi engine'
	@echo 'make bench         time our provider beside a plain one: N=100 subscriptions, RUNS=3 runs of each; PLATFORM=digital-river'
	@echo 'make kill-matrix   kill Pulumi at every point of every operation, and check the recovery: half an hour; SEEDS=17 plays one'
	@echo 'make fault-matrix  let every request meet every HTTP fault, and check what pulumi up makes of it: half an hour'
	@echo 'make recordings    record previews on the engine again, and write the golden comments of them'
	@echo 'make sdks          install the SDKs of the vendor, unchanged, so that make test runs them against the simulator'
	@echo 'make clean         remove what the other targets made in this folder'

# The engine comes first on PATH, then the environment, as after `. .venv/bin/activate`.
demo: $(STAMP)
	@engine="$$($(BIN)/python tools/pulumi/ensure.py)" && \
	PATH="$$engine:$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/demo.py

test: check engine
	@$(BIN)/python tools/browser.py || true
	@$(BIN)/python tools/postgres.py || true
	$(BIN)/pytest -n $(WORKERS) $(COVERAGE)

# Measuring makes Python code nearly twice as slow.
coverage: COVERAGE = --cov --cov-branch --cov-report=term
coverage: test

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.codegen --check

schema: $(STAMP)
	$(BIN)/python -m tools.codegen

engine: $(STAMP)
	@$(BIN)/python tools/pulumi/ensure.py

# Alone on the machine, or the figures mean nothing; N=1000 takes about an hour.
bench: $(STAMP)
	@PYTHONPATH="$(CURDIR)/tools$${PYTHONPATH:+:$$PYTHONPATH}" $(BIN)/python -m bench.run --count $(N) --runs $(RUNS) $(if $(PLATFORM),--platform $(PLATFORM))

# One line for each case, and transcripts of those that fail in .kill-matrix. It ends by itself.
kill-matrix: $(STAMP) engine
	@PYTHONPATH="$(CURDIR)/tools:$(CURDIR)/tools/pulumi$${PYTHONPATH:+:$$PYTHONPATH}" nice $(BIN)/python -m tests.engine.kills \
		--transcripts .kill-matrix $(if $(SEEDS),--seeds $(SEEDS))

# One line for each case that fails; CASES="delete/*" plays some.
fault-matrix: $(STAMP)
	@nice $(BIN)/python -m tests.faults $(if $(CASES),--cases '$(CASES)')

# Half a minute; git diff shows what changed.
recordings: $(STAMP) engine
	@PYTHONPATH="$(CURDIR)/tools:$(CURDIR)/tools/pulumi$${PYTHONPATH:+:$$PYTHONPATH}" $(BIN)/python -m tests.review.recording.record

# Outside of this folder, and not of this project: what they need is nobody else's concern.
sdks: $(STAMP)
	@$(BIN)/python tools/vendor_sdks.py

clean:
	rm -rf .venv .demo .kill-matrix .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The exact versions of constraints.txt, for what builds the package as well.
$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer with venv is needed, and none of $(CANDIDATES) is one.' >&2; exit 1; }
	@echo 'making .venv with $(PYTHON), about a minute'
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
	PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
