"""require('crypto') and crypto.subtle inside the real sandbox: nothing shared, nothing missing, nothing of the host told."""

import base64
import concurrent.futures
import ctypes
import json
import os
import platform
import random
import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from harness import NODE, ROOT

from executor.isolate.crypto.operations import Crypto
from executor.isolate.window import Window
from executor.isolate.zygote import _SYS_CLONE
from executor.v1 import executor_pb2 as pb

# Enough that two with one random state would show, few enough for a second.
SIBLINGS = 200

DRAW = """
const crypto = require('crypto');
const ec = crypto.createPrivateKey(input.ec);
const rsa = crypto.createPrivateKey(input.rsa);
const message = Buffer.from('the same for all');
return {
  ecdsa: crypto.sign('sha256', message, ec).toString('hex'),
  pss: crypto.sign('sha256', message, { key: rsa, padding: crypto.constants.RSA_PKCS1_PSS_PADDING }).toString('hex'),
  oaep: crypto.publicEncrypt(rsa, message).toString('hex'),
  ecKey: crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }).d,
  edKey: crypto.generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }).d,
  rsaKey: crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' }).p,
  secret: crypto.generateKeySync('aes', { length: 128 }).export().toString('hex'),
  bytes: crypto.randomBytes(16).toString('hex'),
  many: crypto.randomBytes(20000).toString('base64'),
  uuid: crypto.randomUUID(),
  integer: crypto.randomInt(2 ** 47),
  passphrase: ec.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
};
"""

EVERY = """
const crypto = require('crypto');
const failures = [];
const attempt = (what, run) => { try { run() } catch (error) { failures.push(what + ': ' + error.message) } };
for (const name of crypto.getHashes()) {
  attempt(name, () => {
    crypto.createHash(name).update('a').digest();
    if (!name.startsWith('shake')) crypto.createHmac(name, 'k').update('a').digest();
    if (!name.startsWith('shake')) crypto.pbkdf2Sync('p', 's', 2, 16, name);
  });
}
for (const name of crypto.getCiphers()) {
  attempt(name, () => {
    const { keyLength, ivLength, mode } = crypto.getCipherInfo(name);
    const key = crypto.randomBytes(keyLength);
    const iv = ivLength === undefined ? null : crypto.randomBytes(ivLength);
    const options = ['ccm', 'gcm', 'ocb'].includes(mode) || name.includes('poly') ? { authTagLength: 16 } : {};
    // Keys that are wrapped have whole blocks of eight.
    const text = 'a text of more than two blocks of sixteen'.slice(0, mode === 'wrap' ? 40 : undefined);
    const to = crypto.createCipheriv(name, key, iv, options);
    const sealed = Buffer.concat([to.update(text), to.final()]);
    const from = crypto.createDecipheriv(name, key, iv, options);
    if (options.authTagLength) from.setAuthTag(to.getAuthTag());
    if (Buffer.concat([from.update(sealed), from.final()]).toString() !== text) throw new Error('came back different');
  });
}
for (const namedCurve of crypto.getCurves()) {
  attempt(namedCurve, () => {
    const { privateKey, publicKey } = crypto.generateKeyPairSync('ec', { namedCurve });
    if (!crypto.verify('sha256', 'a', publicKey, crypto.sign('sha256', Buffer.from('a'), privateKey))) throw new Error('bad');
    const ecdh = crypto.createECDH(namedCurve);
    ecdh.generateKeys();
    ecdh.computeSecret(ecdh.getPublicKey());
  });
}
for (const kind of ['ed25519', 'ed448']) {
  attempt(kind, () => {
    const { privateKey, publicKey } = crypto.generateKeyPairSync(kind);
    if (!crypto.verify(null, Buffer.from('a'), publicKey, crypto.sign(null, Buffer.from('a'), privateKey))) throw new Error('bad');
  });
}
for (const kind of ['x25519', 'x448']) attempt(kind, () => crypto.diffieHellman(crypto.generateKeyPairSync(kind)));
attempt('scrypt', () => crypto.scryptSync('p', 's', 32));
attempt('hkdf', () => crypto.hkdfSync('sha512', 'k', 's', 'i', 64));
attempt('dh', () => crypto.getDiffieHellman('modp14').generateKeys());
attempt('dh keys', () => crypto.generateKeyPairSync('dh', { primeLength: 512 }));
attempt('dsa keys', () => crypto.generateKeyPairSync('dsa', { modulusLength: 1024 }));
attempt('primes', () => crypto.generatePrimeSync(700));
return [crypto.getHashes().length, crypto.getCiphers().length, crypto.getCurves().length, failures];
"""

