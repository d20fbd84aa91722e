#!/usr/bin/env bash
# quickjs-ng 0.17.0 (PyPI's quickjs-ng 0.17.0.2): `stack` is an accessor of Error.prototype, as a proposal has it, and no longer
# a property of each error. Programs written for V8 that clear or copy it break: assigning anything but a string throws, and
# Object.assign, hasOwnProperty and getOwnPropertyNames do not see it.
#
# Seen 2026-11-29:  own property: false   names: message   error.stack = undefined: TypeError   error.stack = "s": s
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check quickjs-ng==0.17.0.2
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import quickjs

print(quickjs.Context().eval("""(() => {
  const error = new Error('m');
  const thrown = (f) => { try { f(); return 'nothing'; } catch (e) { return e.name; } };
  const cleared = thrown(() => { 'use strict'; error.stack = undefined; });
  error.stack = 's';
  return [Object.hasOwn(new Error('m'), 'stack'), Object.getOwnPropertyNames(new Error('m')).join(), cleared, error.stack].join(' ');
})()"""))
PYTHON
)
echo "$seen"
[ "$seen" = 'false message TypeError s' ] || { echo 'it is another one now' >&2; exit 1; }
