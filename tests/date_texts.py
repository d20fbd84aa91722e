"""Texts that may be dates, drawn by a seed: formats that people and programs write, words and numbers at random, and
what becomes of either when characters are lost, doubled or replaced.
"""

import json
import random
from dataclasses import dataclass

from differential import Script, beside_node, run_here
from harness import ServerProcess


def _words(text: str) -> list[str]:
    return text.split()


MONTHS = _words("Jan feb MAR April may JUNE July Aug Sept october Nov. decembre mai Janvier mars")
DAYS = _words("Mon tue WED Thursday Fri. Sat, Sunday, Montag")
ZONES = _words(
    "Z z UT UTC utc GMT gmt EST EDT cst CDT MST mdt PST pdt CET BST JST zz Zulu GMT+1 UTC-05:30 +0100 -0800 +5 -03 +05:30 -0 +1 "
    "+530 -12345 +24:00 -99:99 GMT+0530 +999:00 +999999999:30 -00:00 +14 +2460"
)
SPACES: list[str] = [
    *(" ", "  ", "\t", "\n", "\r", "\r\n", "\xa0"),
    *"\u202f\u2009\ufeff\u3000\u2028\x0b\x00",
]
MARKS = [*"-/.,:+()TtZz_[]'\"*#;@=~−–年月日٣é", "::", "--", ", ", " - "]
WORDS = _words(
    "am pm AM PM a.m. p.m. at of the noon T t W week Q1 st nd rd th o'clock ( ) (CET) (a (b) c) ab é"
)


def number(draw: random.Random) -> str:
    """A number of any width, often near what a part of a date may be."""
    kind = draw.randrange(8)
    if kind < 3:
        return str(draw.randrange(0, 14))
    if kind < 5:
        return f"{draw.randrange(0, 62):02}"
    if kind < 6:
        return str(draw.choice([1970, 2000, 2024, 1899, 1900, 2100, 99, 50, 49, 100, 999, 366, 24, 60, 2400]))
    return "".join(
        draw.choice("0123456789") for _ in range(draw.choice([1, 2, 3, 3, 4, 4, 5, 6, 8, 9, 10, 12]))
    )


def within(draw: random.Random, low: int, high: int, width: int = 2) -> str:
    """Mostly inside the bounds and of the width, at times one beyond or shorter."""
    value = draw.randint(low, high) if draw.random() < 0.9 else draw.choice([low - 1, high + 1, 0])
    return str(max(value, 0)).zfill(width if draw.random() < 0.85 else draw.randint(1, width + 1))


def year(draw: random.Random) -> str:
    span = draw.choice([(1970, 2037), (1850, 2150), (0, 99), (1, 9999), (1995, 2026)])
    return within(draw, *span, width=draw.choice([4, 4, 4, 1]))


def clock(draw: random.Random) -> str:
    hour = within(draw, 0, draw.choice([12, 23, 24]))
    text = f"{hour}{draw.choice([':'] * 9 + ['.'])}{within(draw, 0, 59)}"
    if draw.random() < 0.6:
        text += f":{within(draw, 0, 59)}"
        if draw.random() < 0.4:
            text += draw.choice([".", ".", ".", ",", ":"]) + number(draw) + "0" * draw.choice([0, 0, 0, 3, 6])
    if draw.random() < 0.2:
        text += draw.choice(["", " ", " "]) + draw.choice(["am", "pm", "AM", "PM", "p.m.", "Am"])
    return text


def zone(draw: random.Random) -> str:
    if draw.random() < 0.6:
        return draw.choice(ZONES)
    sign = draw.choice("+-")
    return f"{sign}{within(draw, 0, 23)}{draw.choice([':', '', ''])}{draw.choice([within(draw, 0, 59), ''])}"


def month(draw: random.Random) -> str:
    return draw.choice(MONTHS)


def space(draw: random.Random) -> str:
    return draw.choice(SPACES) if draw.random() < 0.15 else " "


def iso(draw: random.Random) -> str:
    text = year(draw) if draw.random() < 0.9 else f"{draw.choice('+-')}{draw.randrange(0, 290000):06}"
    for low, high in ((1, 12), (1, 31)):
        if draw.random() < 0.92:
            text += f"-{within(draw, low, high)}"
    if draw.random() < 0.7:
        text += draw.choice(["T", "T", "T", "T", "t", " ", "  "]) + clock(draw)
        if draw.random() < 0.6:
            text += draw.choice(["", "", "", " "]) + zone(draw)
    return text


def numeric(draw: random.Random) -> str:
    mark = draw.choice(["/", "/", "-", ".", ".", " ", ", ", "/ "])
    parts = [within(draw, 1, 12), within(draw, 1, 31), year(draw)]
    draw.shuffle(parts)
    text = mark.join(parts[: draw.choice([2, 3, 3, 3, 3])])
    if draw.random() < 0.5:
        text += draw.choice([" ", ", ", "T"]) + clock(draw)
        if draw.random() < 0.4:
            text += draw.choice(["", " "]) + zone(draw)
    return text


def named(draw: random.Random) -> str:
    parts = [month(draw), within(draw, 1, 31, 1), year(draw)]
    if draw.random() < 0.5:
        draw.shuffle(parts)
    if draw.random() < 0.4:
        parts.append(clock(draw))
        if draw.random() < 0.6:
            parts.append(zone(draw))
    if draw.random() < 0.4:
        parts.insert(draw.choice([0, 0, 0, len(parts)]), draw.choice(DAYS))
    if draw.random() < 0.2:
        parts.append(draw.choice(["(CET)", "(Coordinated Universal Time)", "(", ")", "(a(b)", "am", "PM"]))
    return draw.choice([" ", " ", " ", "-", ", ", "/", ""]).join(parts)


