"""Deterministic runs: the same request gives the same bytes, on servers that rewind and that fork, of other zones and start times; and
whatever runs after one has its own time and chance again.
"""

import json

import pytest
from harness import ServerProcess
from repeats import FLAGS, START, Repeated, are_equal, both, corpus, ended, hostile, kind, request

# One in so many of the corpus; all of them are `python -m bench.repeat`.
EVERY = 25

DRAWS = """
const lodash = require('lodash');
const nodeCrypto = require('crypto');
return {
  random: [Math.random(), Math.random()],
  uuids: [crypto.randomUUID(), ...['v1', 'v4', 'v6', 'v7'].map((name) => require('uuid')[name]())],
  bytes: [...crypto.getRandomValues(new Uint8Array(8)), nodeCrypto.randomBytes(20000).toString('base64')],
  filled: nodeCrypto.randomFillSync(Buffer.alloc(8)).toString('hex'),
  int: [nodeCrypto.randomInt(1e12), await new Promise((resolve) => nodeCrypto.randomInt(9, (e, n) => resolve(n)))],
  words: require('crypto-js').lib.WordArray.random(16).toString(),
  lodash: [lodash.sample(lodash.range(1000)), lodash.shuffle(lodash.range(30)), lodash.random(1e9)],
  boundary: await (async () => { const form = new FormData(); form.append('a', 'b'); return new Response(form).headers.get('content-type'); })(),
  url: URL.createObjectURL(new Blob(['x'])),
};
"""

CLOCKS = """
const shown = () => [Date.now(), +new Date(), Date(), new Date().getHours(), performance.now(), performance.timeOrigin, process.hrtime(),
  String(process.hrtime.bigint()), process.uptime(), process.cpuUsage(), process.resourceUsage(), process.memoryUsage(),
  new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long' }).format(), new Event('x').timeStamp,
  new File([], 'f').lastModified, performance.mark('a').startTime];
for (let i = 0; i < 300000; i++);
const first = shown();
for (let i = 0; i < 300000; i++);
const stands = JSON.stringify(first) === JSON.stringify(shown());
await new Promise((resolve) => setTimeout(resolve, 90_061_001));
return { stands, first, then: shown() };
"""

ORDER = """
const order = [];
const note = (name) => () => { order.push([name, performance.now()]); console.log(name); };
setTimeout(note('30'), 30);
setTimeout(note('10'), 10);
setImmediate(note('immediate'));
process.nextTick(note('tick'));
queueMicrotask(note('microtask'));
const ticking = setInterval(note('7'), 7);
const signal = AbortSignal.timeout(25);
signal.onabort = note('abort');
const { setTimeout: sleep, scheduler } = require('timers/promises');
await sleep(15).then(note('15'));
await scheduler.wait(6).then(note('21'));
await new Promise((resolve) => setTimeout(resolve, 3_600_000 * 24 * 20).unref() && setTimeout(resolve, 50));
clearInterval(ticking);
return order;
"""


@pytest.fixture(scope="module")
def servers():
    """One that rewinds, one that forks, of different zones."""
    started = [
        ServerProcess("--isolates=2", "--timeout=45s", "--queue-timeout=60s", *flags) for flags in FLAGS
    ]
    try:
        yield [server.serving() for server in started]
    finally:
        for server in started:
            server.stop(expected=None)


def on_both(servers, code, **fields):
    """The one result that it has on both."""
    zone = fields.pop("zone", "UTC")
    responses = [
        ended(server, request(Repeated("", code, zone=zone), **fields))
        for server in servers
        for _ in range(2)
    ]
    assert are_equal(responses), responses
    assert kind(responses[0]) == "OK", responses[0]
    return json.loads(responses[0].result_json)


def error_on_both(servers, code):
    responses = [ended(server, request(Repeated("", code))) for server in servers]
    assert are_equal(responses), responses
    return responses[0].error


def test_all_that_is_random_comes_from_the_seed(servers):
    drawn = on_both(servers, DRAWS)
    assert on_both(servers, DRAWS, seed=1) != drawn
    # Each draw goes on from the last.
    assert len(set(drawn["random"])) == 2
    assert len(set(drawn["uuids"])) == 5


def test_seeds_of_64_bits_all_count(servers):
    seeds = [0, 1, 2**63, 2**64 - 2, 2**64 - 1]
    assert len({on_both(servers, "return Math.random()", seed=seed) for seed in seeds}) == len(seeds)


