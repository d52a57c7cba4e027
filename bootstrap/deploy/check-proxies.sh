#!/usr/bin/env bash
# Runs two nodes behind haproxy.cfg and behind nginx.conf, with other ports and a certificate of its own. Checks redirects,
# TLS, client addresses, large bodies, and that no request fails while both nodes are restarted under load, and no read
# when a node is killed.
#   bootstrap/deploy/check-proxies.sh [haproxy|nginx]...       JAR=FILE sets the jar; default: bootstrap/target/roster.jar
# Requires java, curl, openssl, wrk, PostgreSQL 15 and the proxies. Uses five ports from PORT, 29400 by default.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
proxies=("$@")
(($#)) || proxies=(haproxy nginx)
PATH=$PATH:/usr/sbin:/usr/lib/postgresql/15/bin
requires java curl openssl wrk initdb postgres "${proxies[@]}"
jar=${JAR:-$here/../target/roster.jar}
[[ -f $jar ]] || { echo "check-proxies.sh: there is no $jar" >&2; exit 2; }
port=${PORT:-29400}
http=$((port + 3)) https=$((port + 4))
work=$(mktemp -d)
chmod 711 "$work"
declare -A pids=()

clean_up() {
  local pid
  for pid in "${pids[@]}"; do kill -9 "$pid" 2> /dev/null || true; done
  wait 2> /dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

# PostgreSQL refuses to run as root.
if [[ $(id -u) == 0 ]]; then as=(setpriv --reuid=postgres --regid=postgres --clear-groups); else as=(); fi
mkdir "$work/postgres"
((${#as[@]} == 0)) || chown postgres "$work/postgres"
(cd / && "${as[@]}" initdb -D "$work/postgres" -A trust -U roster > /dev/null)
(cd / && exec "${as[@]}" postgres -D "$work/postgres" -k "$work/postgres" -p "$port" -c listen_addresses=127.0.0.1 \
  -c fsync=off > "$work/postgres.log" 2>&1) &
pids[postgres]=$!

# start_node a|b PORT
start_node() {
  DATABASE_URL=postgresql://roster@127.0.0.1:$port/postgres JWT_SECRET=0123456789012345678901234567890123456789 \
  HTTP_PORT=$2 TRUSTED_PROXIES=127.0.0.1 PUBLIC_URL=https://example.com SHUTDOWN_DELAY=PT5S MAIL_DIR=$work/mails \
  CLIENT_LIMITS=off LOGIN_THROTTLE=off java -XX:TieredStopAtLevel=1 -jar "$jar" >> "$work/$1.log" 2>&1 &
  pids[$1]=$!
  await 120 "node $1 is ready" is 200 "http://127.0.0.1:$2/health/ready"
}

# replace FILE OLD NEW: fails if FILE does not have OLD
replace() {
  grep -qF -- "$2" "$1" || fail "$1 does not have '$2'"
  sed -i "s|${2//./\\.}|$3|g" "$1"
}

configure() {
  case $1 in
    haproxy)
      config=$work/haproxy.cfg
      cp "$here/haproxy.cfg" "$config"
      replace "$config" 'bind :80' "bind 127.0.0.1:$http"
      replace "$config" 'bind :443' "bind 127.0.0.1:$https"
      replace "$config" /etc/ssl/roster/roster.pem "$work/roster.pem"
      command=(haproxy -db -f "$config")
      test=(haproxy -c -f "$config")
      ;;
    nginx)
      config=$work/roster.conf
      cp "$here/nginx.conf" "$config"
      replace "$config" 'listen 80' "listen 127.0.0.1:$http"
      replace "$config" 'listen 443' "listen 127.0.0.1:$https"
      replace "$config" /etc/ssl/roster/ "$work/"
      cat > "$work/nginx.conf" << END
$([[ $(id -u) != 0 ]] || echo 'user root;')
daemon off; pid $work/nginx.pid; error_log $work/nginx.log; worker_processes 2;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path $work/t1; proxy_temp_path $work/t2; fastcgi_temp_path $work/t3; uwsgi_temp_path $work/t4; scgi_temp_path $work/t5;
  include $config;
}
END
      command=(nginx -e "$work/nginx.log" -c "$work/nginx.conf")
      test=("${command[@]}" -t)
      ;;
    *) echo "check-proxies.sh: unknown proxy $1; must be haproxy or nginx" >&2; exit 2 ;;
  esac
  replace "$config" 127.0.0.1:8081 "127.0.0.1:$((port + 1))"
  replace "$config" 127.0.0.1:8082 "127.0.0.1:$((port + 2))"
}

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=example.com -addext subjectAltName=DNS:example.com \
  -keyout "$work/privkey.pem" -out "$work/fullchain.pem" 2> /dev/null
cat "$work/fullchain.pem" "$work/privkey.pem" > "$work/roster.pem"
await 60 "PostgreSQL" "${as[@]}" psql -h 127.0.0.1 -p "$port" -U roster postgres -c 'select 1'
start_node a $((port + 1))
start_node b $((port + 2))
site() { curl -s -m 20 --cacert "$work/fullchain.pem" --resolve "example.com:$https:127.0.0.1" "$@"; }
url=https://example.com:$https

# start_load reads|writes
start_load() {
  wrk -t 1 -c 8 -d 600 --timeout 30 -s "$work/load.lua" "https://127.0.0.1:$https" -- "$1" > "$work/load" &
  pids[load]=$!
}

# Sets size and failures.
stop_load() {
  kill -INT "${pids[load]}"
  wait "${pids[load]}" || true
  unset 'pids[load]'
  read -r _ size failures < <(grep ^result "$work/load")
}

check() {
  local proxy=$1 location reply size failures
  configure "$proxy"
  "${test[@]}" > "$work/test.log" 2>&1 || { cat "$work/test.log" >&2; fail "$proxy rejects $config"; }
  ! grep -Ei 'warn|deprecated' "$work/test.log" || fail "$proxy warns"
  "${command[@]}" > "$work/$proxy.log" 2>&1 &
  pids[proxy]=$!
  await 30 "$proxy serves" site -f -o "$work/ready" "$url/health/ready"
  passed "$proxy accepts the configuration without warnings, and serves over TLS"

  location=$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' -H 'Host: example.com' "http://127.0.0.1:$http/posts?page=2")
  [[ $location == '308 https://example.com/posts?page=2' ]] || fail "redirect: $location"
  passed "$proxy redirects HTTP to HTTPS"

  # A client at another address of the loopback network, which sends a false address.
  reply=$(site --interface 127.0.0.9 -i -H 'X-Forwarded-For: 192.0.2.7' -H 'Content-Type: application/json' \
    "$url/auth/register" -d "{\"email\":\"$proxy@example.com\",\"password\":\"correct horse\",\"name\":\"Ann\"}")
  grep -qi '^set-cookie: roster_login_hint=.*; secure' <<< "$reply" || fail "the cookie is not secure: $reply"
  grep -qi '^strict-transport-security:' <<< "$reply" || fail "no Strict-Transport-Security"
  token=$(sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p' <<< "$reply")
  DATABASE_URL=postgresql://roster@127.0.0.1:$port/postgres java -jar "$jar" audit list "$proxy@example.com" > "$work/audit"
  grep -q 'from 127.0.0.9$' "$work/audit" || fail "client address: $(cat "$work/audit")"
  passed "$proxy passes the client address, not the one that the client sent, and the scheme"

  head -c 1100000 /dev/zero | tr '\0' ' ' > "$work/large"
  reply=$(site "$url/auth/login" -H 'Content-Type: application/json' --data-binary "@$work/large" -w ' %{http_code}')
  [[ $reply == *requestId*' 413' ]] || fail "large body: ${reply: -200}"
  passed "$proxy leaves the answer to a large body to Roster"

  # Reads and writes over persistent connections, while both nodes are restarted.
  cat > "$work/load.lua" << END
local count, writes = 0, false
function init(args) writes = args[1] == "writes" end
request = function()
  count = count + 1
  if writes and count % 10 == 0 then
    return wrk.format("POST", "/posts", {["Authorization"] = "Bearer $token", ["Content-Type"] = "application/json"},
                      '{"title":"Hello","content":"First!","published":true}')
  end
  return wrk.format("GET", "/posts?size=1")
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("result %d %d\n", summary.requests, e.connect + e.read + e.write + e.timeout + e.status))
end
END
  local node
  start_load writes
  for node in a b; do
    sleep 2
    kill -TERM "${pids[$node]}"
    wait "${pids[$node]}" || [[ $? == 143 ]] || fail "exit code of node $node"
    start_node $node $((port + $([[ $node == a ]] && echo 1 || echo 2)))
    # HAProxy uses the node again after two checks, nginx after fail_timeout.
    sleep 6
  done
  stop_load
  [[ $failures == 0 ]] || { cat "$work/load" >&2; fail "$proxy: $failures of $size requests failed while nodes were restarted"; }
  passed "$proxy: 0 of $size requests failed while both nodes were restarted"

  # Reads while a node is killed.
  start_load reads
  sleep 2
  kill -9 "${pids[a]}"
  wait "${pids[a]}" 2> /dev/null || true
  sleep 4
  stop_load
  [[ $failures == 0 ]] || fail "$proxy: $failures of $size reads failed when a node was killed"
  passed "$proxy: 0 of $size reads failed when a node was killed"
  start_node a $((port + 1))

  kill "${pids[proxy]}"
  wait "${pids[proxy]}" 2> /dev/null || true
  unset 'pids[proxy]'
}
for proxy in "${proxies[@]}"; do check "$proxy"; done
