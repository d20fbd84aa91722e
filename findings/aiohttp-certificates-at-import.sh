#!/usr/bin/env bash
# aiohttp makes two TLS contexts as it is imported, and has OpenSSL read the machine's certificates for both, also for the one
# that verifies nobody. With Debian's 140 certificates that is half of the CPU time of the import, whether a request is ever
# sent or not, also where aiohttp is only a web server. What SSL_CERT_FILE and SSL_CERT_DIR say at that moment is what
# `ssl=True` trusts for the rest of the process's life.
#
# Seen 2026-11-30, aiohttp 3.14.5, CPython 3.11.7: two loads at import, one of them for a context with CERT_NONE; an `ssl=True`
# connector of a process that was imported with an empty file trusts no authority, although the variables are as ever by then.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check aiohttp==3.14.5
"$work/venv/bin/python" - <<'PYTHON'
import os, ssl, sys

loads = []
read = ssl.SSLContext.set_default_verify_paths

def counted(self):
    loads.append(self.verify_mode)
    read(self)

ssl.SSLContext.set_default_verify_paths = counted
os.environ["SSL_CERT_FILE"] = os.environ["SSL_CERT_DIR"] = os.devnull
import aiohttp, aiohttp.connector
del os.environ["SSL_CERT_FILE"], os.environ["SSL_CERT_DIR"]
trusted = len(aiohttp.connector._SSL_CONTEXT_VERIFIED.get_ca_certs())
print(f"aiohttp {aiohttp.__version__}: {len(loads)} loads ({', '.join(mode.name for mode in loads)}), "
      f"{trusted} authorities in the context of ssl=True")
if sorted(loads) != [ssl.CERT_NONE, ssl.CERT_REQUIRED] or trusted:
    sys.exit("it is another one now")
PYTHON