def test_clocks_stand_at_the_start_time_and_move_by_timers(servers):
    seen = on_both(servers, CLOCKS)
    assert seen["stands"]
    assert seen["first"][0] == START
    assert seen["first"][5] == START
    assert seen["then"][0] == START + 90_061_001
    assert seen["then"][4] == 90_061_001


def test_timers_fire_in_order_at_once(servers):
    order = on_both(servers, ORDER)
    assert [name for name, _ in order[:3]] == ["tick", "microtask", "immediate"]
    timed = [(name, at) for name, at in order if name.isdigit() and name != "7"]
    assert timed == [(name, int(name)) for name in ("10", "15", "21", "30")]
    assert ["abort", 25] in order


def test_console_offsets_are_those_of_the_clocks(servers):
    code = "for (let i = 0; i < 3; i++) { console.log(i); await new Promise((r) => setTimeout(r, 86400000)); } console.error(4)"
    responses = [ended(server, request(Repeated("", code))) for server in servers]
    assert are_equal(responses)
    assert [line.offset.ToSeconds() for line in responses[0].console_messages] == [0, 86400, 172800, 259200]


def test_zone_of_the_request_holds_for_dates_and_intl(servers):
    code = """
    const dates = [new Date(2024, 2, 31, 2, 30), new Date(2024, 9, 27, 2, 30), new Date(1900, 5, 1), new Date(2500, 6, 1), new Date(2500, 0, 1)];
    return [dates.map(String), dates.map((date) => date.toISOString()), Date.parse('2024-07-01T00:00'), Date.parse('Jul 1, 2024'),
      new Date(0).toLocaleString(), Intl.DateTimeFormat().resolvedOptions().timeZone];
    """
    berlin = on_both(servers, code, zone="Europe/Berlin")
    assert berlin[0][0] == "Sun Mar 31 2024 03:30:00 GMT+0200 (Central European Summer Time)"
    assert berlin[0][3] == "Thu Jul 01 2500 00:00:00 GMT+0200 (Central European Summer Time)"
    assert berlin[5] == "Europe/Berlin"
    assert on_both(servers, code, zone="UTC")[5] == "UTC"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_zone_of_a_request_has_the_offsets_of_a_server_in_that_zone(start, servers, zone):
    code = """
    const offsets = [];
    for (let year = 1971; year < 2100; year++) {
      for (let month = 0; month < 12; month++) offsets.push(new Date(Date.UTC(year, month, 15)).getTimezoneOffset());
    }
    return offsets;
    """
    there = start("--isolates=1", f"--tz={zone}").serving()
    assert there.result(code) == on_both(servers, code, zone=zone)


@pytest.mark.parametrize(
    "code",
    [
        "require('crypto').generateKeyPairSync('ec', { namedCurve: 'P-256' })",
        "require('crypto').generateKeyPairSync('ed25519')",
        "await require('util').promisify(require('crypto').generateKeyPair)('rsa', { modulusLength: 2048 })",
        "require('crypto').generateKeySync('hmac', { length: 64 })",
        "require('crypto').generatePrimeSync(64)",
        "require('crypto').createECDH('secp256k1').generateKeys()",
        "require('crypto').getDiffieHellman('modp14').generateKeys()",
        "await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt'])",
        "await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])",
    ],
)
def test_what_makes_a_key_is_an_error_of_the_scripts_own(servers, code):
    error = error_on_both(servers, code)
    assert "a deterministic run makes no keys" in error.message + "".join(
        cause.message for cause in error.causes
    )
    caught = f"try {{ {code} }} catch (error) {{ return (error.cause ?? error).code }}"
    assert on_both(servers, caught) == "ERR_DETERMINISTIC_RUN"


RSA = "const { privateKey, publicKey } = input; const nodeCrypto = require('crypto');"


@pytest.fixture(scope="module")
def keys(servers):
    code = """
    const options = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } };
    const { generateKeyPairSync } = require('crypto');
    return [generateKeyPairSync('rsa', { modulusLength: 2048, ...options }), generateKeyPairSync('ec', { namedCurve: 'P-256', ...options })];
    """
    return servers[0].result(code)


def with_key(servers, key, code):
    asked = request(Repeated("", RSA + code, json.dumps(key)))
    responses = [ended(server, asked) for server in servers for _ in range(2)]
    assert are_equal(responses), responses
    return responses[0]


