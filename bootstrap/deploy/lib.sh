# Functions of the check-*.sh scripts, which source this file.

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# passed WHAT
passed() { echo "ok: $*"; }

# requires COMMAND...
requires() {
  local command
  for command in "$@"; do
    command -v "$command" > /dev/null || { echo "$(basename "$0") requires $command, which is not installed" >&2; exit 2; }
  done
}

# await SECONDS WHAT COMMAND...: repeats a command until it succeeds
await() {
  local seconds=$1 what=$2 end=$((SECONDS + $1))
  shift 2
  until "$@" > /dev/null 2>&1; do
    ((SECONDS < end)) || fail "$what: not within $seconds s"
    sleep 0.05
  done
}

# median NUMBER...
median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }

now_ms() { echo $(($(date +%s%N) / 1000000)); }

# is STATUS CURL_ARGUMENT...: whether a request gets this status
is() {
  local status=$1
  shift
  [[ $(curl -s -m 10 -o /dev/null -w '%{http_code}' "$@") == "$status" ]]
}