# Keys and signatures that one side makes and the other reads.
MAKE = """
const crypto = require('crypto');
const made = [];
for (const [kind, options, digest, extra] of [
  ['rsa', { modulusLength: 1024 }, 'sha256', {}],
  ['rsa', { modulusLength: 1024 }, 'ripemd160', {}],
  ['rsa', { modulusLength: 1024 }, 'sha384', { padding: 6, saltLength: -1 }],
  ['ec', { namedCurve: 'P-256' }, 'sha256', {}],
  ['ec', { namedCurve: 'P-384' }, 'sha512', { dsaEncoding: 'ieee-p1363' }],
  ['ec', { namedCurve: 'secp256k1' }, 'blake2b512', {}],
  ['ed25519', {}, null, {}],
]) {
  const { privateKey, publicKey } = crypto.generateKeyPairSync(kind, options);
  const signature = crypto.sign(digest, Buffer.from('m'), { key: privateKey, ...extra }).toString('base64');
  const sealed = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' });
  made.push({ digest, extra, signature, sealed, key: publicKey.export({ type: 'spki', format: 'pem' }),
    jwk: publicKey.export({ format: 'jwk' }) });
}
return made;
"""
CHECK = """
const crypto = require('crypto');
return input.map(({ digest, extra, signature, sealed, key, jwk }) => {
  const signed = Buffer.from(signature, 'base64');
  const again = crypto.createPrivateKey({ key: sealed, passphrase: 'secret' });
  return [crypto.verify(digest, Buffer.from('m'), { key, ...extra }, signed),
    crypto.verify(digest, Buffer.from('m'), { key: crypto.createPublicKey({ key: jwk, format: 'jwk' }), ...extra }, signed),
    crypto.verify(digest, Buffer.from('x'), { key, ...extra }, signed),
    crypto.createPublicKey(again).equals(crypto.createPublicKey(key))];
});
"""


def in_node(tmp_path: Path, code: str, value: object = None):
    """The result of the script in Node."""
    script, given = tmp_path / "script.js", tmp_path / "input.json"
    script.write_text(code)
    given.write_text(json.dumps(value))
    command = [NODE, ROOT / "tests" / "node_runner.mjs", script, given]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)
    assert "result" in answer, answer
    return json.loads(answer["result"])


@pytest.fixture(scope="module")
def keys(server) -> dict[str, str]:
    code = """
      const { generateKeyPairSync } = require('crypto');
      const pem = { type: 'pkcs8', format: 'pem' };
      return { ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem),
               rsa: generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export(pem) };
    """
    made: dict[str, str] = server.result(code)
    return made


def test_siblings_of_one_zygote_never_draw_the_same(server, keys):
    request = server.request(DRAW, keys)
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        answers = threads.map(lambda _: server.stub.Execute(request, timeout=120), range(SIBLINGS))
        draws = [json.loads(answer.result_json or f'"{answer.error}"') for answer in answers]
    for source in draws[0]:
        value, times = Counter(draw[source] for draw in draws).most_common(1)[0]
        assert times == 1, f"{source} gave {value} {times} times"
    # The first half of a raw signature is the nonce's point: the same twice would give the key away.
    nonces = [draw["ecdsa"][8:40] for draw in draws]
    assert len(set(nonces)) == SIBLINGS


