"""Letters as wide as Chinese ones, and Japanese ones as narrow as letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

# From U+FF01 on, all that Unicode has in a second width; the block ends with U+FFEE.
_OTHER_WIDTH = (
    r"[\u3000\uff01-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7\uffda-\uffdc"
    r"\uffe0-\uffe6\uffe8-\uffee]"
)


@rule(
    stage=Stage.FORM,
    safety=Safety.SAFE,
    needs=_OTHER_WIDTH,
    in_ascii=(),
    damaged={"ＬＯＵＤ\u3000ＮＯＩＳＥＳ": "LOUD NOISES", "Ｕﾀｰﾝ": "Uターン"},
    intact=["你好。", "「ターン」"],
    default=False,
)
def character_width(text: str) -> Iterator[Edit]:
    """ASCII letters and digits have the full width of Chinese characters, or kana half of it.

    They come from the terminals of the eighties, where everything stood in a grid. Chinese
    and Japanese punctuation (，！？) is of that width by right and changes with them, so
    it is done only when asked for.
    """
    for match in re.finditer(_OTHER_WIDTH, text):
        yield Edit(match.start(), match.end(), unicodedata.normalize("NFKC", match[0]))
