"""Line ends that few programs know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

_SEPARATOR = "[\x85\u2028\u2029]"


@rule(
    stage=Stage.FORM,
    safety=Safety.SAFE,
    needs=_SEPARATOR,
    in_ascii=(),
    damaged={"one\u2028two\u2029three\x85": "one\ntwo\nthree\n"},
    intact=["one\r\ntwo\n", "one\x0ctwo"],
    default=False,
)
def line_separator(text: str) -> Iterator[Edit]:
    """Lines end in a rare separator of Unicode or EBCDIC, at which most editors break no line.

    They come out of spreadsheets, chats and mainframes. ``\\n`` ends lines everywhere, so it
    can be put in their place; U+0085 may also be what is left of an ellipsis, so it is done
    only when asked for.
    """
    for match in re.finditer(_SEPARATOR, text):
        yield Edit(match.start(), match.end(), "\n")
