"""Marks and letters of windows-1252 that became control characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from math import inf

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule
from fixenc.decide.marks import C1_GAIN, decide_c1

_C1 = re.compile("[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9c\x9e\x9f]")
"""Control characters that windows-1252 shows, but the one that ends a line."""

_NEXT_LINE = "\x85"
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

_LONGEST = 200  # characters of a run that is looked at


@rule(
    stage=Stage.LOST,
    safety=Safety.SAFE,
    needs=f"{_C1.pattern}|{_NEXT_LINE}",
    in_ascii=(),
    damaged={
        "STORIES\x97MODERN": "STORIES—MODERN",
        "I don\x92t know": "I don’t know",
        "les \x9cuvres de Balzac": "les œuvres de Balzac",
        "今回は\x93金曜事件\x94以来です": "今回は“金曜事件”以来です",
        "1942 \x96 1944": "1942 – 1944",
        "L\x92été dernier": "L’été dernier",
        "SIA \x84VTU Valmiera\x93": "SIA „VTU Valmiera“",
        "It\x92s late\x85": "It’s late…",
    },
    intact=[
        "\x81\x8d\x8f\x90\x9d",
        "one\x85\ntwo",
        "one\x85two\x85",
        "ONE\x85 TWO\x85",
        "first line\x85 second line\x85 third line\x85",
        "x\x93\x80\x99y",
        "a \x92 b",
        "\x83Z\x83L\x83",
        "ÖÐ\x9cÎÄ×Ö·û",
    ],
)
def c1_mark(text: str) -> Iterator[Edit]:
    """A character of windows-1252 was read as ISO 8859-1 and became a control character.

    ISO 8859-1 has control characters where windows-1252 has curly quotation marks, dashes
    and a few letters.  It is repaired where the language model finds what windows-1252 has
    there likely between its neighbours, and where nothing beside it looks like part of
    other mojibake.  The byte of an ellipsis became U+0085, which ends a line in EBCDIC: it is
    repaired where its line has other such marks, and else only proposed.
    """
    found = list(_marks(text))
    yield from found
    safe = [edit.start for edit in found if edit.safety is Safety.SAFE]

    def proven(at: int) -> bool:
        near = safe[max(0, bisect_left(safe, at) - 1) :][:2]
        return any("\n" not in text[min(at, each) : max(at, each)] for each in near)

    yield from _ellipses(text, proven)


_BEHIND_WORD = re.compile(r"(?<=[^\W\d_\xc2-\xdf])\x85(?=( [^\W\d_]|[,;:!?)\]»”’])|\s|$)")
"""U+0085 behind a word, and what shows that the line goes on, if it does."""


def _ellipses(text: str, proven: Callable[[int], bool]) -> Iterator[Edit]:
    """The edits for U+0085 behind words; ``proven`` says where other marks of a line are proven.

    By itself it is only proposed: it may be the letter that DOS has for the byte (``citt\x85``).
    """
    number = text.count(_NEXT_LINE)
    for match in _BEHIND_WORD.finditer(text):
        goes_on = match[1] is not None and not match[1].isupper()
        if proven(match.start()):
            yield Edit(*match.span(), _ELLIPSIS, safety=Safety.SAFE)
        elif number == 1 and (goes_on or match.end() == len(text)):
            yield Edit(*match.span(), _ELLIPSIS, safety=Safety.UNSAFE)


def _marks(text: str) -> Iterator[Edit]:
    """The edits for control characters that are no line ends."""
    from fixenc.model.score import costs

    ends = [match.start() for match in re.finditer("\n", text)]
    others = {bisect_left(ends, match.start()) for match in _UNDEFINED.finditer(text)}
    found = [
        match
        for match in re.finditer(r"\S+", text)
        if _C1.search(match[0])
        and bisect_left(ends, match.start()) not in others
        and len(match[0]) <= _LONGEST
        and _is_apart(match[0])
        and not is_arrow(match[0], text)
    ]
    runs = {match[0]: _C1.sub(_as_cp1252, match[0]) for match in found}
    if not runs:
        return
    bits = costs([one for pair in runs.items() for one in pair]).min(1)
    number = [len(_C1.findall(run)) for run in runs]
    gains = dict(zip(runs, ((bits[0::2] - bits[1::2]) / number).tolist(), strict=True))
    density = dict(zip(runs, (bits[1::2] / [len(run) for run in runs]).tolist(), strict=True))
    by_line: dict[int, list[re.Match[str]]] = {}
    for match in found:
        by_line.setdefault(bisect_left(ends, match.start()), []).append(match)
    for those in by_line.values():
        # One run that reads well proves the loss, and so the others of its line.
        least = min((density[each[0]] for each in those if gains[each[0]] >= C1_GAIN), default=inf)
        for match in those:
            safety = decide_c1(gains[match[0]], least)
            if safety is not None:
                for mark in _C1.finditer(match[0]):
                    start = match.start() + mark.start()
                    yield Edit(start, start + 1, _as_cp1252(mark), safety=safety)


_UNDEFINED = re.compile("[\x81\x8d\x8f\x90\x9d]")
"""Control characters that no text in windows-1252 becomes."""


_ARROW = re.compile("[\x90-\x93]")
_CLOSING = "\x94"


def is_arrow(run: str, text: str) -> bool:
    """Whether a run of a text is one control character that may be an arrow, and no mark.

    The arrows U+2190 to U+2193 have the low bytes of quotation marks in windows-1252, and
    stand between spaces, where an apostrophe or half of a quotation does not.
    """
    return _ARROW.fullmatch(run) is not None and (run != "\x93" or _CLOSING not in text)


_OTHER = re.compile("[\x80-\xa9\xab-\xb9\xbb-\xbf\xc2\xc3\xe2\u0100-\u017f€\ufffd]")


_LATIN = re.compile("[\x80-\u024f\u2013-\u203a\u20ac\u2122]")
"""Characters that UTF-8 and legacy text become in western codecs, unlike ideographs or Cyrillic."""


def _is_apart(run: str) -> bool:
    """Whether nothing of a run but the control characters is likely part of mojibake."""
    from fixenc.model.score import is_listed

    rest = _C1.sub(" ", run)
    if rest.isascii():
        return True
    odd = _WORD.sub(lambda word: "" if is_listed(word[0].lower()) else word[0], rest)
    return not _OTHER.search(odd) and 3 * len(_LATIN.findall(odd)) <= len(rest)


_WORD = re.compile(r"[^\W\d_]{2,}")


def _as_cp1252(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("cp1252")
