# Needs only make and Python 3.11 to 3.14. The first target of a kind installs what that kind needs.

SHELL := /bin/sh
PY := .venv/bin/python
TESTS ?= tests
NAME ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check bench screenshots requirements migration

help: ## say what can be made
	@awk -F ': .*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

setup: .venv/runtime.stamp ## build the environment in .venv

demo: .venv/runtime.stamp ## start the bot and the pretend workspace, and print its address
	@exec $(PY) -m bot.demo

run: .venv/runtime.stamp ## start against a real workspace, with the settings in .env
	@exec $(PY) -m bot serve

test: .venv/dev.stamp ## run every test (TESTS=tests/test_x.py for some)
	@$(PY) -m pytest -n 4 --dist worksteal $(TESTS)

check: .venv/dev.stamp ## lint, types and import rules
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command as check; check()'

bench: .venv/dev.stamp ## measure, beside baselines in the same run
	@exec $(PY) -m tests.benchmarks

screenshots: .venv/dev.stamp ## take the pictures of the README anew, in a browser
	@$(PY) -m pytest tests/journeys/test_browser.py tests/journeys/test_practice_browser.py \
		tests/site/test_in_a_browser.py tests/report/test_report.py
	@$(PY) -m tests.journeys.pictures

requirements: .venv/dev.stamp ## compile the pinned requirements anew (UPGRADE=--upgrade for newer ones)
	$(COMPILE) --output-file requirements/runtime.txt pyproject.toml
	$(COMPILE) --group dev --constraints requirements/runtime.txt \
		--output-file requirements/dev.txt pyproject.toml

migration: .venv/dev.stamp ## write the next migration from the models (NAME="Add buddies")
	@$(PY) -m bot.new_migration "$(NAME)"

COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --extra postgres --extra reports $(UPGRADE)

.venv/runtime.stamp: requirements/runtime.txt requirements/install
	@sh requirements/install runtime

.venv/dev.stamp: requirements/dev.txt requirements/install
	@sh requirements/install dev
