"""Characters that control a device that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

_CONTROL = (
    r"[\x00-\x08\x0b\x0e-\x1f\x7f"  # of ASCII, but for tabs, line ends and form feeds
    r"\u206a-\u206f"  # of Arabic shapes, given up in Unicode 3
    r"\ufff9-\ufffc"  # of annotations, and the place of an embedded object
    r"\ufeff]"  # the byte order mark
)
_RUN = re.compile(f"{_CONTROL}+")

_C1 = "[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]"


@rule(
    stage=Stage.FORM,
    safety=Safety.SAFE,
    needs=_CONTROL,
    damaged={"\ufeffSum:\x00\x07 12": "Sum: 12"},
    intact=["two\tcolumns\r\n\x0cnext page", "\u200fעברית\u200e"],
    default=False,
)
def control_character(text: str) -> Iterator[Edit]:
    """The text contains control characters, which are invisible and disturb searches.

    They rang the bell of a teletype, padded the fields of a database, or marked the byte
    order of a file that was joined to another. Formats of their own make use of them, so
    they are taken out only when asked for; what makes space or turns the direction of
    writing stays.
    """
    for match in _RUN.finditer(text):
        yield Edit(match.start(), match.end(), "")


@rule(
    stage=Stage.CHARACTER,
    safety=Safety.SAFE,
    needs=_C1,
    in_ascii=(),
    damaged={"It\x92s \x931\x94\x85": "It’s “1”…"},
    intact=["\x81\x8d\x8f\x90\x9d"],
    default=False,
)
def c1_control(text: str) -> Iterator[Edit]:
    """Text in windows-1252 was read as ISO 8859-1: its quotes became control characters.

    Browsers read one as the other since the nineties. Where the text around says that it
    is so, ``wrong-codec`` repairs it unasked; this rule does it everywhere.
    """
    for match in re.finditer(_C1, text):
        yield Edit(match.start(), match.end(), match[0].encode("latin-1").decode("cp1252"))
