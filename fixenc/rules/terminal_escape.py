"""Commands to a terminal that were written into a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

_COMMAND = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@rule(
    stage=Stage.MARKUP,
    safety=Safety.SAFE,
    needs=_COMMAND.pattern,
    in_ascii=("\x1b[",),
    damaged={"\x1b[36;44mI’m blue\x1b[0m": "I’m blue"},
    intact=["an array[0m]", "\x1b alone"],
    default=False,
)
def terminal_escape(text: str) -> Iterator[Edit]:
    """Escape sequences that colour the output of a terminal were written to a file.

    The commands stay between the words, as ``[31m`` behind a character that is not shown.
    A recording of a terminal wants to keep them, so they are taken out only when asked for.
    """
    for match in _COMMAND.finditer(text):
        yield Edit(match.start(), match.end(), "")
