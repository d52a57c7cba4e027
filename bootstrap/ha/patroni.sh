#!/usr/bin/env bash
# Three PostgreSQL servers of Patroni and etcd with synchronous replication, and two nodes.
#
#   patroni.sh [hosts|proxy]           the primary is killed with its Patroni by SIGKILL, then the new primary is
#                                      switched over to another server
#   patroni.sh [hosts|proxy] frozen    the primary and its Patroni are stopped by SIGSTOP, as if their network was cut
#                                      off, and continued after another server was promoted
#
# hosts: DATABASE_URL names the three servers; proxy: HAProxy leads to the primary.
source "$(dirname "$0")/lib.sh"
requires haproxy haproxy postgres postgresql-15 psql postgresql-client-15 patroni patroni etcd etcd-server curl curl
way=${1:-hosts}
faults=${2:-killed}
[ "$way" = hosts ] || [ "$way" = proxy ] || fail "the first argument must be hosts or proxy, but was '$way'"
[ "$faults" = killed ] || [ "$faults" = frozen ] || fail "the second argument must be frozen, but was '$faults'"

port etcd; port peer; port a; port b; port balancer; port primary
declare -A database=() rest=()
for server in one two three; do
  port "database[$server]"
  port "rest[$server]"
done
bin=$(dirname "$(readlink -f "$(type -P postgres)")")
for server in "${!database[@]}"; do
  cat > "$server.yml" <<CFG
scope: roster
name: $server
etcd3:
  hosts: 127.0.0.1:$etcd
restapi:
  listen: 127.0.0.1:${rest[$server]}
  connect_address: 127.0.0.1:${rest[$server]}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 3
    retry_timeout: 5
    synchronous_mode: true
    synchronous_mode_strict: true
    postgresql:
      use_pg_rewind: true
      parameters:
        max_connections: 60
        wal_log_hints: on
  initdb: [{encoding: UTF8}, {locale: C}]
  pg_hba: ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
postgresql:
  listen: 127.0.0.1:${database[$server]}
  connect_address: 127.0.0.1:${database[$server]}
  data_dir: $work/$server
  bin_dir: $bin
  pgpass: $work/$server.pgpass
  authentication:
    superuser: {username: postgres, password: postgres}
    replication: {username: replicator, password: replicator}
    rewind: {username: rewind, password: rewind}
  parameters:
    unix_socket_directories: $work
CFG
done
start_patroni() { start "$1" "${unprivileged[@]}" "$(type -P patroni)" "$1.yml"; }
# with_role ROLE: prints the servers that have a role, by Patroni's health checks: primary, replica or sync.
with_role() {
  local server
  for server in "${!rest[@]}"; do
    ! curl -sf -m 1 -o "$work/role" "http://127.0.0.1:${rest[$server]}/$1" || echo "$server"
  done
}
has_primary() { [ -n "$(with_role primary)" ]; }
has_other_primary() { has_primary && [ "$(with_role primary)" != "$first" ]; }
has_standbys() { [ "$(with_role replica | wc -l)" = 2 ] && [ -n "$(with_role sync)" ]; }

start etcd etcd --data-dir "$work/etcd" --listen-client-urls "http://127.0.0.1:$etcd" \
  --advertise-client-urls "http://127.0.0.1:$etcd" --listen-peer-urls "http://127.0.0.1:$peer" \
  --initial-advertise-peer-urls "http://127.0.0.1:$peer" --initial-cluster "default=http://127.0.0.1:$peer"
await 30 etcd curl -sf "http://127.0.0.1:$etcd/health"
for server in one two three; do start_patroni "$server"; done
await 120 "a primary" has_primary
await 120 "the standbys" has_standbys
first=$(with_role primary)
psql -qh 127.0.0.1 -p "${database[$first]}" -U postgres -c "create role roster login"
psql -qh 127.0.0.1 -p "${database[$first]}" -U postgres -c "create database roster owner roster"

if [ "$way" = hosts ]; then
  hosts=$(printf '127.0.0.1:%s,' "${database[@]}")
  url="postgresql://roster@${hosts%,}/roster?target_session_attrs=primary"
else
  {
    cat <<CFG
defaults
    mode tcp
    timeout connect 1s
    timeout client 30m
    timeout server 30m
frontend primary
    bind 127.0.0.1:$primary
    default_backend postgresql
backend postgresql
    option httpchk GET /primary
    http-check expect status 200
    default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
CFG
    for server in "${!database[@]}"; do
      echo "    server $server 127.0.0.1:${database[$server]} check port ${rest[$server]}"
    done
  } > primary.cfg
  start proxy haproxy -db -f primary.cfg
  await 10 HAProxy psql -h 127.0.0.1 -p "$primary" -U roster -c "select 1" roster
  url="postgresql://roster@127.0.0.1:$primary/roster"
fi
start_node a "$a" "DATABASE_URL=$url"
start_node b "$b" "DATABASE_URL=$url"
start_balancer "$balancer" "$a" "$b"

load "$balancer"
pause 5
if [ "$faults" = frozen ]; then
  processes=$(tree "${pids[$first]}"; tree "$(head -1 "$first/postmaster.pid")")
  fault "primary frozen"
  kill -STOP $processes
  await 90 "another primary" has_other_primary
  pause 20
  fault "former primary continued"
  kill -CONT $processes
  report
  exit
fi
fault "primary killed"
kill9 "$first"
kill9_all $(tree "$(head -1 "$first/postmaster.pid")")
await 90 "another primary" has_other_primary
pause 20
start_patroni "$first"
await 90 "the standbys" has_standbys
candidate=$(with_role sync)
second=$(with_role primary)
fault "primary switched"
patronictl -c one.yml switchover --master "$second" --candidate "$candidate" --force > switchover.log 2>&1
report
