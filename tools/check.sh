#!/usr/bin/env bash
# Lint, format, types and import rules:  tools/check.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/once.sh

readonly PYTHON=.venv/bin/python

say "ruff"
"$PYTHON" -m ruff check --quiet .
"$PYTHON" -m ruff format --check --quiet . || fail "not formatted; mend with: .venv/bin/python -m ruff format ."
say "mypy --strict: channels, actions, discreet, nlu, tools"
"$PYTHON" -m mypy
say "mypy --strict: speech"
"$PYTHON" -m mypy --python-executable .venv-speech/bin/python -p speech
say "import rules"
"$PYTHON" -m pytest -q tests/test_imports.py
