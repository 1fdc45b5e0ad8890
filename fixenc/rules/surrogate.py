"""Halves of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

_PAIR = "[\ud800-\udbff][\udc00-\udfff]"
_ALONE = "[\ud800-\udfff]"


@rule(
    stage=Stage.CHARACTER,
    safety=Safety.SAFE,
    needs=_PAIR,
    in_ascii=(),
    damaged={"\ud83d\udca9 \ud83d": "\N{PILE OF POO} \ud83d"},
    intact=["\N{PILE OF POO}", "\udca9\ud83d"],
)
def surrogate_pair(text: str) -> Iterator[Edit]:
    """The two UTF-16 code units of an emoji (surrogates) were stored as two characters.

    Two that belong together become the character that they stand for.
    """
    for match in re.finditer(_PAIR, text):
        character = match[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        yield Edit(match.start(), match.end(), character)


@rule(
    stage=Stage.CHARACTER,
    safety=Safety.SAFE,
    needs=_ALONE,
    in_ascii=(),
    damaged={"\ud83d\udca9 \ud83d": "\N{PILE OF POO} \N{REPLACEMENT CHARACTER}"},
    intact=["\N{PILE OF POO}"],
    default=False,
)
def surrogate(text: str) -> Iterator[Edit]:
    """One of the two UTF-16 code units of a character (a surrogate) was left.

    One alone stands for nothing, and no file can be written with it: it becomes U+FFFD.  Two
    that belong together become the character that they stand for.  In what fixenc has
    read from a file it can be a byte that is no UTF-8, so this is done only when asked for.
    """
    for match in re.finditer(f"{_PAIR}|{_ALONE}", text):
        character = match[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        yield Edit(match.start(), match.end(), character)
