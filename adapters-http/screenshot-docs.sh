#!/usr/bin/env bash
# Takes a screenshot of the page /docs with an installed Chromium.
#
#   adapters-http/screenshot-docs.sh http://localhost:8080/docs OUT.png [WIDTH,HEIGHT]
#
# The URL must not have a fragment: when Swagger UI scrolls to it, the screenshot stays empty.
set -euo pipefail

url=${1:?the URL of /docs is missing}
out=${2:?the output file is missing}
size=${3:-1200,900}
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$browser" ] || { echo "Chromium not found; set CHROMIUM to its path" >&2; exit 1; }

# A new profile, so that screenshots do not depend on earlier runs.
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
rm -f "$out"
"$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$profile" \
    --window-size="$size" --timeout=15000 --virtual-time-budget=20000 --screenshot="$out" "$url" 2>/dev/null
[ -s "$out" ] || { echo "Chromium took no screenshot of $url" >&2; exit 1; }
