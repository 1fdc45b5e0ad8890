"""The line ending that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from typing import Literal

from fixenc.core.rule import Edit, Rule, Safety, Stage, rule

LineEnding = Literal["lf", "crlf"]

_NEWLINE = re.compile(r"\r\n|\r|\n")
_ENDINGS = {"lf": "\n", "crlf": "\r\n"}


@rule(
    stage=Stage.FORM,
    safety=Safety.SAFE,
    needs=r"\r",
    in_ascii=("\r",),
    across_lines=True,
    damaged={"one\r\ntwo\nthree\r": "one\ntwo\nthree\n"},
    intact=["one\ntwo\n"],
    default=False,
)
def line_ending(text: str) -> Iterator[Edit]:
    """Some lines end in CR LF, as on Windows, and others in LF, as on Unix.

    It happens when a file is edited here and there. Either is fine, so nothing is changed
    unasked: ``--line-ending lf`` or ``--line-ending crlf`` makes all lines end alike.
    """
    return edits_to("lf", text)


@cache
def line_ending_rule(ending: LineEnding) -> Rule:
    """The rule that makes all lines end in ``ending``."""
    others = ("\r",) if ending == "lf" else ("\r", "\n")
    needs = f"[{''.join(others)}]"
    return replace(line_ending, find=partial(edits_to, ending), needs=needs, in_ascii=others)


def edits_to(ending: LineEnding, text: str) -> Iterator[Edit]:
    """The edits after which every line of ``text`` ends alike.

    >>> [(e.start, e.end, e.new) for e in edits_to("lf", "a\\r\\nb\\n")]
    [(1, 3, '\\n')]
    """
    wanted = _ENDINGS[ending]
    for match in _NEWLINE.finditer(text):
        if match[0] != wanted:
            yield Edit(match.start(), match.end(), wanted)
