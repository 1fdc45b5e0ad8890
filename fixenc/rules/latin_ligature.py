"""Letters that were joined for the look of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

# Those of typography, the digraphs of Dutch, Croatian and Serbian, and the 'n of Afrikaans.
_LIGATURE = "[\ufb00-\ufb06\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3]"
_LONG_S_T = "\ufb05"


@rule(
    stage=Stage.FORM,
    safety=Safety.SAFE,
    needs=_LIGATURE,
    in_ascii=(),
    damaged={"it’s \ufb02ubberi\ufb01c": "it’s flubberific", "\u0132sland": "IJsland"},
    intact=["encyclopædia", "œuvre", "Straße"],
    default=False,
)
def latin_ligature(text: str) -> Iterator[Edit]:
    """Text was copied from a PDF in which letters such as f and i are drawn as one character.

    It looks the same, and a search for the word does not find it. Digraphs that an
    alphabet counts as one letter, such as the Dutch ĳ, come apart too, so it is done only
    when asked for. Letters such as æ and œ are no ligatures but letters.
    """
    for match in re.finditer(_LIGATURE, text):
        yield Edit(match.start(), match.end(), _letters(match[0]))


def _letters(ligature: str) -> str:
    # The decomposition would make the long s a round one, which is another spelling.
    if ligature == _LONG_S_T:
        return "\N{LATIN SMALL LETTER LONG S}t"
    return unicodedata.normalize("NFKC", ligature)
