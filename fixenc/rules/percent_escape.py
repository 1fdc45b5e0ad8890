"""Percent escapes left in prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby

from fixenc.channels.escapes import spelt_in_utf8, without_samples
from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

_BYTES = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")

# Characters of addresses, file names and programs that the words of a sentence do not have.
# In an address the escapes of ASCII (a space is %20) stand beside the others.
_NO_PROSE = re.compile(r"%[0-7][0-9A-Fa-f]|[/\\@#=&_~`${}|^+*]|\w[.:]\w|\?\w|\]\(")
_PUNCTUATION = re.compile(r"[^\w\s%-]")


@rule(
    stage=Stage.MARKUP,
    safety=Safety.SAFE,
    needs=r"%[C-Fc-f][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]",
    in_ascii=("%",),
    damaged={
        "un caf%C3%A9 cr%C3%A8me": "un café crème",
        "%E2%80%9CYes%E2%80%9D, she said": "“Yes”, she said",
        "un caf%C3%A9) et plus": "un café) et plus",
    },
    intact=[
        "https://fr.wikipedia.org/wiki/Caf%C3%A9",
        "see [menu](caf%C3%A9.md)",
        "the file caf%C3%A9.txt",
        "search?q=caf%C3%A9&hl=fr",
        "caf%C3%A9%20au%20lait",
        "In an address é is written %C3%A9.",
        "up by 100%C3",
        "%C3%A9t%C3%A9) et plus",
    ],
)
def percent_escape(text: str) -> Iterator[Edit]:
    """Words were copied out of a URL: bytes outside ASCII are written as ``%C3%A9``.

    Addresses write each such byte as a percent sign and two digits, and need
    them so.  Left in a sentence, they are repaired; in anything that may be
    an address, a file name or a program they stay.
    """
    return without_samples(text, _in_prose(text))


_NEAR = 1000
"""Characters to either side in which the rest of a line is looked for."""


def _in_prose(text: str) -> Iterator[Edit]:
    for (start, end), edits in groupby(spelt_in_utf8(text, _BYTES), _tokens(text)):
        if _NO_PROSE.search(text, start, end):
            continue
        found = list(edits)
        # A word that has the line to itself may be one of a list of addresses.
        before = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
        if not before.strip() and text.count(")", start, end) > text.count("(", start, end):
            continue  # the rest of a link that began in the line before
        rest = before + text[end : end + _NEAR].partition("\n")[0]
        alone = not (rest.strip() or _PUNCTUATION.search("".join(e.new or "" for e in found)))
        yield from (replace(edit, safety=Safety.UNSAFE) if alone else edit for edit in found)


def _tokens(text: str) -> Callable[[Edit], tuple[int, int]]:
    """A function that gives the stretch without white space that an edit stands in.

    It is called with edits in the order of the text.
    """
    start = end = 0

    def token(edit: Edit) -> tuple[int, int]:
        nonlocal start, end
        if edit.start >= end or not end:
            start = edit.start
            while start and not text[start - 1].isspace():
                start -= 1
            end = edit.end
            while end < len(text) and not text[end].isspace():
                end += 1
        return start, end

    return token
