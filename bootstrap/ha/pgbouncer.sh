#!/usr/bin/env bash
# PgBouncer with transaction pooling between two nodes and PostgreSQL. PgBouncer is restarted, then PostgreSQL is
# restarted, then PostgreSQL is killed by SIGKILL and started again.
source "$(dirname "$0")/lib.sh"
requires haproxy haproxy pgbouncer pgbouncer postgres postgresql-15 psql postgresql-client-15 curl curl

port database; port pooler; port a; port b; port balancer
cat > pgbouncer.ini <<CFG
[databases]
roster = host=127.0.0.1 port=$database user=roster
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $pooler
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
server_login_retry = 1
CFG
start_pooler() { start pgbouncer "${unprivileged[@]}" "$(type -P pgbouncer)" -q pgbouncer.ini; }

start_postgresql primary "$database"
start_pooler
url="DATABASE_URL=postgresql://roster@127.0.0.1:$pooler/roster"
await 10 PgBouncer psql -h 127.0.0.1 -p "$pooler" -U roster -c "select 1" roster
start_node a "$a" "$url"
start_node b "$b" "$url"
start_balancer "$balancer" "$a" "$b"

load "$balancer"
pause 5
fault "PgBouncer restarted"
terminate pgbouncer
start_pooler
pause 10
fault "PostgreSQL restarted"
kill -INT "${pids[primary]}"
wait "${pids[primary]}" || true
start_postgresql primary "$database"
pause 10
fault "PostgreSQL killed"
kill9 primary
start_postgresql primary "$database"
report
