# Everything this project asks of a machine. Each target may be run again; the second time is quick.

PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet

# A stamp carries the hash of what was installed: another lock, another stamp.
hash = $(shell cat $(1) | sha256sum | cut -c1-16)
INSTALLER := .venv/installer-$(call hash,requirements/pip.txt)
RUN := .venv/run-$(call hash,requirements/run.txt)
DEV := .venv/dev-$(call hash,requirements/dev.txt)
BENCH := .venv/bench-$(call hash,requirements/bench.txt)
PROJECT := .venv/project-$(call hash,pyproject.toml hatch_build.py)
CATALOGUES := $(wildcard fairs/translations/*/LC_MESSAGES/*.po)
KEYWORDS := _l lazy_gettext lazy_ngettext:1,2 lazy_pgettext:1c,2 \
	AddressRefused Busy Check:2 EmptyAgenda FairError Finding:2 Forbidden Hopeless MailNotTaken MailRefused NotFound NotReached Overtaken PaperUnavailable Reason:2 Refused Said SheetFaults TooMany Unavailable

.NOTPARALLEL:
.PHONY: help install install-dev demo test coverage bench clean-demo lock translations words system system-dev

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

install: system $(RUN) $(PROJECT) $(CATALOGUES:.po=.mo) .venv/warm ## Install what is missing; leaves .venv/bin/maillage

install-dev: system-dev install $(DEV)

demo: install ## Fill a demonstration fair and serve it at http://127.0.0.1:8000 (PORT=... for another)
	@$(BIN)/maillage demo --port $(PORT)

clean-demo: ## Forget the demonstration
	rm -rf var

# Files in the order of tests/conftest.py: by itself xdist keeps those of few tests, which are the longest, for last.
SPREAD := -n 3 --dist loadfile --no-loadscope-reorder

test: install-dev ## Install what is missing and run every check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest $(SPREAD) $(PYTEST_ARGS)

coverage: install-dev ## Run the tests and tell which lines none of them reaches; it takes half as long again
	$(BIN)/pytest $(SPREAD) --cov --cov-report=term:skip-covered $(PYTEST_ARGS)

bench: install-dev $(BENCH) ## List the benchmarks; NAME=engine runs one, BENCH_ARGS="--quick" as a smoke test
	@$(BIN)/python -m benchmarks $(NAME) $(BENCH_ARGS)

translations: words ## Gather the words, bring the French catalogue up to date, compile it
	$(BIN)/pybabel --quiet update --input-file=$(POT) --output-dir=fairs/translations --locale=fr --width=110 \
		--init-missing --ignore-pot-creation-date --no-fuzzy-matching --ignore-obsolete
	$(BIN)/python hatch_build.py

POT ?= var/messages.pot
words: $(RUN)
	@mkdir -p $(dir $(POT))
	$(BIN)/pybabel --quiet extract --mapping-file=babel.cfg $(addprefix --keyword=,$(KEYWORDS)) --width=110 \
		--add-comments=Translators: --strip-comments --sort-by-file --add-location=file --project=Maillage \
		--output-file=$(POT) .

lock: $(DEV) ## Choose the newest versions that fit together, and write them down with their hashes
	echo pip | $(COMPILE) --no-annotate --output-file=requirements/pip.txt -
	$(COMPILE) --extra=build --output-file=requirements/run.txt pyproject.toml
	$(COMPILE) --extra=build --extra=dev --constraint=requirements/run.txt --constraint=requirements/pip.txt --output-file=requirements/dev.txt pyproject.toml
	$(COMPILE) --extra=build --extra=bench --constraint=requirements/dev.txt --output-file=requirements/bench.txt pyproject.toml

COMPILE := $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

system:
	@scripts/system-packages "$(PYTHON)"

system-dev:
	@scripts/system-packages "$(PYTHON)" dev

.venv/bin/pip: # the last thing that venv makes: there when the rest is
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: sudo apt-get install python3" >&2; exit 1; }
	$(PYTHON) -m venv .venv

# The pip that comes with Python 3.11 refuses a lock as soon as a package that another one names with extras has a newer
# version than the locked one.
$(INSTALLER): | .venv/bin/pip
	$(PIP) install --require-hashes --requirement requirements/pip.txt
	@rm -f .venv/installer-* && touch $@

$(RUN): | $(INSTALLER)
	$(PIP) install --require-hashes --requirement requirements/run.txt
	@rm -f .venv/run-* && touch $@

$(DEV): | $(RUN)
	$(PIP) install --require-hashes --requirement requirements/dev.txt
	@rm -f .venv/dev-* && touch $@

$(BENCH): | $(RUN)
	$(PIP) install --require-hashes --requirement requirements/bench.txt
	@rm -f .venv/bench-* && touch $@

$(PROJECT): | $(RUN)
	$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@rm -f .venv/project-* && touch $@

$(CATALOGUES:.po=.mo) &: $(CATALOGUES) | $(RUN)
	$(BIN)/python hatch_build.py

.venv/warm: $(wildcard scheduling/*.py) $(RUN) | $(PROJECT) # compiles the solver's hot loop, so that no first fair waits for it
	$(BIN)/python -m scheduling.warm
	@touch $@
