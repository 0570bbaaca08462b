#!/usr/bin/env bash
# certbot calls this when it has a new certificate (RENEWED_LINEAGE is its folder): it is laid where the proxy reads it, and read again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly folder=secrets/certificate proxy_user=33
mkdir -p "$folder"
# The key first, and both under their names at once: a proxy that starts in between finds a pair.
for file in privkey.pem fullchain.pem; do
  install -m 400 -o "$proxy_user" -g "$proxy_user" "${RENEWED_LINEAGE:?certbot sets it}/$file" "$folder/$file.new"
done
for file in privkey.pem fullchain.pem; do mv "$folder/$file.new" "$folder/$file"; done
# Where it is stopped, as by --standalone, it reads them when it starts.
if [[ -n $(docker compose ps --quiet --status running proxy) ]]; then docker compose exec -T proxy nginx -s reload; fi
