"""Whether Chinese is written in traditional characters or in simplified ones.

The lexicons have it in simplified characters alone, with a table that leads there
from the traditional ones.
"""

from __future__ import annotations

from functools import cache

from fixenc import codecs
from fixenc.language.lexicon import simplified_characters

_EVERYDAY = b"\xa4", b"\xc6\x7f"
"""Where Big5 has the characters that everyone uses; the rarer ones follow."""


def is_traditional(text: str) -> bool | None:
    """Whether a Chinese text is in traditional characters; None if it does not show."""
    simplified = simplified_characters()
    traditional = sum(character in simplified for character in text)
    modern = sum(character in _modern() for character in text)
    if traditional == modern:
        return None
    return traditional > modern


def is_of_other_script(character: str, traditional: bool | None) -> bool:
    """Whether a character does not stand in text of that kind, as :func:`is_traditional` says."""
    if traditional is None:
        return False
    return character in (_modern() if traditional else simplified_characters())


@cache
def _modern() -> frozenset[str]:
    """The characters that stand only in simplified text."""
    simplified = simplified_characters()
    return frozenset(
        character
        for character in frozenset(simplified.values()) - simplified.keys()
        if not _is_in_big5(character)
    )


def _is_in_big5(character: str) -> bool:
    """Whether a character is used in traditional text as well: 只, 後 and 后."""
    data = codecs.encode(character, "big5")
    return data is not None and _EVERYDAY[0] <= data < _EVERYDAY[1]
