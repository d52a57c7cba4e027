#!/usr/bin/env bash
# Verifies roster.service and rates its security. With an image, also runs it.
#   bootstrap/deploy/check-systemd.sh
#   bootstrap/deploy/check-systemd.sh IMAGE      IMAGE has systemd in /sbin/init, Java 17 in /usr/bin/java, and curl
# Requires systemd-analyze; for the run: docker, and the jar in JAR (default: bootstrap/target/roster.jar).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
requires systemd-analyze
unit=$here/roster.service

# The machine has no /opt/roster, but Java must be where the unit expects it.
problems=$(systemd-analyze verify "$unit" 2>&1) || fail "systemd-analyze verify: $problems"
[[ -z $problems ]] || fail "systemd-analyze verify: $problems"
passed "systemd-analyze verify finds no problem"
rating=$(systemd-analyze security --offline=true --threshold=20 "$unit" | tail -1) || fail "$rating"
passed "systemd-analyze security:${rating#*service:}"
(($#)) || exit 0

requires docker
jar=${JAR:-$here/../target/roster.jar}
[[ -f $jar ]] || { echo "check-systemd.sh: there is no $jar" >&2; exit 2; }
id=roster-check-$$
trap 'docker rm -f -v "$id" > /dev/null 2>&1 || true' EXIT
docker run -d --name "$id" --cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined \
  --cgroupns host -v /sys/fs/cgroup:/sys/fs/cgroup:rw --tmpfs /run --tmpfs /tmp "$1" /sbin/init > /dev/null
inside() { docker exec "$id" "$@"; }
await 60 "systemd has started" inside systemctl is-system-running
# systemd passes credentials by a mount, which a container does not propagate by default.
inside mount --make-rshared /

inside mkdir -p /opt/roster
inside mkdir -m 0700 /etc/roster
docker cp -q "$jar" "$id:/opt/roster/roster.jar"
docker cp -q "$unit" "$id:/etc/systemd/system/roster.service"
inside sh -c 'umask 077
  head -c 48 /dev/urandom | base64 > /etc/roster/jwt-secret
  echo jdbc:h2:file:./roster-data/roster > /etc/roster/database-url'
inside sh -c 'cd /opt/roster && java -jar roster.jar archive > /dev/null
  echo "JDK_JAVA_OPTIONS=-XX:SharedArchiveFile=/opt/roster/roster.jsa -Xmx300m" > /etc/roster/roster.env'
inside systemctl daemon-reload

start() {
  inside systemctl start roster
  await 120 "/health/ready is 200" inside curl -sf http://127.0.0.1:8080/health/ready
}
start
process=$(inside systemctl show -P MainPID roster)
[[ $(inside stat -c %u "/proc/$process") != 0 ]] || fail "the service runs as root"
inside grep -q '^CapEff:.*0000$' "/proc/$process/status" || fail "the service has capabilities"
inside grep -q roster.jsa "/proc/$process/maps" || fail "the class archive is not in use"
inside test -f /var/lib/roster/roster-data/roster.mv.db || fail "no database in /var/lib/roster"
inside test ! -e /var/lib/roster/roster-data/roster.jwt-secret || fail "the secret in /etc/roster is not in use"
inside sh -c "! tr '\\0' '\\n' < /proc/$process/environ | grep -qF \"\$(cat /etc/roster/jwt-secret)\"" || fail "the secret is in the environment"
passed "serves as user $(inside stat -c %u "/proc/$process") without capabilities, with secrets from LoadCredential, and with the archive"

inside systemctl stop roster
[[ $(inside systemctl show -P Result roster) == success ]] || fail "systemctl stop: $(inside systemctl show -P Result roster)"
inside journalctl -u roster -o cat | grep -q '^Roster stopped' || fail "the log does not end with 'Roster stopped'"
passed "systemctl stop: success, after SHUTDOWN_DELAY"

start
inside kill -9 "$(inside systemctl show -P MainPID roster)"
await 30 "a restart after kill -9" inside sh -c 'test "$(systemctl show -P NRestarts roster)" = 1'
await 120 "/health/ready is 200" inside curl -sf http://127.0.0.1:8080/health/ready
passed "is started again after kill -9"
inside systemctl stop roster

inside sh -c 'echo HTTP_PORT=banana >> /etc/roster/roster.env; systemctl start roster || true'
await 30 "the failure" inside systemctl is-failed roster
[[ $(inside systemctl show -P NRestarts,ExecMainStatus roster | paste -sd ' ') == '0 2' ]] \
  || fail "invalid settings: $(inside systemctl show -P NRestarts,ExecMainStatus roster)"
passed "invalid settings: exit code 2, no restart"
