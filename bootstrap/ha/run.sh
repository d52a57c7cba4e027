#!/usr/bin/env bash
# Runs scenarios several times and prints a table of the medians, with the minimum and the maximum.
#
#   run.sh [--runs N] [SCENARIO...]    N: 3 by default; scenarios: all by default
set -euo pipefail
cd "$(dirname "$0")"
runs=3
if [ "${1:-}" = --runs ]; then
  runs=${2:-}
  [[ $runs =~ ^[1-9][0-9]*$ ]] || { echo "run.sh: --runs must be a number from 1, but was '$runs'" >&2; exit 2; }
  shift 2
fi
[ $# -gt 0 ] || set -- nodes pgbouncer "patroni hosts" "patroni proxy" "patroni hosts frozen" "patroni proxy frozen" sentinel
for scenario in "$@"; do
  [ -f "${scenario%% *}.sh" ] && [[ ! $scenario =~ ^(run|lib|cluster)$ ]] || {
    echo "run.sh: must be nodes, pgbouncer, 'patroni hosts|proxy [frozen]' or sentinel, but was '$scenario'" >&2
    exit 2
  }
done

results=$(mktemp -d)
child=
# Ends the running scenario, too, which ends its servers.
finish() {
  if [ -n "$child" ]; then kill -TERM "$child" 2> /dev/null && wait "$child" || true; fi
  rm -rf "$results"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
code=0
table="| scenario | requests | failed | longest gap of reads | … of writes | recovered after | acknowledged writes | lost | stale reads |
|---|---|---|---|---|---|---|---|---|"
for scenario in "$@"; do
  for run in $(seq "$runs"); do
    echo "$scenario, run $run" >&2
    read -ra words <<< "$scenario"
    "./${words[0]}.sh" "${words[@]:1}" > "$results/out" &
    child=$!
    wait "$child" || code=1
    child=
    cat "$results/out" >&2
    grep '^result ' "$results/out" >> "$results/$scenario" || code=1
  done
  row="| $scenario |"
  for figure in requests failed gap_reads gap_writes recovered acknowledged lost stale; do
    row+=" $({ grep -o " $figure=[^ ]*" "$results/$scenario" || echo "=none"; } | cut -d= -f2 | sort -g | awk '
      {value[NR] = $1}
      END {printf "%s", value[int((NR + 1) / 2)]; if (value[1] != value[NR]) printf " (%s … %s)", value[1], value[NR]}') |"
  done
  table+=$'\n'$row
done
echo "$table"
exit $code
