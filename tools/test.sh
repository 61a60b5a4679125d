#!/usr/bin/env bash
# Every check and every test:  tools/test.sh
#
# After the cheap checks several things go on at once, for none keeps a core busy all the time: four
# parts of the tests that need no trained model, and in the foreground the training and the tests of
# the pure packages. Then, for they are in real time, nothing but calls, on two lines at once: one
# that serves its callers, and one whose servers die.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/once.sh

export TF_CPP_MIN_LOG_LEVEL=3 RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1
readonly PYTHON=.venv/bin/python
readonly PURE=(channels/turns channels/audio channels/wire actions/privacy)
readonly IN_REAL_TIME=(tests/channels/test_sip.py tests/channels/sip_agent tests/channels/softphone)
readonly SECOND_LINE=(tests/e2e/test_consent.py tests/e2e/test_sip.py tests/e2e/test_trouble.py)

logs=$(mktemp -d)
readonly logs
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$logs"' EXIT

# These wait more than they compute.
test_telephones() {
  "$PYTHON" -m pytest -q "${IN_REAL_TIME[@]}"
}

test_channels() {
  "$PYTHON" -m pytest -q tests/channels "${PURE[@]/#/--ignore=tests/}" "${IN_REAL_TIME[@]/#/--ignore=}"
}

# One after the other, so that both cores are busy to the end.
test_servers() {
  .venv-speech/bin/python -m pytest -q tests/speech
  "$PYTHON" -m pytest -q tests/actions --ignore tests/actions/privacy
}

test_all_else() {
  "$PYTHON" -m pytest -q tests --ignore tests/channels --ignore tests/actions \
    --ignore tests/speech --ignore tests/e2e
}

test_second_line() {
  "$PYTHON" -m pytest -q "${SECOND_LINE[@]}"
}

# beside FUNCTION: goes on beside what follows, in the process $!
beside() {
  "$1" >"$logs/$1" 2>"$logs/$1.errors" &
}

# results FUNCTION PROCESS: waits for what went on beside; the summary of its tests comes last
results() {
  say "$1"
  wait "$2" || { cat "$logs/$1.errors" "$logs/$1" && fail "$1 failed"; }
  cat "$logs/$1.errors" "$logs/$1"
}

tools/check.sh
readonly PARTS=(test_all_else test_channels test_telephones test_servers)
declare -A running
for part in "${PARTS[@]}"; do
  beside "$part"
  running[$part]=$!
done

say "rasa data validate"
"$PYTHON" -m rasa data validate --fail-on-warnings 2>&1 | calm
tools/train.sh --skip-validation # which has just been done
say "rasa test: the conversations in tests/test_*.yml"
"$PYTHON" -m rasa test core --stories tests --fail-on-prediction-errors --no-plot 2>&1 | calm

say "tests of the pure packages, which have full branch coverage"
"$PYTHON" -m pytest -q "${PURE[@]/#/tests/}" "${PURE[@]/#/--cov=}" --cov-branch --cov-fail-under=100

for part in "${PARTS[@]}"; do
  results "$part" "${running[$part]}"
done

say "calls on the whole line, in real time: a few minutes"
beside test_second_line
# What soxr says at the end of the process would come after the summary, which is to be the last.
"$PYTHON" -m pytest -q tests/e2e "${SECOND_LINE[@]/#/--ignore=}" 2>"$logs/calls.errors" ||
  { cat "$logs/calls.errors" && wait && exit 1; }
results test_second_line $!
