# A thin alias: every recipe is one command that also works where there is no make.
PYTHON ?= python3

.PHONY: demo test check proof bench lock stop reset clean

demo: ## prepare everything and serve the example partnership
	$(PYTHON) demo.py

test: ## prepare what tests need and run them: make test ARGS="tests/unit -k share"
	$(PYTHON) tools/test.py $(ARGS)

check: ## ruff, mypy, bandit, import-linter
	$(PYTHON) tools/check.py

proof: ## the long proofs, part by part: make proof ARGS="engines spark"
	$(PYTHON) tools/proof.py $(ARGS)

bench: ## measure the engines beside queries by hand and beside peers; writes docs/explanation/performance.md
	$(PYTHON) tools/bench.py $(ARGS)

lock: ## make the hashed locks anew from requirements/*.in
	sh tools/lock.sh

stop: ## stop the site and the database of this folder
	$(PYTHON) demo.py --stop

reset: ## empty the demo's database
	$(PYTHON) demo.py --reset

clean: stop ## remove everything that set-up made
	rm -rf .venv .followthrough node_modules src/followthrough/service/design/static/design test-results
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
