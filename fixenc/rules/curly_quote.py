"""Quotation marks that turn, where straight ones are wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

_SINGLE = "\u02bc\u2018-\u201b"
_DOUBLE = "\u201c-\u201f"
_CURLY = re.compile(f"([{_SINGLE}])|[{_DOUBLE}]")


@rule(
    stage=Stage.FORM,
    safety=Safety.SAFE,
    needs=f"[{_SINGLE}{_DOUBLE}]",
    in_ascii=(),
    damaged={"“here’s a test”": '"here\'s a test"'},
    intact=["«ici»", '"here\'s"'],
    default=False,
)
def curly_quote(text: str) -> Iterator[Edit]:
    """The quotation marks are curly, as in print, and not straight.

    That is no damage: they were put there by a person, or by a program for one. Some
    programs want the marks of ASCII, so they are made straight where that is asked for.
    """
    for match in _CURLY.finditer(text):
        yield Edit(match.start(), match.end(), "'" if match[1] else '"')
