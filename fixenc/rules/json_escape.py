"""Mojibake that was then written as JSON escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.channels.escapes import ONE_MISREAD, misread, without_samples
from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

_RUN = re.compile(r"(?<!\\)(?:\\u[0-9a-fA-F]{4}){2,}")


@rule(
    stage=Stage.MARKUP,
    safety=Safety.SAFE,
    needs=r"\\u[0-9a-fA-F]{4}\\u[0-9a-fA-F]{4}",
    in_ascii=("\\",),
    damaged={
        r"caf\u00c3\u00a9 cr\u00c3\u00a8me": "caf\xc3\xa9 cr\xc3\xa8me",
        r"don\u00e2\u0080\u0099t": "don\xe2\x80\x99t",
    },
    intact=[
        r"na\u00efve caf\u00e9",
        r"\ud83d\ude00 is one character",
        r"C:\\u00c3\u00a9",
        r"caf\u00e9\u00a0\u00bb",
        r"The escapes \u00c3\u00a9 mean é, read as Unicode.",
    ],
)
def json_escape(text: str) -> Iterator[Edit]:
    r"""Mojibake was written as JSON, each wrong character as an escape.

    The export of Facebook is known for it: it writes the two bytes that an
    ``é`` has in UTF-8 as if each were a character, ``\u00c3\u00a9``.  Escapes
    that stand for what was meant are left, since a program may want to read
    them.
    """
    escapes = [
        Edit(at, at + 6, chr(int(text[at + 2 : at + 6], 16)))
        for run in _RUN.finditer(text)
        for at in range(run.start(), run.end(), 6)
    ]
    characters = [edit for edit in escapes if edit.new and _may_be_misread(edit.new)]
    return without_samples(text, misread(text, characters), longest=ONE_MISREAD)


def _may_be_misread(character: str) -> bool:
    return not character.isascii() and not 0xD800 <= ord(character) <= 0xDFFF
