#!/usr/bin/env bash
# How long target/roster.jar takes from `java -jar` to the first 200 of /health/ready on a new embedded database, and how
# much memory it then holds: medians of 5. JVM options are the script's arguments, another JVM is JAVA_HOME.
set -euo pipefail
cd "$(dirname "$0")"
jar=$PWD/target/roster.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
runs=5
port=${HTTP_PORT:-18080}
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
[ -f "$jar" ] || { echo "no $jar: mvn package makes it" >&2; exit 1; }

median() { sort -n | sed -n "$(((runs + 1) / 2))p"; }

for run in $(seq "$runs"); do
  mkdir "$work/$run"
  cd "$work/$run"
  began=$(date +%s%N)
  env -u DATABASE_URL -u JWT_SECRET -u REDIS_URL -u MIGRATE HTTP_PORT="$port" "$java" "$@" -jar "$jar" > out.txt 2>&1 &
  pid=$!
  until curl -fso /dev/null "http://127.0.0.1:$port/health/ready"; do
    kill -0 "$pid" 2>/dev/null || { cat out.txt >&2; exit 1; }
    sleep 0.01
  done
  echo $((($(date +%s%N) - began) / 1000000)) >> "$work/millis"
  awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status" >> "$work/mib"
  kill "$pid"
  wait "$pid" || true
  pid=
done

"$java" -version 2>&1 | head -1
echo "options: ${*:-none}"
echo "first answer after $(median < "$work/millis") ms (median of $runs: $(sort -n "$work/millis" | paste -sd ' '))"
echo "resident memory $(median < "$work/mib") MiB (median of $runs: $(sort -n "$work/mib" | paste -sd ' '))"
