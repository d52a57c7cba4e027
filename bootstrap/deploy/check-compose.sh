#!/usr/bin/env bash
# Starts compose.yaml with new secrets, and checks it: the secrets, the client address, restarts, the stop.
#   bootstrap/deploy/check-compose.sh
# Requires docker, curl, and 'docker compose' or docker-compose. ROSTER_IMAGE=NAME sets the image; default: roster.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
requires docker curl
if docker compose version > /dev/null 2>&1; then compose=(docker compose); else requires docker-compose; compose=(docker-compose); fi
work=$(mktemp -d)
export COMPOSE_PROJECT_NAME=roster-check-$$ ROSTER_PORT=${ROSTER_PORT:-18080}
compose+=(-f "$work/compose.yaml")

clean_up() {
  "${compose[@]}" down -v -t 10 > /dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT

container() { "${compose[@]}" ps -q "$1"; }
health() { [[ $(docker inspect -f '{{.State.Health.Status}}' "$(container "$1")") == "$2" ]]; }
url=http://127.0.0.1:$ROSTER_PORT

cp "$here/compose.yaml" "$work"
"$here/make-secrets.sh" "$work/secrets"
"${compose[@]}" config > /dev/null
"${compose[@]}" up -d > "$work/log" 2>&1 || { cat "$work/log" >&2; fail "compose up"; }
for service in database cache roster; do
  await 180 "$service is healthy" health $service healthy
done
passed "all services are healthy"

health=$(curl -s "$url/health/ready")
[[ $health != *degraded* && $health == *redis* ]] || fail "Redis is not in use: $health"
passed "$health"
for file in "$work"/secrets/*; do
  value=$(sed 's/^requirepass //' "$file")
  for service in roster database cache; do
    ! docker inspect "$(container $service)" | grep -qF "$value" || fail "docker inspect $service shows $(basename "$file")"
  done
done
passed "docker inspect shows no secret"

registration() {
  curl -s -o /dev/null -w '%{http_code}' -H 'X-Forwarded-For: 192.0.2.7' -H 'Content-Type: application/json' "$url/auth/register" \
    -d "{\"email\":\"$1@example.com\",\"password\":\"correct horse\",\"name\":\"Ann\"}"
}
[[ $(registration ann) == 201 ]] || fail "registration"
"${compose[@]}" exec -T roster java -jar /opt/roster/roster.jar audit list ann@example.com > "$work/audit"
grep -q 'from 192.0.2.7$' "$work/audit" || fail "the client address is not from the header: $(cat "$work/audit")"
passed "X-Forwarded-For of a proxy on this machine is trusted; commands run in the container"

docker kill "$(container cache)" > /dev/null
is 200 "$url/users/1" || fail "no answer without Redis"
docker start "$(container cache)" > /dev/null
docker kill "$(container database)" > /dev/null
await 30 "503 without the database" is 503 "$url/users/1"
docker start "$(container database)" > /dev/null
await 60 "the service recovers" is 200 "$url/users/1"
await 60 "roster is healthy" health roster healthy
passed "serves without Redis; recovers from an outage of the database without a restart"

# A failure, such as exit code 3 or kill -9, is followed by a restart.
roster=$(container roster)
kill -9 "$(docker inspect -f '{{.State.Pid}}' "$roster")"
await 60 "serves after the restart" is 200 "$url/users/1"
passed "is started again after kill -9"

"${compose[@]}" stop roster > /dev/null 2>&1
code=$(docker inspect -f '{{.State.ExitCode}}' "$roster")
[[ $code == 143 ]] || fail "exit code $code after compose stop"
passed "compose stop: exit code 143"