def usual(draw: random.Random) -> str:
    """What programs print: ISO 8601, SQL, HTTP, toString, toLocaleString; the parts in their bounds but for a few."""
    moment = f"{draw.randint(0, 23):02}:{draw.randint(0, 59):02}" + draw.choice(
        ["", f":{draw.randint(0, 59):02}"] * 2 + [":07.25"]
    )
    year_, month_, day_ = draw.randint(1900, 2100), draw.randint(1, 12), draw.randint(1, 31)
    name = draw.choice(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "September"]
    )
    weekday = draw.choice(["", "Mon ", "Tue, ", "Sunday, "])
    offset = (
        f"{draw.choice('+-')}{draw.randint(0, 14):02}{draw.choice([':', ''])}{draw.choice([0, 30, 45]):02}"
    )
    return draw.choice(
        (
            f"{year_}-{month_:02}-{day_:02}",
            f"{year_}-{month_:02}-{day_:02}{draw.choice('T ')}{moment}",
            f"{year_}-{month_:02}-{day_:02}{draw.choice('T ')}{moment}{draw.choice(['Z', ' Z', ' UTC', offset, f' {offset}'])}",
            f"{weekday}{day_}{draw.choice(' -')}{name} {year_}",
            f"{weekday}{day_:02} {name} {year_} {moment} {draw.choice(['GMT', 'UTC', offset, f'GMT{offset}', 'EST'])}",
            f"{weekday}{name} {day_:02} {year_} {moment} GMT{offset} ({draw.choice(['Central European Time', '+03', 'é'])})",
            f"{name} {day_}, {year_}{draw.choice(['', ', ', ' '])}{draw.choice(['', moment])}",
            f"{month_}/{day_}/{year_}{draw.choice(['', f', {moment} PM', f', {moment} AM', f' {moment}'])}",
            f"{draw.choice([day_, month_])}.{month_:02}.{year_}",
        )
    )


def soup(draw: random.Random) -> str:
    makers = (number, number, number, month, clock, zone, space, space)
    tokens = []
    for _ in range(draw.randint(1, 8)):
        kind = draw.randrange(12)
        if kind < len(makers):
            tokens.append(makers[kind](draw))
        else:
            tokens.append(draw.choice(MARKS if kind < 10 else WORDS))
    return draw.choice(["", " ", " "]).join(tokens)


def mutated(draw: random.Random, text: str) -> str:
    at = draw.randint(0, len(text))
    piece: str = draw.choice([*SPACES, *MARKS, *WORDS, *"0123456789", month(draw), zone(draw)])
    kind = draw.randrange(6)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + piece + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at - 1 : at] + text[at:]
    if kind == 3:
        return draw.choice(SPACES) + text if draw.random() < 0.5 else text + draw.choice(SPACES)
    return text[:at] + piece + text[at:]


def draw_texts(count: int, seed: int) -> list[str]:
    """`count` different texts, the same ones for the same seed."""
    draw = random.Random(seed)
    texts: dict[str, None] = {}
    while len(texts) < count:
        text = draw.choice((usual, usual, iso, iso, numeric, named, named, soup))(draw)
        for _ in range(draw.choice([0, 0, 0, 1, 1, 2, 3])):
            text = mutated(draw, text)
        texts[text] = None
    return list(texts)


# Every way in which a text becomes a Date; they have to agree.
READ = """// texts of dates
class Later extends Date {}
const ways = [
  (text) => new Date(text), (text) => new Later(text), (text) => Reflect.construct(Date, [text], Later),
  (text) => new Date({ toString: () => text }), (text) => new Date({ [Symbol.toPrimitive]: () => text }),
];
return input.map((text, index) => {
  const time = Date.parse(text);
  const date = ways[index % ways.length](text);
  return Object.is(date.getTime(), time) ? time : [time, date.getTime()];
});
"""
# Texts in one script.
BATCH = 1000
# 1901, and a minute, in milliseconds.
LOCAL_MEAN_TIME_ENDS = -2_177_452_800_000
MINUTE = 60_000


@dataclass(frozen=True)
class Difference:
    """A text that is another instant in Node than here; both in milliseconds, None is Invalid Date."""

    text: str
    node: float | None
    here: object

    @property
    def known(self) -> bool:
        """The seconds of local mean time, which most places left before 1901 (docs/compatibility.md)."""
        if self.node is None or not isinstance(self.here, int | float):
            return False
        return self.node < LOCAL_MEAN_TIME_ENDS and abs(self.here - self.node) < MINUTE


def differing(server: ServerProcess, texts: list[str], zone: str) -> list[Difference]:
    """What of these texts is another instant in Node than on this server of that zone."""
    batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    scripts = [Script("dates", zone, READ, json.dumps(batch), zone) for batch in batches]
    answers = beside_node(scripts, run_here(server, scripts))
    for each in answers:
        assert (each.node.kind, each.here.kind) == ("OK", "OK"), each
    theirs = [time for each in answers for time in json.loads(each.node.result)]
    ours = [time for each in answers for time in json.loads(each.here.result)]
    return [Difference(*row) for row in zip(texts, theirs, ours, strict=True) if row[1] != row[2]]
