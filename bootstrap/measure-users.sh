#!/usr/bin/env bash
# How many users a second target/roster.jar shows on PostgreSQL with a cache hit, with a miss and without a cache, and how
# many a bare Javalin handler that does one Redis GET. Brings its PostgreSQL and its Redis along, leaves nothing behind,
# takes about four minutes after the build. MVN="mvn -o" works offline.
set -euo pipefail
cd "$(dirname "$0")/.."
${MVN:-mvn} -q -pl :roster-bootstrap -am -DskipTests -Dinvoker.skip package dependency:build-classpath \
  -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
cd bootstrap
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -version 2>&1 | head -1
"$java" -Djava.io.tmpdir="$work" -cp "target/test-classes:target/classes:$(cat target/test.classpath)" \
  dev.roster.bootstrap.CacheMeasurement
