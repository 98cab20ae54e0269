PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check lint types contracts reference docs clean

demo: $(STAMP)  ## grade sample answers against the bundled bank and write reports
	@mkdir -p demo
	@for name in right half-right confidently-wrong english; do \
	  $(BIN)/kaoguan grade "MHA、MQA、GQA 有什么区别" examples/gqa-$$name.txt --html demo/$$name.html --lang $${KAOGUAN_LANG:-zh} || exit; \
	done
	@echo; echo "Reports: $$(pwd)/demo/right.html and its three neighbours. Open one in a browser."

test: $(STAMP)  ## the whole test suite
	$(BIN)/python -m pytest -n auto

check: lint types contracts reference test  ## the one door

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

reference: $(STAMP)
	$(BIN)/python docs/generate.py --check

docs: $(STAMP)  ## the documentation as a site, in site/
	@$(BIN)/python -c "import material" 2>/dev/null || $(BIN)/python -m pip install --quiet --group docs
	$(BIN)/python -m mkdocs build --strict
	@echo; echo "Open $$(pwd)/site/index.html in a browser."

$(STAMP): pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Kaoguan needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

clean:
	rm -rf $(VENV) demo dist site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
