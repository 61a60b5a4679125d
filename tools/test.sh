#!/usr/bin/env bash
# Every check and every test:  tools/test.sh
#
# The cheap ones first, and the long Python tests last, so that the output ends with their summary.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/once.sh

export TF_CPP_MIN_LOG_LEVEL=3 RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1
readonly PYTHON=.venv/bin/python
readonly PURE=(channels/turns channels/audio channels/wire actions/privacy)

tools/check.sh

say "rasa data validate"
"$PYTHON" -m rasa data validate --fail-on-warnings 2>&1 | calm
tools/train.sh
say "rasa test: the conversations in tests/test_*.yml"
"$PYTHON" -m rasa test core --stories tests --fail-on-prediction-errors --no-plot 2>&1 | calm

say "tests of the pure packages, with full branch coverage"
"$PYTHON" -m pytest -q "${PURE[@]/#/tests/}" "${PURE[@]/#/--cov=}" --cov-branch --cov-fail-under=100

say "tests of the speech server, in its own environment"
.venv-speech/bin/python -m pytest -q tests/speech

say "all other tests"
"$PYTHON" -m pytest -q tests --ignore tests/speech "${PURE[@]/#/--ignore=tests/}"
