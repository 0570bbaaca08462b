#!/usr/bin/env bash
# One sealed backup of today, and none that is older than thirty days. directory-backup.timer starts it each night (docs/running.md).
# Settings, from .env beside docker-compose.yml:
#   BACKUP_TO    the public keys of the keepers, age1… age1…, with a space between them
#   BACKUP_SEND  a program that takes the path of the file and carries it to another machine; it also removes there what is too old
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly days=30
fail() { printf 'Stopped: %s\n' "$1" >&2; exit 1; }

setting() { sed -nE "s/^$1=[\"']?([^\"']*)[\"']?\$/\1/p" .env 2>/dev/null | tail -1; }

read -ra keys <<<"$(setting BACKUP_TO)"
[[ ${#keys[@]} -gt 0 ]] || fail "BACKUP_TO in .env names no key, so nobody could open a backup."
to=()
for key in "${keys[@]}"; do
  [[ $key == age1* ]] || fail "BACKUP_TO in .env holds something that is no public key (age1…)."
  to+=(--to "$key")
done

name=directory-$(date +%F).age
docker compose run --rm -T cli backup "/backups/$name" "${to[@]}" </dev/null
[[ -s backups/$name ]] || fail "there is no backups/$name."
find backups -maxdepth 1 -type f -name 'directory-*.age' -mtime +$((days - 1)) -delete
send=$(setting BACKUP_SEND)
[[ -n $send ]] || fail "the backup is made, and lies on this machine only: BACKUP_SEND in .env names no program that carries it away."
"$send" "backups/$name"