def test_signatures_are_made_without_chance_or_refused(servers, keys):
    rsa, ec = keys
    signed = "const s = nodeCrypto.sign('sha256', Buffer.from('x'), KEY); return [s.toString('hex'), nodeCrypto.verify('sha256', Buffer.from('x'), PUBLIC, s)]"
    plain = signed.replace("KEY", "privateKey").replace("PUBLIC", "publicKey")
    for key in (rsa, ec):
        assert json.loads(with_key(servers, key, plain).result_json)[1] is True
    pss = "{ key: privateKey, padding: nodeCrypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: %d }"
    refused = with_key(servers, rsa, f"nodeCrypto.sign('sha256', Buffer.from('x'), {pss % 32})")
    assert "an RSA-PSS signature with a salt is not to be had in a deterministic run" in refused.error.message
    assert (
        kind(with_key(servers, rsa, f"return nodeCrypto.sign('sha256', Buffer.from('x'), {pss % 0}).length"))
        == "OK"
    )


@pytest.mark.parametrize("padding", ["RSA_PKCS1_PADDING", "RSA_PKCS1_OAEP_PADDING"])
def test_padded_rsa_encryption_is_refused(servers, keys, padding):
    code = f"nodeCrypto.publicEncrypt({{ key: publicKey, padding: nodeCrypto.constants.{padding} }}, Buffer.from('x'))"
    assert "RSA encryption with padding is not to be had" in with_key(servers, keys[0], code).error.message


def test_garbage_collection_shows_nowhere(servers):
    code = """
    let called = 0;
    const registry = new FinalizationRegistry(() => { called++; });
    const refs = [];
    for (let i = 0; i < 2000; i++) {
      const cycle = { i, filler: new Array(5000).fill(i) };
      cycle.self = cycle;
      registry.register(cycle, i);
      if (i < 10) refs.push(new WeakRef(cycle));
      if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return [called, refs.map((ref) => ref.deref()?.i)];
    """
    assert on_both(servers, code) == [0, list(range(10))]


def test_clocks_end_after_a_hundred_years(servers):
    error = error_on_both(servers, "setInterval(() => {}, 2 ** 31 - 1); await new Promise(() => {})")
    assert (error.name, error.message) == (
        "RangeError",
        "the clocks of a deterministic run move by 100 years at most",
    )


def test_limits_hold_in_real_time(servers):
    for server in servers:
        asked = request(Repeated("", "while (Date.now() < 1e15);", limit=0.3))
        assert kind(ended(server, asked)) == "TIMEOUT"


def test_run_after_a_deterministic_one_has_its_own_time_and_chance(servers):
    look = "return [Math.random(), Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone, crypto.randomUUID(), Object.keys(Date), Date.setClock, performance.now() % 1]"
    for server, zone in zip(servers, ("UTC", "America/New_York"), strict=True):
        before = [server.result(look) for _ in range(3)]
        for one_zone in ("UTC", "Asia/Tokyo"):
            on_both([server], CLOCKS, zone=one_zone)
            before.append(server.result(look))
        assert len({json.dumps(seen[0]) for seen in before}) == len(before)
        assert len({seen[3] for seen in before}) == len(before)
        assert all(seen[1] > START + 10**9 and seen[2] == zone and seen[4:6] == [[], None] for seen in before)


def test_affinity_key_has_no_effect(start):
    server = start("--isolates=2", "--affinity-isolates=1").serving()
    counting = "globalThis.count = (globalThis.count ?? 0) + 1; return [count, Math.random()]"
    asked = request(Repeated("", counting))
    asked.affinity_key = "kept"
    plain = server.request(counting, affinity_key="kept")
    server.stub.Execute(plain, timeout=60)
    responses = [ended(server, asked) for _ in range(3)]
    assert are_equal(responses)
    assert json.loads(responses[0].result_json)[0] == 1


@pytest.mark.slow
def test_sample_of_the_corpora_is_equal_to_the_byte_on_both(servers):
    sample = [*corpus()[::EVERY], *hostile()[::2]]
    differing = [
        one.title
        for one, responses in both(servers, sample)
        if not are_equal(responses)
        and not {kind(each) for each in responses} & {"TIMEOUT", "CPU_LIMIT", "OUT_OF_MEMORY"}
    ]
    assert differing == []