def test_openssl_notices_a_fork_that_nobody_told_it_of():
    """Its generators compare the process id at every draw and seed themselves anew; the zygote forks by clone(2)."""
    crypto = Crypto(Window())
    make = json.dumps({"op": "key.generate", "kind": "ec", "curve": "prime256v1"}).encode()
    crypto.call(make)  # The generators are seeded: what a child inherits is the parent's state.
    # As the zygote does it: no handler of any library runs.
    clone, number = ctypes.PyDLL(None).syscall, ctypes.c_long(_SYS_CLONE[platform.machine()])
    drawn = []
    for _ in range(8):
        reading, writing = os.pipe()
        pid = clone(number, ctypes.c_long(signal.SIGCHLD), 0, 0, 0, 0)
        if pid == 0:
            os.write(writing, crypto.call(make))
            os._exit(0)
        os.waitpid(pid, 0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            drawn.append(pipe.read())
    assert len(set(drawn)) == len(drawn)


def test_every_algorithm_that_is_listed_works_in_the_sandbox(server):
    hashes, ciphers, curves, failures = server.result(EVERY, timeout=60)
    assert failures == []
    assert (hashes, ciphers, curves) >= (50, 60, 9)


def test_signatures_and_keys_made_here_are_good_in_node_and_the_reverse(server, tmp_path):
    for checked in (
        in_node(tmp_path, CHECK, server.result(MAKE, timeout=60)),
        server.result(CHECK, in_node(tmp_path, MAKE)),
    ):
        assert checked == [[True, True, False, True]] * 7


# Random cases, each by the two as one run.
COMPUTE = """
const crypto = require('crypto');
return input.map(({ digest, cipher, text, bytes, key, iv, cuts }) => {
  const data = Buffer.from(bytes, 'base64');
  const hash = crypto.createHash(digest).update(text);
  const hmac = crypto.createHmac(digest, Buffer.from(key, 'base64'));
  const { keyLength, ivLength } = crypto.getCipherInfo(cipher);
  const e = crypto.createCipheriv(cipher, Buffer.from(key, 'base64').subarray(0, keyLength), Buffer.from(iv, 'base64').subarray(0, ivLength));
  const parts = [];
  let at = 0;
  for (const cut of [...cuts, data.length]) {
    hash.update(data.subarray(at, cut));
    hmac.update(data.subarray(at, cut).toString('latin1'), 'latin1');
    parts.push(e.update(data.subarray(at, cut), null, 'base64'));
    at = cut;
  }
  parts.push(e.final('base64'));
  return [hash.digest('hex'), hmac.digest('base64'), parts];
});
"""


def test_random_inputs_give_what_they_give_in_node(server, tmp_path):
    draw = random.Random(4)  # The same cases each time.

    def binary(size: int) -> str:
        return base64.b64encode(draw.randbytes(size)).decode()

    cases = []
    for _ in range(300):
        size = draw.choice([0, 1, 15, 16, 17, 64, 255, 1000, draw.randrange(5000)])
        cases.append(
            {
                "digest": draw.choice(
                    ["md5", "sha1", "sha256", "sha384", "sha512", "sha3-256", "ripemd160", "sm3"]
                ),
                "cipher": draw.choice(
                    ["aes-128-cbc", "aes-192-ctr", "aes-256-gcm", "des-ede3-cbc", "aes-256-cfb", "sm4-cbc"]
                ),
                "text": "".join(
                    chr(draw.choice([65, 233, 0x6F22, 0x1F600, 0, 10])) for _ in range(draw.randrange(40))
                ),
                "bytes": binary(size),
                "key": binary(32),
                "iv": binary(16),
                "cuts": sorted(draw.randrange(size + 1) for _ in range(draw.randrange(4))),
            }
        )
    assert server.result(COMPUTE, cases, timeout=60) == in_node(tmp_path, COMPUTE, cases)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("crypto.pbkdf2Sync('p', 's', 1e9, 32, 'sha256')", "10000000"),
        ("crypto.pbkdf2Sync('p', 's', 1e6, 2 ** 20, 'sha512')", "iterations"),
        ("crypto.scryptSync('p', 's', 32, { N: 2 ** 14, p: 2 ** 12, maxmem: 2 ** 40 })", "16777216"),
        ("crypto.generateKeyPairSync('rsa', { modulusLength: 16384 })", "4096"),
        (
            "crypto.createPublicKey({ key: { kty: 'RSA', e: 'AQAB', n: 'A'.repeat(5000) }, format: 'jwk' })",
            "ERR",
        ),
        (
            "crypto.createDiffieHellman(Buffer.alloc(5000, 255)).generateKeys()",
            "8192",
        ),
        ("crypto.createDiffieHellman(2048)", "1024"),
        ("crypto.generateKeyPairSync('dh', { primeLength: 1025 })", "1024"),
        ("crypto.generatePrimeSync(1025, { safe: true })", "1024"),
        ("crypto.generatePrimeSync(3073)", "3072"),
        (
            "crypto.createCipheriv('aes128-wrap', Buffer.alloc(16), Buffer.alloc(8)).update(Buffer.alloc(2 ** 17))",
            "65536",
        ),
    ],
)
def test_work_without_end_is_refused_with_the_limit(server, code, told):
    error = server.error(f"const crypto = require('crypto'); {code}", timeout=20)
    assert error.kind == pb.ERROR_KIND_THROWN
    assert told in error.message or told == "ERR"


@pytest.mark.parametrize(
    "work",
    [
        # One call of it cannot be interrupted from inside; the server kills.
        "crypto.pbkdf2Sync('p', 's', 1e7, 64, 'sha512')",
        "crypto.generatePrimeSync(1024, { safe: true })",
        # No number is both, so that the search has no end of its own.
        "crypto.generatePrimeSync(64, { add: 2n ** 63n, rem: 2n ** 62n + 15n })",
    ],
)
def test_native_work_is_ended_at_the_time_limit(server, work):
    code = f"const crypto = require('crypto'); for (;;) {work}"
    assert server.error(code, timeout=0.5).kind == pb.ERROR_KIND_TIMEOUT


