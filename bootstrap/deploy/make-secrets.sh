#!/usr/bin/env bash
# Creates the secrets of compose.yaml in a new folder.
#   bootstrap/deploy/make-secrets.sh FOLDER
# Only the owner can open the folder. The files in it can be read by all users, because Compose mounts them with their
# permissions, and the users in the containers are others than the owner.
set -euo pipefail
[[ $# == 1 ]] || { sed -n '2,5p' "$0" >&2; exit 2; }
[[ ! -e $1 ]] || { echo "make-secrets.sh: $1 exists; its secrets are not replaced" >&2; exit 2; }

# 192 random bits, in characters that need no encoding in a URL.
random() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }

mkdir -m 0700 "$1"
cd "$1"
umask 022
database=$(random) redis=$(random) jwt=$(random)$(random)
echo "$database" > database-password
echo "postgresql://roster:$database@database/roster" > database-url
echo "requirepass $redis" > redis.conf
echo "redis://:$redis@cache" > redis-url
echo "$jwt" > jwt-secret
