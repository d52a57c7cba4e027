#!/usr/bin/env bash
# Checks the HTML pages in a real browser: WCAG 2.2 AA with axe-core, in light and dark mode, on a desktop and on a
# phone of 320 pixels; no console error, no horizontal scrolling, and the button that shows the password.
#
#   adapters-http/check-pages.sh [SCREENSHOTS]
#
# Starts bootstrap/target/roster.jar on a free port with an in-memory database, and writes a screenshot of each page to
# the folder SCREENSHOTS (adapters-http/target/pages/screenshots by default).
# Requires java, node, npm, Chromium (CHROMIUM: its path) and network access to the npm registry.
set -euo pipefail

AXE=4.14.1
PLAYWRIGHT=1.65.1

here=$(cd "$(dirname "$0")" && pwd)
work=$here/target/pages
screenshots=${1:-$work/screenshots}
jar=$here/../bootstrap/target/roster.jar
[ -f "$jar" ] || { echo "$jar does not exist: run 'mvn package' first" >&2; exit 1; }
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$browser" ] || { echo "Chromium not found; set CHROMIUM to its path" >&2; exit 1; }

rm -rf "$work"
mkdir -p "$work/mails" "$screenshots"
screenshots=$(cd "$screenshots" && pwd)
server=
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
}
trap stop EXIT

npm install --silent --no-audit --no-fund --prefix "$work" "axe-core@$AXE" "playwright-core@$PLAYWRIGHT"

(cd "$work" && exec java -jar "$jar" serve --http-port 0 --database-url jdbc:h2:mem:pages --mail-dir "$work/mails" \
    --app-url "https://app.example.com/login" --jwt-secret "$(head -c 32 /dev/urandom | base64)") >"$work/server.log" 2>&1 &
server=$!
base_url=
for _ in $(seq 300); do
    base_url=$(grep -Eo 'http://127\.0\.0\.1:[1-9][0-9]*' "$work/server.log" | head -n 1 || true)
    [ -z "$base_url" ] || break
    kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
    sleep 0.2
done
[ -n "$base_url" ] || { echo "the server did not start" >&2; cat "$work/server.log" >&2; exit 1; }

NODE_PATH="$work/node_modules" node "$here/src/pages/check-pages.js" "$base_url" "$work/mails" "$screenshots" "$browser"
