#!/usr/bin/env bash
# Writes behind each image that comes from elsewhere which bytes it is: NAME:TAG becomes NAME:TAG@sha256:…, in the files below.
# Run again it asks anew, and so takes the updates of a tag. Says what changed. Writes all or nothing.
#   deploy/pin.sh           ask, and write
#   deploy/pin.sh --check   ask nobody; name what has no digest yet, with status 1
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly files=(Dockerfile deploy/proxy/Dockerfile deploy/tor/Dockerfile docker-compose.yml)
fail() { printf 'Stopped: %s\n' "$1" >&2; exit 1; }

# After FROM, image: or syntax=, with its digest if it has one. What is built here (:local) and stages of a build have no registry.
images() { sed -nE 's/^(FROM[[:space:]]+|[[:space:]]*image:[[:space:]]+|# syntax=)([^[:space:]]*:[^[:space:]]+).*$/\2/p' "${files[@]}" | grep -v ':local$' | sort -u; }

case ${1:-} in
  --check)
    missing=$(images | grep -v '@sha256:' || true)
    [[ -z $missing ]] || { printf 'No digest yet: %s\n' $missing; exit 1; }
    exit 0
    ;;
  '') ;;
  *) fail "it takes nothing, or --check." ;;
esac

found=$(images) || fail "no image was found in ${files[*]}."
changes=()
while read -r image; do
  name=${image%@*}
  said=$(docker buildx imagetools inspect "$name" </dev/null) || fail "docker could not look up $name; nothing was written."
  # The first is that of the list for all machines; those of single machines follow.
  digest=$(awk '$1 == "Digest:" { print $2; exit }' <<<"$said")
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || fail "docker gave no digest of $name; nothing was written."
  if [[ $image == "$name@$digest" ]]; then continue; fi
  changes+=("$image" "$name@$digest")
done <<<"$found"

for ((i = 0; i < ${#changes[@]}; i += 2)); do
  from=${changes[i]//./\\.}
  # The whole word: NAME:1.2 is not the beginning of NAME:1.2.3. No name of an image has a bar in it.
  sed -i -E "s|([[:space:]=])$from([[:space:]]\|\$)|\1${changes[i + 1]}\2|" "${files[@]}"
  printf '%s\n' "${changes[i + 1]}"
done