def test_memory_that_an_algorithm_asks_for_is_bounded(start):
    # A small heap is full sooner.
    server = start("--isolates=1", "--max-memory-bytes=48MiB").serving()
    code = """
      const crypto = require('crypto');
      return crypto.scryptSync('p', 's', 32, { N: 2 ** 20, r: 16, maxmem: 2 ** 40 }).length;
    """
    assert server.error(code, timeout=30).kind == pb.ERROR_KIND_OUT_OF_MEMORY
    many = "const crypto = require('crypto'); const all = []; for (;;) all.push(crypto.createHash('md5').update('x'))"
    assert server.error(many, timeout=60).kind in (pb.ERROR_KIND_OUT_OF_MEMORY, pb.ERROR_KIND_TIMEOUT)
    ciphers = """
      const crypto = require('crypto');
      for (;;) crypto.createCipheriv('aes-128-gcm', Buffer.alloc(16), Buffer.alloc(12));
    """
    error = server.error(ciphers, timeout=60)
    assert error.kind == pb.ERROR_KIND_THROWN
    assert "10000 ciphers are under way" in error.message
    assert server.result("return 1") == 1


def test_bad_input_is_an_error_of_nodes_without_a_word_of_the_host(server):
    code = """
      const crypto = require('crypto');
      const { privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
      const symbol = Object.getOwnPropertySymbols(privateKey).find((key) => String(key) === 'Symbol(kHandle)');
      const Handle = privateKey[symbol].constructor;
      const errors = [];
      const attempt = (run) => { try { errors.push('none: ' + run) } finally { try { run() } catch (error) {
        errors.pop(); errors.push([error.name, error.message, error.code, error.stack].join(' ')) } } };
      for (const pem of ['', 'x', '-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----',
                         '-----BEGIN CERTIFICATE-----\\n' + 'A'.repeat(1000) + '\\n-----END CERTIFICATE-----', '\\ud800']) {
        attempt(() => crypto.createPrivateKey(pem));
        attempt(() => crypto.createPublicKey(pem));
        attempt(() => crypto.createPrivateKey({ key: pem, passphrase: 'p' }));
      }
      for (const mangle of [(k) => ({ ...k, n: '' }), (k) => ({ ...k, n: 'AA' }), (k) => ({ ...k, e: 'AA' }), (k) => ({ ...k, p: k.d }),
                            (k) => ({ ...k, d: 'AA', p: 'AA', q: 'AA' })]) {
        attempt(() => crypto.sign('sha256', 'a',
          crypto.createPrivateKey({ key: mangle(privateKey.export({ format: 'jwk' })), format: 'jwk' })));
      }
      // Whatever is passed to what is C++ in Node.
      for (const value of [undefined, null, 1, 'x', {}, [], Symbol('s'), 1n, () => 1, new Proxy({}, {})]) {
        for (const name of Object.getOwnPropertyNames(Handle.prototype)) {
          if (name === 'constructor') continue;
          for (const self of [new Handle(), privateKey[symbol], value]) {
            try { Handle.prototype[name].call(self, value, value, value, value) } catch (error) {
              errors.push([error.name, error.message, error.code, error.stack].join(' '));
            }
          }
        }
      }
      return errors;
    """
    errors = server.result(code, timeout=30)
    assert len(errors) > 100
    text = "\n".join(errors)
    assert [line for line in errors if line.startswith("none: ")] == []
    for word in (
        "Traceback",
        ".py",
        "site-packages",
        "cryptography",
        "hashlib",
        "bytes",
        "NoneType",
        str(ROOT),
    ):
        assert word not in text, text[max(0, text.index(word) - 200) :][:400]


def test_script_that_broke_the_builtins_reaches_no_bridge_through_crypto(server):
    code = """
      const crypto = require('crypto');
      const seen = [];
      for (const name of ['push', 'map', 'join', 'slice']) {
        const original = Array.prototype[name];
        Array.prototype[name] = function (...values) { seen[seen.length] = values; return original.apply(this, values); };
      }
      Object.prototype.toJSON = function () { seen[seen.length] = [this]; return this; };
      String.prototype.toJSON = Object.prototype.toJSON;
      const { stringify } = JSON;
      JSON.stringify = function (...values) { seen[seen.length] = values; return stringify(...values); };
      crypto.createHash('sha256').update('a').digest('hex');
      crypto.createHmac('sha256', 'k').update(Buffer.from('a')).digest();
      crypto.randomBytes(300);
      delete Object.prototype.toJSON;
      let text = '';
      for (const values of seen) for (const value of values) if (typeof value === 'function') text += String(value);
      return text;
    """
    response = server.execute(code)
    assert "bridge(" not in response.result_json
    assert "host(" not in response.result_json
    assert response.error.kind in (pb.ERROR_KIND_UNSPECIFIED, pb.ERROR_KIND_THROWN)
