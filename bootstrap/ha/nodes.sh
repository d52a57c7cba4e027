#!/usr/bin/env bash
# Two nodes behind HAProxy. One is killed by SIGKILL and started again, then the other is restarted by SIGTERM.
source "$(dirname "$0")/lib.sh"
requires haproxy haproxy postgres postgresql-15 psql postgresql-client-15 curl curl

port database; port a; port b; port balancer
start_postgresql primary "$database"
settings=("DATABASE_URL=postgresql://roster@127.0.0.1:$database/roster" SHUTDOWN_DELAY=PT5S)
start_node a "$a" "${settings[@]}"
start_node b "$b" "${settings[@]}"
start_balancer "$balancer" "$a" "$b"

load "$balancer"
pause 5
fault "node killed"
kill9 a
pause 10
start_node a "$a" "${settings[@]}"
pause 4
fault "node restarted"
terminate b
start_node b "$b" "${settings[@]}"
report
