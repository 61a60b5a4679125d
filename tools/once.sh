# Sourced by the shell scripts of this folder: messages, steps that are done once and alone, calm output.

NAME=$(basename "$0" .sh)

say() { printf '\033[1m[%s]\033[0m %s\n' "$NAME" "$*" >&2; }

fail() {
  printf '\033[31m[%s]\033[0m %s\n' "$NAME" "$*" >&2
  exit 1
}

# once STAMP [FILE...] -- COMMAND...: runs COMMAND unless it has succeeded with FILEs as they are now.
# The stamp holds the hash of command and files; an interrupted step leaves none and is done again.
once() {
  local stamp=$1 files=() key
  shift
  while [ "$1" != -- ]; do
    files+=("$1")
    shift
  done
  shift
  key=$({ printf '%s\n' "$*" && cat /dev/null "${files[@]}"; } | sha256sum)
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$key" ]; then
    return
  fi
  rm -f "$stamp"
  "$@"
  mkdir -p "$(dirname "$stamp")"
  printf '%s\n' "$key" >"$stamp"
}

# alone COMMAND...: runs COMMAND while no other set-up or training is under way in this folder
# COMMAND does not inherit the lock, so that nothing that it leaves running can keep it.
alone() {
  mkdir -p .cache
  exec 9>>.cache/lock
  if ! flock --nonblock 9; then
    say "waiting until $(cat .cache/lock) has finished"
    flock 9
  fi
  printf 'tools/%s.sh, process %s,' "$NAME" "$$" >.cache/lock
  "$@" 9>&-
}

# calm: passes on what a command prints, without the warnings that libraries address to each other
# and without progress bars: Rasa's do not obey TQDM_DISABLE
calm() {
  awk '/^\r/ { sub(/^\r.*it\/s[^]]*]/, ""); if ($0 == "") next }
       /site-packages.*DeprecationWarning/ { skip = 1; next }
       /^(\/|\[|\033|20[0-9][0-9]-)/ { skip = 0 }
       !skip { print; fflush() }'
}
