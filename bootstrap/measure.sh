#!/usr/bin/env bash
# Compares target/roster.jar with a bare server on the same libraries: time to the first response, memory, and the rate,
# latency, processor time and allocation of each route. Prints Markdown. Starts PostgreSQL and Redis; requires wrk.
#
#   bootstrap/measure.sh                                            the built jar
#   bootstrap/measure.sh --server 'before=old.jar' --server 'after=bootstrap/target/roster.jar'
#   bootstrap/measure.sh --server 'archive=-XX:SharedArchiveFile=roster.jsa bootstrap/target/roster.jar' --only start
#   bootstrap/measure.sh --only cached_user,post --rounds 9         parts: start, cached_user, missed_user, post,
#                                                                   register, log_in, first_page, deep_page
#   bootstrap/measure.sh --only cached_user --system-calls          requires strace
#   bootstrap/measure.sh --baseline off --server 'off=bootstrap/target/roster.jar' \
#     --server 'metrics=MANAGEMENT_PORT=0 bootstrap/target/roster.jar' --only cached_user,post
#
# Also: --seconds N per round (default 5), --warm-up N seconds (default 20). JAVA_HOME sets the Java of all servers.
# MVN="mvn -o" works offline.
set -euo pipefail
command -v wrk > /dev/null || { echo "measure.sh requires wrk, which is not installed" >&2; exit 1; }
here=$PWD
cd "$(dirname "$0")/.."
${MVN:-mvn} -q -pl :roster-bootstrap -am -DskipTests -Dinvoker.skip package dependency:build-classpath \
  -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
classes=$PWD/bootstrap/target/test-classes:$PWD/bootstrap/target/classes:$(cat bootstrap/target/test.classpath)
jar=$PWD/bootstrap/target/roster.jar
[[ " $* " == *" --server "* ]] || set -- --server "roster=$jar" "$@"
cd "$here"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Djava.io.tmpdir="$work" -cp "$classes" dev.roster.bootstrap.measure.Measure "$@" \
  2> "$work/log" || { cat "$work/log" >&2; exit 1; }
