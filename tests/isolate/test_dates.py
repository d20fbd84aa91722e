"""Texts of dates are the instants that they are in Node, whichever way a Date is made of them."""

import pytest
from date_texts import differing, draw_texts

# On both sides of Greenwich, with clocks that change and without.
ZONES = ("UTC", "America/New_York", "Asia/Shanghai")

# What people met: line ends of spreadsheets, spaces of other languages, MySQL's zeros, offsets without a time, numbers
# that are no dates, zones next to minutes; and what is at the limits of the rules.
EXAMPLES = [
    *(
        "2024-05-06\r",
        "2024-05-06\u00a0",
        "\ufeff2024-05-06",
        "\t2024-05-06 10:20\u202fPM",
        "2024-05-06\u2028",
    ),
    *("0000-00-00", "0000-00-00 00:00:00", "2013-03-00", "2009-00-00", "1/0/2014", "0/1/2014", "2014/0/1"),
    *(
        "5 Mar 2024 GMT+2",
        "2024-03-05 UTC+8",
        "Tue Mar 05 2024 GMT+0100",
        "2024-03-10T03:30+08",
        "1 Jan 2024 +0100",
    ),
    *("1,000", "123 456", "2014-366", "Mar 32 2024", "12", "32", "2024", "99999", "Room 12", "1.5", ""),
    *(
        "2024-03-05 10:20Z",
        "1 Jan 2024 10:00Z",
        "1 Jan 2024 12:60",
        "2024-02-29T12:30:45z",
        "1 Jan 2024 10:00EST",
    ),
    *(
        "+275760-09-13T00:00:00.001Z",
        "-271821-04-20T00:00:00Z",
        "-000000-01-01",
        "+002024-05-06",
        "2024-05-06T24:00",
    ),
    *(
        "1/1/49",
        "1/1/50",
        "1/1/2024 12:30 am",
        "1/1/2024 13:30 pm",
        "1 Jan 2024 10:20 +999999999:30",
        "(a(b)1 Jan 2024",
    ),
    *(
        f"1 Jan 2024 1:2:3.{digits}{'0' * more}"
        for digits in ("001", "029", "290", "57")
        for more in range(8)
    ),
    *(
        "1 Jan 2024 1:2:3.0473808892",
        "1 Jan 2024 1::2",
        "1 Jan 2024 10:20\x00PM",
        "mar" * 40,
        "1 Jan 2024 (" + "x" * 200,
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
def test_texts_of_dates_are_the_instants_of_node(start, zone):
    server = start("--isolates=2", "--timeout=45s", f"--tz={zone}").serving()
    found = differing(server, [*EXAMPLES, *draw_texts(3000, seed=20)], zone)
    assert [difference for difference in found if not difference.known] == []


@pytest.mark.slow
def test_drawn_texts_are_dates_often_enough_to_tell_rules_apart(server):
    texts = draw_texts(1000, seed=20)
    code = "return input.filter((text) => !Number.isNaN(Date.parse(text))).length;"
    assert 300 < server.result(code, texts) < 700


def test_date_reads_a_text_the_same_way_however_it_comes(server):
    code = """
      class Later extends Date {}
      const text = '6 May 2024 10:20Z';
      function Elsewhere() {}
      const moved = Reflect.construct(Date, [text], Elsewhere);
      const asked = [];
      const asking = new Proxy({ valueOf: () => ({}), toString: () => text }, {
        get: (target, key) => { asked.push(String(key)); return target[key]; },
        getPrototypeOf: () => { throw new Error('nobody asks for it'); },
      });
      const bare = Object.setPrototypeOf(new Date(text), null);
      const times = [
        Date.parse(text), +new Date(text), +new Date(Object(text)), +new Later(text), Date.prototype.getTime.call(moved),
        +new Date({ [Symbol.toPrimitive]: (hint) => (hint === 'default' ? text : '') }), +new Date(asking), +new Date(bare),
      ];
      return {
        times: [...new Set(times)], asked,
        kinds: [new Later(text) instanceof Later, Object.getPrototypeOf(moved) === Elsewhere.prototype],
      };
    """
    assert server.result(code) == {
        "times": [1714990800000],
        "asked": ["Symbol(Symbol.toPrimitive)", "valueOf", "toString"],
        "kinds": [True, True],
    }


def test_date_is_a_builtin_to_who_looks_at_it(server):
    code = """
      const inspect = require('util').inspect;
      const thrown = (f) => { try { return f(); } catch (error) { return error.name; } };
      return [
        Date.name, Date.length, String(Date).replace(/\\s+/g, ' '), inspect(Date), Date.prototype.constructor === Date,
        Object.getOwnPropertyDescriptor(globalThis, 'Date').enumerable, Reflect.ownKeys(Date).sort(), new Date(undefined).getTime(),
        thrown(() => new Date(Symbol())), thrown(() => new Date(1n)), thrown(() => new Date({ valueOf: null, toString: null })),
        new Date(2024, undefined).getTime(), / GMT\\+0000 \\(Coordinated Universal Time\\)$/.test(Date()),
      ];
    """
    assert server.result(code) == [
        *("Date", 7, "function Date() { [native code] }", "[Function: Date]", True, False),
        ["UTC", "length", "name", "now", "parse", "prototype"],
        *(None, "TypeError", "TypeError", "TypeError", None, True),
    ]


def test_script_that_replaces_builtins_still_has_its_dates(server):
    code = """
      const broken = () => { throw new Error('replaced'); };
      for (const name of ['text', 'kind', 'count', 'sign', 'numbers']) {
        Object.defineProperty(Object.prototype, name, { set: broken, configurable: true });
      }
      for (const name of ['exec', 'test']) RegExp.prototype[name] = broken;
      for (const name of ['charCodeAt', 'slice', 'toLowerCase']) String.prototype[name] = broken;
      Array.prototype[Symbol.iterator] = Function.prototype.call = Function.prototype.apply = broken;
      return [new Date('6 May 2024 10:20Z').getTime(), Date.parse('2024-05-06T10:20Z')];
    """
    assert server.result(code) == [1714990800000, 1714990800000]
