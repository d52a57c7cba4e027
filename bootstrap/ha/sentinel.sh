#!/usr/bin/env bash
# Redis with a replica and three Sentinels, two nodes, and HAProxy that leads to the master. The master is killed by
# SIGKILL while the replica lags behind. After the failover the former master starts again, empty, and then the new one
# is killed.
source "$(dirname "$0")/lib.sh"
requires haproxy haproxy redis-server redis-server redis-cli redis-tools postgres postgresql-15 psql postgresql-client-15 \
  curl curl

port database; port a; port b; port balancer; port master; port one; port two
start_redis() {
  local name=$1 port=$2
  shift 2
  start "$name" redis-server --port "$port" --bind 127.0.0.1 --dir "$work" --save "" --appendonly no "$@"
  await 10 Redis redis-cli -p "$port" ping
}
start_redis one "$one"
start_redis two "$two" --replicaof 127.0.0.1 "$one"
sentinels=()
for number in 1 2 3; do
  port sentinel
  sentinels+=("$sentinel")
  cat > "sentinel$number.conf" <<CFG
port $sentinel
bind 127.0.0.1
dir $work
sentinel monitor roster 127.0.0.1 $one 2
sentinel down-after-milliseconds roster 1000
sentinel failover-timeout roster 10000
CFG
  start "sentinel$number" redis-server "sentinel$number.conf" --sentinel
done
others() { [ "$(redis-cli -p "$sentinel" sentinel master roster | grep -A1 num-other-sentinels | tail -1)" = 2 ] \
  && [ "$(redis-cli -p "$sentinel" sentinel master roster | grep -A1 num-slaves | tail -1)" = 1 ]; }
await 30 "the Sentinels" others

# A former master that starts again says that it is one, until the Sentinels make it a replica. The table keeps all
# connections on the server that was the master first, while it is one.
{
  cat <<CFG
defaults
    mode tcp
    timeout connect 1s
    timeout client 30m
    timeout server 30m
frontend master
    bind 127.0.0.1:$master
    default_backend redis
backend redis
    stick-table type integer size 1
    stick on int(1)
    option tcp-check
    tcp-check connect
    tcp-check send "INFO replication\r\n"
    tcp-check expect string role:master
    default-server check inter 1s fall 1 rise 3 on-marked-down shutdown-sessions
    server one 127.0.0.1:$one
    server two 127.0.0.1:$two
CFG
} > master.cfg
start proxy haproxy -db -f master.cfg
await 10 HAProxy redis-cli -p "$master" set check 1

start_postgresql primary "$database"
settings=("DATABASE_URL=postgresql://roster@127.0.0.1:$database/roster" "REDIS_URL=redis://127.0.0.1:$master"
  REDIS_TIMEOUT=PT0.1S)
start_node a "$a" "${settings[@]}"
start_node b "$b" "${settings[@]}"
start_balancer "$balancer" "$a" "$b"

load "$balancer"
pause 5
fault "master killed"
kill -STOP "${pids[two]}"
pause 0.7
kill9 one
kill -CONT "${pids[two]}"
promoted() { redis-cli -p "$two" role | grep -q master; }
await 30 "the failover" promoted
pause 10
fault "former master started"
start_redis one "$one"
pause 12
fault "second failover"
replica() { redis-cli -p "$one" role | grep -q connected; }
await 30 "the replica" replica
kill9 two
report
