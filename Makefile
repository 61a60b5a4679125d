# Every command sets up what it needs, works again after it was interrupted, and costs nothing for
# what is already there. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
# Many container images set this. With nothing compiled kept, every start of Rasa compiles TensorFlow anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: demo run call train test check bench setup setup-tests clean help

RUN := .venv/bin/python -m

demo: train ## place a call with a recorded caller, show and check the dialogue and the transcript
	@$(RUN) tools.demo

run: train ## open the line and keep it open; prints the softphone's address (Ctrl-C ends it)
	@$(RUN) tools.run

call: train ## call the line with your own recordings: make call WAV="a.wav keys:1234# b.wav"
	@$(RUN) tools.call $(WAV)

train: setup ## train the assistant, if data/, domain.yml or config.yml changed
	@tools/train.sh

test: setup-tests ## set up what is missing, then run every check and every test
	@tools/test.sh

check: setup-tests ## ruff, mypy --strict and the import rules
	@tools/check.sh

bench: setup-tests train ## measure calls, engines and processes into docs/performance.md
	@$(RUN) tools.bench

setup:
	@tools/setup.sh line

setup-tests:
	@tools/setup.sh tests

clean: ## remove environments, models, caches and logs; keeps calls and transcripts in var/
	rm -rf .venv .venv-speech .venv-api-tests .cache .rasa .coverage .*_cache .hypothesis results var/log var/speech-cache
	find models -mindepth 1 ! -name README.md -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
