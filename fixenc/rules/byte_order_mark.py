"""Byte order marks that are left in a text: doubled, or between files that were joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Scope, Stage, rule

_MARKS = "\ufeff+"
_RUN = re.compile(_MARKS)


@rule(
    stage=Stage.BYTES,
    safety=Safety.SAFE,
    needs=_MARKS,
    in_ascii=(),
    scope=Scope.FILE,
    damaged={
        "\ufeffone\n\ufeff\ufefftwo\n": "one\ntwo\n",
        "the end.\ufeffThe start": "the end.The start",
    },
    intact=["one\ntwo\n", "1\u200b2\u20603"],
)
def byte_order_mark(text: str) -> Iterator[Edit]:
    """A byte order mark stands at the start of a line, or within one.

    The mark at the start of a file tells its encoding, and is no part of its text.  A program
    that adds one to a file which has it doubles it, and programs that join files leave
    the mark of each in the middle.  It is invisible, and a search, a compiler or the reader
    of a table stumbles over it.  Within a line it may be a joiner of words: that is proposed.
    """
    for match in _RUN.finditer(text):
        starts = match.start() == 0 or text[match.start() - 1] == "\n"
        yield Edit(*match.span(), "", safety=Safety.SAFE if starts else Safety.UNSAFE)
