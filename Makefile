# Every target does its own set-up in .venv; nothing outside the folder is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SHARED ?= ../shared
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help setup browser demo test lint bench docs lock clean

help:
	@echo "make demo    set up, then run the main job on the example articles (demo-out/report.html)"
	@echo "make test    set up, then run all tests"
	@echo "make lint    set up, then format, rules, types, import contracts, dependencies"
	@echo "make bench   set up, then quality and speed against peers and floors (needs SHARED=$(SHARED))"
	@echo "make docs    set up, then the documentation (docs/_build/html/index.html)"

setup: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with make PYTHON=..." >&2; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	touch $@

# The tests of the report open it in a browser.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
		echo "No Chromium found: install it, or the tests of the report will fail" >&2

demo: setup
	$(BIN)/dissensus run examples/articles --out demo-out --codebook examples/codebook.toml --title "The dispute of the examples" || test $$? -eq 1
	$(BIN)/dissensus network examples/debate.csv --aggregation subtract --normalization average --out demo-out/network.svg
	@echo "Open demo-out/report.html and demo-out/network.svg in a browser."

test: setup browser
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: setup
	$(BIN)/ruff format --check src tests benchmarks training docs examples conftest.py
	$(BIN)/ruff check src tests benchmarks training docs examples conftest.py
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src

bench: setup
	$(BIN)/python benchmarks/run.py --shared $(SHARED)

docs: setup
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html

# The lock files hold hashes and no addresses; make them anew after a change in pyproject.toml.
lock:
	uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --universal \
		--python-version 3.11 -q -o requirements/dev.txt
	uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --universal \
		--python-version 3.11 -c requirements/dev.txt -q -o requirements/run.txt

clean:
	rm -rf $(VENV) demo-out docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis
