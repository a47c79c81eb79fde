# Everything is fetched and made under .venv and .runtime; nothing of the host is changed.
PYTHON ?= python3
RUN = .venv/bin
# Files of tests that run side by side: calls in real time mostly wait (docs/decisions/0013).
LANES ?= 2
# A call's matrices are small: more threads only wait for each other, in tests too.
export OPENBLAS_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup full engines prompts demo lint test soak chaos bench clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile | expand -t 15

setup: ## the environment without models: enough for `ari-app understand` and `simulate` in text
	$(PYTHON) -m ari_app.provision setup

full: ## everything that demo and tests need: also Asterisk, PostgreSQL, the models
	$(PYTHON) -m ari_app.provision setup --full

engines: ## that, and the optional engines: Vosk, PocketSphinx, eSpeak NG (50 MB more)
	$(PYTHON) -m ari_app.provision setup --engines

prompts: full ## what the robot says in every call, as sound; minutes the first time, nothing after
	$(RUN)/ari-app render

demo: prompts ## one real call to a simulated patient; ME=1: you are the patient, from a softphone
	$(RUN)/ari-app demo $(if $(ME),--me)

lint: ## style, types and the import contracts
	@test -x $(RUN)/ruff || $(PYTHON) -m ari_app.provision setup --full
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/codespell

test: prompts lint ## set up, check, and run every test, with a real Asterisk and PostgreSQL
	$(PYTHON) -m ari_app.provision setup --tests
	$(RUN)/pytest -n $(LANES) --dist loadfile --no-loadscope-reorder

soak: prompts ## many calls in real time, answers drawn by a printed seed
	$(RUN)/python -m tests.soak
	$(RUN)/python -m tests.stress --delays 0
	$(RUN)/python -m tests.stress --hangups 0 --at-once 8

chaos: prompts ## faults in every phase of real calls: processes killed, connections lost; three quarters of an hour
	$(RUN)/pytest tests/acceptance -q
	$(RUN)/python -m tests.chaos
	$(RUN)/python -m tests.dialing_chaos

bench: full ## the measurements; figures as JSON in .bench/
	$(RUN)/python -m tests.bench

clean: ## remove what was fetched and made; `make setup` brings it back
	rm -rf .venv .runtime .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
