#!/usr/bin/env bash
# Trains the Rasa model if what it is made from has changed:  tools/train.sh [OPTION OF rasa train]
#
# `rasa train` knows by itself when nothing has changed, but takes 15 s of imports to say so.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/once.sh

export TF_CPP_MIN_LOG_LEVEL=3 RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1

readonly OPTIONS=("$@")

train() {
  say "training the assistant (a minute or two)"
  .venv/bin/python -m rasa train "${OPTIONS[@]}" 2>&1 | calm
}

train_once() {
  local newest
  newest=$(find models -name '*.tar.gz' | LC_ALL=C sort | tail -n 1) # named by their time
  tar -tzf "$newest" >/dev/null 2>&1 || rm -f models/.stamp "$newest" # missing or damaged
  mapfile -t sources < <(find data nlu domain.yml config.yml -type f ! -name '*.pyc' | LC_ALL=C sort)
  once models/.stamp "${sources[@]}" requirements/dialogue.txt -- train
}

alone train_once
