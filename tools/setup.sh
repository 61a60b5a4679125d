#!/usr/bin/env bash
# Sets up what is missing:  tools/setup.sh line | tests
#
#   line   both virtual environments, from requirements/dialogue.txt and requirements/speech.txt,
#          and the speech models that are in no package
#   tests  the line, the test tools, Debian's packages that the tests use, and a virtual environment
#          for what tests the transcripts' API, from requirements/api-tests.txt
#
# A second run costs nothing and an interrupted one is continued: see once.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly UV_VERSION=0.13.9
UV=.cache/uv/bin/uv
readonly TEST_COMMANDS=(flite espeak-ng sox chromium chromedriver baresip sipp)
readonly TEST_PACKAGES=(flite espeak-ng sox chromium chromium-driver pocketsphinx-testdata
  baresip-core sip-tester)

. tools/once.sh

# --- Debian's packages -------------------------------------------------------------------------

# install_packages NAME...: as root or through sudo; otherwise names them and stops
install_packages() {
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      sudo=(sudo)
    else
      fail "these packages are missing: $*. Install them and try again:  apt-get install $*"
    fi
  fi
  command -v apt-get >/dev/null || fail "this system has no apt-get; install: $*"
  say "installing Debian's packages: $*"
  "${sudo[@]}" apt-get update -q
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "$@"
}

test_packages() {
  local command missing=0
  for command in "${TEST_COMMANDS[@]}"; do
    command -v "$command" >/dev/null || missing=1
  done
  [ -d /usr/share/pocketsphinx/test ] || missing=1
  [ "$missing" -eq 0 ] || install_packages "${TEST_PACKAGES[@]}"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# --- Python --------------------------------------------------------------------------------------

is_python_3_10() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; }

# A `python3.10` on PATH may be pyenv's shim, which refuses to run unless that version is chosen.
find_python() {
  local candidate
  if [ -n "${PYTHON:-}" ] && ! is_python_3_10 "$PYTHON"; then
    fail "PYTHON=$PYTHON is no Python 3.10 that runs here"
  fi
  for candidate in "${PYTHON:-}" "$(command -v python3.10 || true)" \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10.*/bin/python "$("$UV" python find --managed-python 3.10 2>/dev/null || true)"; do
    if [ -n "$candidate" ] && is_python_3_10 "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  say "no Python 3.10 here: fetching one"
  "$UV" python install 3.10 >&2 ||
    fail "no Python 3.10 was found or fetched. Install one and name it:  make PYTHON=/path/to/python3.10 ..."
  "$UV" python find --managed-python 3.10
}

# uv resolves and installs in seconds what takes pip minutes. It lives in an environment of its own.
install_uv() {
  python3 -c 'import venv, ensurepip' 2>/dev/null || install_packages python3 python3-venv
  say "installing uv $UV_VERSION into .cache/uv"
  python3 -m venv --clear .cache/uv
  .cache/uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
}

# environment FOLDER REQUIREMENTS: creates the virtual environment if it is not there and fills it
environment() {
  local folder=$1 requirements=$2 python
  if ! is_python_3_10 "$folder/bin/python"; then
    python=$(find_python)
    say "creating $folder with $python"
    "$UV" venv --quiet --clear --python "$python" "$folder"
  fi
  say "installing $requirements into $folder (minutes the first time, some GB)"
  "$UV" pip install --python "$folder/bin/python" -r "$requirements"
}

# environments REQUIREMENTS: dev.txt contains all of dialogue.txt; the speech server has its own
environments() {
  once .cache/uv/.stamp -- install_uv
  once ".venv/.stamp-$1" "requirements/$1" -- environment .venv "requirements/$1"
  # `rasa test` runs every test story below the project, the one of Rasa's own example as well
  rm -rf .venv/lib/python3.10/site-packages/rasa/cli/initial_project/tests
  once .venv-speech/.stamp requirements/speech.txt -- environment .venv-speech requirements/speech.txt
}

# Vosk's English model comes from its makers' site, not from a package registry, so it may be out of
# reach; recognition is then Moonshine's, whose model is in its package. It is tried once a day.
readonly VOSK_FAILED=.cache/vosk-model-failed
models() {
  [ -n "${VOSK_MODEL:-}" ] || compgen -G 'models/vosk/vosk-model*-en-*' >/dev/null && return
  [ -z "$(find "$VOSK_FAILED" -mtime -1 2>/dev/null)" ] || return 0
  say "downloading Vosk's small English model (40 MB)"
  .venv/bin/python -m channels.engines.vosk_models && return
  touch "$VOSK_FAILED"
  say "going on without it: recognition will be Moonshine's"
}

line() {
  if [ -f .venv/.stamp-dev.txt ]; then
    environments dev.txt
  else
    environments dialogue.txt
  fi
  models
}

# The tests know where they find PostgreSQL, Redis and RabbitMQ; with the programs they start their own.
servers() {
  .venv/bin/python -m tests.actions.postgres || install_packages postgresql
  .venv/bin/python -m tests.redis_server || install_packages redis-server
  .venv/bin/python -m tests.rabbitmq_server || install_packages rabbitmq-server
}

# What schemathesis needs cannot be installed beside Rasa.
api_tests() {
  once .venv-api-tests/.stamp requirements/api-tests.txt -- \
    environment .venv-api-tests requirements/api-tests.txt
}

tests() {
  test_packages
  environments dev.txt
  api_tests
  servers
}

[ "${BASH_SOURCE[0]}" = "$0" ] || return 0 # sourced by a test

case "${1:-}" in
line | tests) alone "$1" ;;
*) fail "usage: tools/setup.sh line | tests" ;;
esac
