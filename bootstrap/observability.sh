#!/usr/bin/env bash
# Shows that roster.jar works with the OpenTelemetry Java agent: spans with routes and SQL, and the trace ids of the log.
#
#   bootstrap/observability.sh opentelemetry-javaagent.jar [roster.jar]
#
# The agent is io.opentelemetry.javaagent:opentelemetry-javaagent, 2.33.1 or newer; mvn dependency:copy downloads it:
#   mvn dependency:copy -Dartifact=io.opentelemetry.javaagent:opentelemetry-javaagent:2.33.1 -DoutputDirectory=target
#
# Exits with 1 if a span or a trace id is missing. Requires curl.
set -euo pipefail
agent=$(realpath "${1:?usage: $0 AGENT.jar [ROSTER.jar]}")
jar=$(realpath "${2:-$(dirname "$0")/target/roster.jar}")
trace=0af7651916cd43dd8448eb211c80319c
work=$(mktemp -d)
trap '[[ -z ${pid:-} ]] || kill "$pid" 2> /dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
HTTP_PORT=0 DATABASE_URL=jdbc:h2:file:./data/roster LOG_FORMAT=text \
  OTEL_SERVICE_NAME=roster OTEL_TRACES_EXPORTER=logging OTEL_METRICS_EXPORTER=none OTEL_LOGS_EXPORTER=none \
  OTEL_INSTRUMENTATION_COMMON_LOGGING_TRACE_ID_KEY=traceId \
  java -javaagent:"$agent" -jar "$jar" > out 2> err &
pid=$!
for ((i = 0; i < 600; i++)); do
  url=$(sed -n 's/.* serving \(http[^ ]*\) on .*/\1/p' out)
  [[ -z $url ]] || break
  kill -0 "$pid" 2> /dev/null || { cat out err >&2; exit 1; }
  sleep 0.2
done

# A request in the trace of its client, and one in a trace that the agent starts.
curl -s -o user -H "traceparent: 00-$trace-b7ad6b7169203331-01" "$url/users/7"
curl -s -o session -H 'Content-Type: application/json' \
  -d '{"email":"ann@example.com","password":"correct horse","name":"Ann"}' "$url/auth/register"
for ((i = 0; i < 150; i++)); do
  ! grep -q 'mail to ann@example.com' out || grep -q "'POST /auth/register'" err && break
  sleep 0.2
done
sleep 1
kill "$pid"
wait "$pid" || true
pid=

failed=0
show() { # TITLE PATTERN FILE
  echo "$1:"
  grep -m 1 -- "$2" "$3" | sed 's/.*LoggingSpanExporter - //; s/^/  /' | cut -c -200 || { echo "  missing"; failed=1; }
}
started=$(sed -n "s/.*'POST \/auth\/register' : \([0-9a-f]\{32\}\) .*/\1/p" err | head -n 1)
show 'Span of the request in the trace of its client, with its route' "'GET /users/{id}' : $trace .* SERVER" err
show 'Span of its SQL statement' "users' : $trace .* CLIENT .*db\." err
show 'Span of the request in a trace of the agent' "'POST /auth/register' : [0-9a-f]* .* SERVER" err
show "Log line of the delivery of its notification, in trace ${started:-(none)}" "trace ${started:-(none)}\] .*notification" out
exit "$failed"
