#!/usr/bin/env bash
# How long the whole contract takes on PostgreSQL and H2: clauses, wall time, median time of a clause; with databases that
# are emptied from clause to clause, as the tests have it, and with a new one for each. PostgreSQL is found as tests find
# it. MVN="mvn -o" works offline.
set -euo pipefail
cd "$(dirname "$0")/.."
for database in emptied new; do
  echo "databases: $database"
  ${MVN:-mvn} -pl :roster-adapters-jdbc -am verify -Droster.tests.database="$database" \
    -Dtest='H2*StorageTest' -Dit.test=PostgresStorageIT -Dsurefire.failIfNoSpecifiedTests=false \
    -Dfailsafe.failIfNoSpecifiedTests=false -Dinvoker.skip -Dspotless.check.skip -Dmdep.analyze.skip |
    grep -e '^\[contract\]' -e '^\[testkit\]' -e 'ERROR'
done
