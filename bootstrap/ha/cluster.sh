#!/usr/bin/env bash
# A Redis Cluster as REDIS_URL: the service must refuse to start, with exit code 2 and an error that says why.
source "$(dirname "$0")/lib.sh"
requires redis-server redis-server redis-cli redis-tools

nodes=()
for number in 1 2 3; do
  port node
  nodes+=("127.0.0.1:$node")
  start "redis$number" redis-server --port "$node" --bind 127.0.0.1 --dir "$work" --save "" --cluster-enabled yes \
    --cluster-config-file "nodes$number.conf" --cluster-port $((node + 12000))
  await 10 Redis redis-cli -p "$node" ping
done
redis-cli --cluster create "${nodes[@]}" --cluster-yes > cluster.log
code=0
HTTP_PORT=0 DATABASE_URL=jdbc:h2:mem:cluster MAIL_DIR="$work/mails" REDIS_URL="redis://${nodes[0]}" \
  "$java" -jar "$jar" > node.log 2>&1 || code=$?
cat node.log
echo "exit code $code"
[ $code -eq 2 ] && grep -q "is a node of a cluster" node.log
