"""Marks of which the low byte is left, as a control character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule
from fixenc.decide.marks import decide_c0
from fixenc.rules.c1_mark import is_arrow

_LOW_BYTES = {
    "\x13": "\N{EN DASH}",
    "\x14": "\N{EM DASH}",
    "\x18": "\N{LEFT SINGLE QUOTATION MARK}",
    "\x19": "\N{RIGHT SINGLE QUOTATION MARK}",
    "\x1a": "\N{SINGLE LOW-9 QUOTATION MARK}",
    "\x1c": "\N{LEFT DOUBLE QUOTATION MARK}",
    "\x1d": "\N{RIGHT DOUBLE QUOTATION MARK}",
    "\x1e": "\N{DOUBLE LOW-9 QUOTATION MARK}",
}
_SIGNS = ("\x13", "\x14", "\x18", "\x19", "\x1c", "\x1d")
"""Those of which one is in every text with such marks: the low ones only open a quotation."""

_MARK = re.compile(f"[{''.join(_LOW_BYTES)}]")
_OTHER_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x12\x15-\x17\x1b\x1f\x7f]")
_RUN = re.compile(r"[^ \t\n\r\f\v\xa0]+")  # \S is not: some of the marks count as white space
_UNREADABLE = "\x01"  # costs what any control character costs beside its neighbours
_LONGEST = 200  # characters of a run that is looked at

_PRINTABLE = re.compile(
    r"(?P<bullet>^\")(?= [^\"\n]*$)|(?<=[^\W\d_])(?P<ellipsis>&)(?=[ \n]|$)"
    r"|(?<= )(?P<arrow>[\x90-\x93])(?= )",
    re.MULTILINE,
)
_ARROWS = dict(zip("\x90\x91\x92\x93", "←↑→↓", strict=True))


@rule(
    stage=Stage.LOST,
    safety=Safety.SAFE,
    needs=f"[{''.join(_SIGNS)}]",
    in_ascii=_SIGNS,
    damaged={
        "I\x19m what counts \x14 always, \x1cyes\x1d": "I’m what counts — always, “yes”",
        "He was there from 1990\x131995": "He was there from 1990–1995",
        "\x1eDas ist es\x1c, sagte sie": "„Das ist es“, sagte sie",
        '" It\x19s the first of them\n" I don\x19t know& go \x92 there': (
            "• It’s the first of them\n• I don’t know… go → there"
        ),
    },
    intact=[
        "a\x1cb\x1dc\x1ed",
        "one\x02two\x19s\x03three",
        "\x1b[1mIt\x19s bold\x1b[0m",
        "R&D at AT& T",
        "00720cam\x1e10\x1faDon\x19t look\x1e\x1d",
    ],
)
def c0_mark(text: str) -> Iterator[Edit]:
    """Marks were cut to the low byte of their code point, which is a control character.

    A program wrote each character of UTF-16, or each code point, as one byte. Letters of
    Latin-1 survive that; the apostrophe U+2019 becomes the control character 19, and a
    dash U+2014 the control character 14. Each control character stands for one mark alone,
    so it is repaired where the language model finds these marks likely in their places,
    and where the text has no other control characters, as data and terminals have.

    Bullets, ellipses and arrows of such a text became `"`, `&` and other control
    characters; they are proposed.
    """
    from fixenc.model.score import costs
    from fixenc.punctuation.context import known_bits

    if _OTHER_CONTROL.search(text) or not any(sign in text for sign in _SIGNS):
        return
    found = [match for match in _RUN.finditer(text) if _MARK.search(match[0])]
    if any(len(match[0]) > _LONGEST for match in found):
        return
    runs = {match[0]: len(_MARK.findall(match[0])) for match in found}
    if not runs:
        return
    pairs = [(_MARK.sub(_UNREADABLE, run), _MARK.sub(_restored, run)) for run in runs]
    bits = costs([one for pair in pairs for one in pair]).min(1)
    gains = dict(zip(runs, (bits[0::2] - bits[1::2]).tolist(), strict=True))
    mean = sum(gains.values()) / sum(runs.values())
    known = known_bits(_MARK.sub(" ", text))
    is_proven = False
    for match in found:
        safety = decide_c0(gains[match[0]] / runs[match[0]], mean, known)
        if safety is not None:
            is_proven |= safety is Safety.SAFE
            for mark in _MARK.finditer(match[0]):
                start = match.start() + mark.start()
                yield Edit(start, start + 1, _restored(mark), safety=safety)
    if is_proven:
        yield from _printable(text)


def _restored(match: re.Match[str]) -> str:
    return _LOW_BYTES[match[0]]


def _printable(text: str) -> Iterator[Edit]:
    """Marks whose low byte is a character of its own."""
    for match in _PRINTABLE.finditer(text):
        if match["arrow"] and not is_arrow(match[0], text):
            continue
        new = "•" if match["bullet"] else "…" if match["ellipsis"] else _ARROWS[match[0]]
        yield Edit(*match.span(), new, safety=Safety.UNSAFE)
