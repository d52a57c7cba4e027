#!/usr/bin/env bash
# Lints the OpenAPI document, generates a client from it and calls the API with that client.
#
#   adapters-http/check-openapi.sh [--base-url http://localhost:8080]
#
# Without a base URL, it starts bootstrap/target/roster.jar on a free port with an in-memory database.
# Requires java, mvn, npx and network access to the npm registry (linter) and Maven Central (generator).
set -euo pipefail

REDOCLY=2.77.0
GENERATOR=7.17.0
DEPENDENCY_PLUGIN=org.apache.maven.plugins:maven-dependency-plugin:3.9.0

here=$(cd "$(dirname "$0")" && pwd)
document="$here/src/main/resources/dev/roster/adapters/http/pages/openapi.json"
work=$here/target/openapi
base_url=
case "${1:-}" in
    "") ;;
    --base-url) base_url=${2:?--base-url needs a URL} ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

rm -rf "$work"
mkdir -p "$work"
server=
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
}
trap stop EXIT

echo "== Linting with Redocly CLI $REDOCLY"
lint=$(npx --yes "@redocly/cli@$REDOCLY" lint "$document" --config "$here/src/openapi/redocly.yaml" 2>&1) || {
    echo "$lint"
    exit 1
}
echo "$lint"
if grep -Eqi "you have [0-9]+ warning|[0-9]+ warnings?\b" <<<"$lint"; then
    echo "Warnings are treated as errors." >&2
    exit 1
fi

echo "== Generating a client with OpenAPI Generator $GENERATOR"
mvn -B -q "$DEPENDENCY_PLUGIN:copy" -Dartifact="org.openapitools:openapi-generator-cli:$GENERATOR" \
    -DoutputDirectory="$work" -f "$here/../pom.xml" -N
# skipFormModel=false: by default the generator omits the form's schema, although the generated code needs it.
java -jar "$work/openapi-generator-cli-$GENERATOR.jar" generate -i "$document" -g java --library native \
    -o "$work/client" \
    --additional-properties=openApiNullable=false,apiPackage=client.api,modelPackage=client.model,invokerPackage=client \
    --global-property=skipFormModel=false,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false >"$work/generate.log" 2>&1 || {
    cat "$work/generate.log"
    exit 1
}

echo "== Compiling the client, GeneratedClientCheck and GeneratedClientDriver"
cp "$here"/src/openapi/GeneratedClient*.java "$work/client/src/main/java/"
mvn -B -q -f "$work/client/pom.xml" -Dmaven.compiler.source=17 -Dmaven.compiler.target=17 compile
mvn -B -q -f "$work/client/pom.xml" "$DEPENDENCY_PLUGIN:build-classpath" -Dmdep.outputFile="$work/classpath"

if [ -z "$base_url" ]; then
    jar=$here/../bootstrap/target/roster.jar
    [ -f "$jar" ] || { echo "$jar does not exist: run 'mvn package' first" >&2; exit 1; }
    (cd "$work" && exec java -jar "$jar" serve --http-port 0 --database-url jdbc:h2:mem:openapi \
        --jwt-secret "$(head -c 32 /dev/urandom | base64)") >"$work/server.log" 2>&1 &
    server=$!
    for _ in $(seq 300); do
        base_url=$(grep -Eo 'http://127\.0\.0\.1:[1-9][0-9]*' "$work/server.log" | head -n 1 || true)
        [ -z "$base_url" ] || break
        kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
        sleep 0.2
    done
    [ -n "$base_url" ] || { echo "the server did not start" >&2; cat "$work/server.log" >&2; exit 1; }
fi

echo "== Calling the API at $base_url"
java -cp "$work/client/target/classes:$(cat "$work/classpath")" GeneratedClientCheck "$base_url"

echo "== Judging the generated client"
conformance=$here/../testkit/target/roster-conformance.jar
[ -f "$conformance" ] || { echo "$conformance does not exist: run 'mvn package' first" >&2; exit 1; }
port=$(( 20000 + RANDOM % 20000 ))
java -jar "$conformance" client --port "$port" --wait 60 --report "$work/generated-client.html" \
    --baseline "$here/src/openapi/generated-client-baseline.json" &
server="$server $!"
for _ in $(seq 100); do
    if curl -s -o "$work/ready" "http://localhost:$port/"; [ $? -ne 7 ]; then break; fi
    sleep 0.1
done
java -cp "$work/client/target/classes:$(cat "$work/classpath")" GeneratedClientDriver "http://localhost:$port"
wait "$!"
