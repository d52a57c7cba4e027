#!/usr/bin/env bash
# Measures the whole contract on PostgreSQL and H2: number of clauses, wall time, median time of a clause. First with
# databases that are emptied between clauses, as in the tests, then with a new one for each clause. PostgreSQL is found
# in the same way as by the tests. MVN="mvn -o" works offline.
set -euo pipefail
cd "$(dirname "$0")/.."
for database in emptied new; do
  echo "databases: $database"
  ${MVN:-mvn} -pl :roster-adapters-jdbc -am verify -Droster.tests.database="$database" \
    -Dtest='H2*StorageTest' -Dit.test=PostgresStorageIT -Dsurefire.failIfNoSpecifiedTests=false \
    -Dfailsafe.failIfNoSpecifiedTests=false -Dinvoker.skip -Dspotless.check.skip -Dmdep.analyze.skip |
    grep -e '^\[contract\]' -e '^\[testkit\]' -e 'ERROR'
done
