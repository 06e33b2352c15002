# make kit    install what is missing and build the summit kit into output/
# make studio install what is missing and open the studio, a page in your browser, on the pages in pages/
# make test   install what the tests need besides, and run all of them
# make check  the quick loop: format, lint, types, layers, fast tests
# make messages  compile the catalogues of messages, after a .po was changed
# make generators  install Eleventy and Astro (390 packages of npm), and build the recipes of all generators
# make bench  the figures of the README, each beside its peer; make bench-cards, make bench-qr, make bench-reading  those on cards, codes, texts
# make bench-studio  the studio's figures: first paint, a keystroke to its page, memory, idle
# make bench-site  whole sites: pages a second on one core, on all and with Dask, beside other generators' cards; cards on demand
# make attack  hostile and huge documents: each ends within its limit and with a named problem, or is built; 10 minutes
# make compare  whether kits are byte for byte what a commit made of them: make compare BEFORE=main
# make look-report  how the sample pages look in every theme, in numbers: holes, short columns, torn blocks; LOOK='--sheets DIR'
# make bench-kept  what is kept by hand only for speed, each beside the plain way

PYTHON ?= python3
BEFORE ?= HEAD~1
LOOK ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: kit studio test check messages generators bench bench-cards bench-qr bench-reading bench-site bench-studio bench-kept look-report attack compare clean

kit: $(VENV)/.kit
	$(BIN)/brochure build

studio: $(VENV)/.studio
	$(BIN)/brochure studio pages

test: $(VENV)/.test
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.test
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

messages: $(VENV)/.kit
	$(BIN)/python -m brochure.messages.compiling

generators: $(VENV)/.test
	npm --prefix tests/generators install --no-package-lock --no-audit --no-fund --ignore-scripts
	$(BIN)/python -m pytest tests/generators

bench: $(VENV)/.test
	$(PIP) install -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/summit.py
	$(BIN)/python benchmarks/pages.py
	$(BIN)/python benchmarks/print.py

bench-cards: $(VENV)/.test
	bash .ci/install bench
	$(PIP) install -c constraints.txt -e '.[bench]'
	npm --prefix benchmarks/peers install --no-package-lock --no-audit --no-fund
	$(BIN)/python benchmarks/cards.py

bench-reading: $(VENV)/.kit
	$(BIN)/python benchmarks/reading.py

bench-studio: $(VENV)/.test
	$(BIN)/python benchmarks/studio.py

bench-site: $(VENV)/.test
	bash .ci/install bench
	$(BIN)/python benchmarks/site.py --all --copied 10000
	$(PYTHON) -m venv $(VENV)/peers
	$(VENV)/peers/bin/python -m pip --disable-pip-version-check -q install -r benchmarks/peers/requirements.txt
	npm --prefix benchmarks/peers install --no-package-lock --no-audit --no-fund
	$(BIN)/python benchmarks/site_peers.py --peers $(VENV)/peers/bin/python --node benchmarks/peers
	$(BIN)/python benchmarks/serving.py --node benchmarks/peers

look-report: $(VENV)/.kit
	$(BIN)/python benchmarks/look_report.py $(LOOK)

bench-qr: $(VENV)/.test
	bash .ci/install bench
	$(PIP) install -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/qr.py
	$(BIN)/python benchmarks/sheets.py

attack: $(VENV)/.test
	$(BIN)/python benchmarks/attack.py

compare: $(VENV)/.kit
	$(BIN)/python benchmarks/compare_kits.py --before '$(BEFORE)'

$(VENV)/.kit: pyproject.toml constraints.txt .ci/install
	bash .ci/install kit
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "brochure needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	@echo "Python packages: into $(VENV), as constraints.txt pins them"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e .
	touch $@

$(VENV)/.studio: $(VENV)/.kit
	$(PIP) install -c constraints.txt -e '.[studio]'
	touch $@

$(VENV)/.test: $(VENV)/.kit tests/oracles/package.json
	bash .ci/install test
	@echo "Python packages for the tests: into $(VENV), as constraints.txt pins them"
	$(PIP) install -c constraints.txt -e '.[test]'
	npm --prefix tests/oracles install --no-package-lock --no-audit --no-fund --ignore-scripts
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
