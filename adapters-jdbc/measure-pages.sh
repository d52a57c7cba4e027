#!/usr/bin/env bash
# Measures the cost of exact totals for writers of posts, and the cost of pages at 10,000, 100,000 and 1,000,000 posts, on
# PostgreSQL and H2. Prints medians and PostgreSQL's plans as Markdown; takes about ten minutes. PostgreSQL is found in
# the same way as by the tests. Arguments choose parts: upkeep, postgres, h2. MVN="mvn -o" works offline.
set -euo pipefail
cd "$(dirname "$0")/.."
${MVN:-mvn} -q -pl :roster-adapters-jdbc -am test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
cd adapters-jdbc
classes=target/test-classes:target/classes:$(cat target/test.classpath)
measure() { "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx4g -cp "$classes" dev.roster.adapters.jdbc.measurement.MeasurementMain "$@" 2> target/measure.err; }
sizes="10000 100000 1000000"

for part in ${*:-upkeep postgres h2}; do
  case $part in
    upkeep) measure upkeep ;;
    postgres) measure POSTGRES $sizes ;;
    h2) measure H2_FILE $sizes ;;
    *) echo "part must be upkeep, postgres or h2, but was '$part'" >&2; exit 1 ;;
  esac
done
