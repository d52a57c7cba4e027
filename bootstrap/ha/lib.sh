# Functions of the scenarios. Each scenario sources this file, starts its servers on loopback in a temporary folder, and
# ends them at its exit, also after a failure, SIGINT or SIGTERM.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=$(realpath -m "${ROSTER_JAR:-$here/../target/roster.jar}")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
clients=${CLIENTS:-16}
declare -A pids=() taken=()

# Prints an error and ends the scenario.
fail() { echo "${0##*/}: $*" >&2; exit 2; }

# requires PROGRAM PACKAGE ...: fails if a program is missing, and names the Debian package of each missing one.
requires() {
  local missing=()
  type -P "$java" > /dev/null || missing+=("java (a JDK, Java 17 or newer)")
  PATH=$PATH:/usr/sbin:/usr/lib/postgresql/15/bin
  while [ $# -gt 0 ]; do
    type -P "$1" > /dev/null || missing+=("$1 (Debian package $2)")
    shift 2
  done
  [ ${#missing[@]} -eq 0 ] || fail "not installed:$(printf ' %s,' "${missing[@]}" | sed 's/,$//')"
  [ -f "$jar" ] || fail "there is no $jar: build it with mvn -DskipTests package, or set ROSTER_JAR"
}

# PostgreSQL refuses to run as root. A user other than root starts everything as itself.
unprivileged=()
if [ "$(id -u)" = 0 ]; then
  id postgres > /dev/null 2>&1 || fail "run it as a user other than root, or create the user postgres"
  unprivileged=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/roster-ha.XXXXXX")
chmod 755 "$work"
[ ${#unprivileged[@]} -eq 0 ] || chown postgres: "$work"
cd "$work"

# Prints a process and its descendants, parents first: a server that is killed after its children would replace them.
tree() {
  local child
  echo "$1"
  for child in $(ps -o pid= --ppid "$1"); do tree "$child"; done
}

# Kills processes and waits until they are gone.
kill9_all() {
  local pid
  kill -9 "$@" || true
  for pid in "$@"; do
    while kill -0 "$pid"; do sleep 0.05; done
  done
} 2> /dev/null

finish() {
  local code=$? name file
  trap - EXIT
  trap '' INT TERM
  [ "${KEEP:-}" != on ] || echo "the files are in $work" >&2
  exec 2> /dev/null
  for name in "${!pids[@]}"; do kill9 "$name"; done
  for file in "$work"/*/postmaster.pid; do
    [ ! -f "$file" ] || kill9_all $(tree "$(head -1 "$file")")
  done
  wait || true
  [ "${KEEP:-}" = on ] || rm -rf "$work"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# port VARIABLE: sets the variable to a free port.
port() {
  local number
  while :; do
    number=$((20000 + RANDOM % 12000))
    [ -z "${taken[$number]:-}" ] && ! (exec 3<> "/dev/tcp/127.0.0.1/$number") 2> /dev/null && break
  done
  taken[$number]=1
  printf -v "$1" %s "$number"
}

# start NAME COMMAND...: starts a server, whose output goes to NAME.log.
start() {
  local name=$1
  shift
  "$@" >> "$name.log" 2>&1 < /dev/null &
  pids[$name]=$!
}

# pause SECONDS: waits; a signal ends the wait.
pause() {
  sleep "$1" &
  wait $! || true
}

# await SECONDS WHAT COMMAND...: repeats a command until it succeeds.
await() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" > /dev/null 2>&1; do
    [ $SECONDS -lt "$end" ] || { tail -n 20 "$work"/*.log >&2; fail "timed out waiting for $what"; }
    pause 0.1
  done
}

# Kills a server with its children, and waits for its end.
kill9() {
  local processes
  processes=$(tree "${pids[$1]}")
  {
    kill -9 $processes || true
    wait "${pids[$1]}" || true
  } 2> /dev/null
  kill9_all $processes
  unset "pids[$1]"
}

# Stops a server by SIGTERM, and waits for its end.
terminate() {
  kill -TERM "${pids[$1]}"
  wait "${pids[$1]}" 2> /dev/null || true
  unset "pids[$1]"
}

# start_postgresql NAME PORT: starts a PostgreSQL with a database and a user roster. Its data survives a restart.
start_postgresql() {
  if [ ! -d "$1" ]; then
    "${unprivileged[@]}" initdb -D "$1" -U postgres -A trust -E UTF8 --locale=C > "initdb.log"
    echo "host all all 127.0.0.1/32 trust" >> "$1/pg_hba.conf"
  fi
  start "$1" "${unprivileged[@]}" "$(type -P postgres)" -D "$1" -c port="$2" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories="$work" -c max_connections=60
  await 30 "PostgreSQL" psql -h 127.0.0.1 -p "$2" -U postgres -c "select 1"
  psql -qh 127.0.0.1 -p "$2" -U postgres -c "create role roster login" 2> /dev/null || return 0
  psql -qh 127.0.0.1 -p "$2" -U postgres -c "create database roster owner roster"
}

# start_node NAME PORT [SETTING=VALUE...]: starts a node of the service, and waits until it is ready.
start_node() {
  local name=$1 port=$2
  shift 2
  start "$name" env JWT_SECRET=0123456789abcdef0123456789abcdef HTTP_PORT="$port" MAIL_DIR="$work/mails-$name" \
    LOGIN_THROTTLE=off CLIENT_LIMITS=off TRUSTED_PROXIES=127.0.0.1 "$@" \
    "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m -jar "$jar"
  await 60 "$name" curl -sf "http://127.0.0.1:$port/health/ready"
}

# load PORT: starts the clients. Faults are reported to them by "fault"; "report" ends them.
load() {
  mkfifo load.in
  exec 4<> load.in
  "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$here/Load.java" "http://127.0.0.1:$1" "$clients" \
    < load.in > load.out 2> load.log 4>&- &
  pids[load]=$!
  await 60 "the clients" grep -q started load.out
}

# fault NAME: tells the clients the name of the fault that follows.
fault() { echo "$1" >&4; }

# Ends the clients after some time and prints what they found. Fails if they lost a write, or saw no recovery.
report() {
  local code=0
  pause 10
  echo end >&4
  wait "${pids[load]}" || code=$?
  unset "pids[load]"
  cat load.out
  [ $code -eq 0 ] || cat load.log >&2
  return $code
}

# start_balancer PORT NODE_PORT...: starts HAProxy in front of nodes. Only requests that change nothing are repeated.
start_balancer() {
  local port=$1 node
  shift
  {
    cat <<CFG
defaults
    mode http
    timeout connect 1s
    timeout client 75s
    timeout server 75s
frontend api
    bind 127.0.0.1:$port
    default_backend roster
backend roster
    option httpchk GET /health/ready
    http-check expect status 200
    option redispatch
    retries 2
    retry-on conn-failure empty-response
    http-request disable-l7-retry unless METH_GET
    default-server check inter 1s fall 2 rise 2 observe layer4 error-limit 1 on-error mark-down
CFG
    for node in "$@"; do echo "    server node$node 127.0.0.1:$node"; done
  } > balancer.cfg
  start balancer haproxy -db -f balancer.cfg
  await 10 HAProxy curl -sf "http://127.0.0.1:$port/health/ready"
}
