#!/usr/bin/env bash
# Builds the image and checks it: its user, a read-only root file system, the class archive, SIGTERM, HEALTHCHECK.
# Prints its size, start and memory.
#   bootstrap/deploy/check-image.sh [FOLDER]      FOLDER has roster.jar; default: bootstrap/target
# Requires docker and curl, and the image postgres:15. BASE=IMAGE sets the base image, IMAGE=NAME the name of the image.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
requires docker curl
context=${1:-$here/../target}
[[ -f $context/roster.jar ]] || { echo "check-image.sh: there is no $context/roster.jar" >&2; exit 2; }
image=${IMAGE:-roster}
id=roster-check-$$

clean_up() {
  docker rm -f -v "$id" "$id-postgres" > /dev/null 2>&1 || true
  docker volume rm "$id" > /dev/null 2>&1 || true
  docker network rm "$id" > /dev/null 2>&1 || true
}
trap clean_up EXIT

run() { docker run -d --name "$id" --read-only --cap-drop ALL --security-opt no-new-privileges -m 512m "$@" > /dev/null; }
remove() { docker rm -f -v "$id" > /dev/null; }
url() { echo "http://$(docker port "$id" 8080 | sed 1q)$1"; }
health() { [[ $(docker inspect -f '{{.State.Health.Status}}' "$id") == "$1" ]]; }
has_log() { docker logs "$id" 2>&1 | grep -q "$1"; }

docker build -q ${BASE:+--build-arg "BASE=$BASE"} -t "$image" -f "$here/Dockerfile" "$context" > /dev/null
megabytes() { echo $(($(docker image inspect -f '{{.Size}}' "$1") / 1000000)); }
base=${BASE:-$(sed -n 's/^ARG BASE=//p' "$here/Dockerfile")}
passed "built on $base: $(megabytes "$image") MB, $(($(megabytes "$image") - $(megabytes "$base"))) MB without the base"

# A read-only root file system without --tmpfs, no capabilities.
run -v "$id:/var/lib/roster" -p 127.0.0.1::8080 -e SHUTDOWN_DELAY=PT3S "$image"
await 120 "/health/ready is 200" is 200 "$(url /health/ready)"
[[ $(docker exec "$id" id -u) == 10001 ]] || fail "the user is not 10001"
[[ $(docker exec "$id" stat -c %u /proc/1) == 10001 ]] || fail "Java is not process 1 of user 10001"
passed "Java is process 1 of user 10001, without capabilities"
! docker exec "$id" touch /opt/roster/x 2> /dev/null || fail "the root file system can be written"
passed "serves with a read-only root file system"
docker exec "$id" grep -Eq '/opt/roster/roster\.(aot|jsa)' /proc/1/maps || fail "the class archive is not in use"
passed "the class archive is in use: $(docker exec "$id" sed -n 1p /opt/roster/java.options)"
session=$(curl -s "$(url /auth/register)" -H 'Content-Type: application/json' \
  -d '{"email":"ann@example.com","password":"correct horse","name":"Ann"}')
[[ $session == *access_token* ]] || fail "registration: $session"

# SIGTERM: not ready, serving meanwhile, then the end.
docker kill -s TERM "$id" > /dev/null
await 3 "/health/ready is 503 after SIGTERM" is 503 "$(url /health/ready)"
is 200 "$(url /users/1)" || fail "requests are not served during SHUTDOWN_DELAY"
code=$(docker wait "$id")
[[ $code == 143 ]] || fail "exit code $code after SIGTERM"
has_log 'Roster stopped' || fail "the log does not end with 'Roster stopped'"
passed "SIGTERM: /health/ready is 503, requests are served for SHUTDOWN_DELAY, exit code 143"

# The data outlive the container. Commands run in another one.
remove
docker run --rm -v "$id:/var/lib/roster" "$image" admin grant --force ann@example.com > /dev/null
run -v "$id:/var/lib/roster" -p 127.0.0.1::8080 "$image"
await 120 "/health/ready is 200" is 200 "$(url /health/ready)"
has_log '^Opened the database /var/lib/roster/roster-data' || fail "the database was not opened again"
is 200 "$(url /users/1)" || fail "the user is lost"
passed "the volume keeps the data; commands use it"
remove

# Invalid settings.
code=0
output=$(docker run --rm --read-only -e HTTP_PORT=banana "$image" 2>&1) || code=$?
[[ $code == 2 && $output == HTTP_PORT:* ]] || fail "exit code $code for HTTP_PORT=banana: $output"
passed "invalid settings: exit code 2"

# HEALTHCHECK with a database that is killed and comes back.
docker network create "$id" > /dev/null
docker run -d --name "$id-postgres" --network "$id" -e POSTGRES_USER=roster -e POSTGRES_PASSWORD=secret -e POSTGRES_DB=roster \
  postgres:15 > /dev/null
run --network "$id" --health-interval 1s -e DATABASE_URL="postgresql://roster:secret@$id-postgres/roster" \
  -e JWT_SECRET=0123456789012345678901234567890123456789 "$image"
await 120 "the container is healthy" health healthy
docker kill "$id-postgres" > /dev/null
await 60 "the container is unhealthy without its database" health unhealthy
docker start "$id-postgres" > /dev/null
await 120 "the container is healthy again" health healthy
passed "HEALTHCHECK: healthy, unhealthy while the database is down, then healthy without a restart"
remove

# Start and memory: with the archive, without it.
measure() {
  local name=$1 start
  shift
  start=$(now_ms)
  run -p 127.0.0.1::8080 "$@"
  await 120 "/health/ready is 200" is 200 "$(url /health/ready)"
  local ready=$(($(now_ms) - start)) process
  process=$(docker inspect -f '{{.State.Pid}}' "$id")
  echo "$name $ready $(awk '{print ($14 + $15) * 10}' "/proc/$process/stat") $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$process/status")"
  remove
}
figures=$(for _ in 1 2 3; do
  measure archive "$image"
  measure plain --entrypoint java "$image" -XX:MaxRAMPercentage=50 -jar /opt/roster/roster.jar
done)
for name in archive plain; do
  column() { median $(awk -v name=$name -v c="$1" '$1 == name {print $c}' <<< "$figures"); }
  echo "start ($name): $(column 2) ms from docker run to ready, $(column 3) ms of processor time, $(column 4) MiB resident"
done
