"""The evidence of a line: whether it rests on a single letter."""

from __future__ import annotations

import pytest

from fixenc.channels.candidates import Line
from fixenc.channels.explain import Explained
from fixenc.channels.misreading import Misreading

_LATIN = Misreading("cp1252", "cp1250")
_CYRILLIC = Misreading("cp1251", "utf-8")
_MAC = Misreading("mac_roman", "utf-8")


@pytest.mark.parametrize(
    ("misreading", "text", "new", "is_one"),
    [
        (_LATIN, "K\xf5rg\xf5zstan", "Kőrgőzstan", True),
        (_LATIN, "\xd5r \xf5r", "Őr", True),
        (_LATIN, "t\xfbz\xf5", "tűző", False),
        (_CYRILLIC, "Ріос", "гос", True),
        (_CYRILLIC, "РіРґРµ", "где", False),
        (_MAC, "Zam√≤", "Zamò", False),
        (Misreading("gb18030", "utf-8"), "Test茅", "Testé", True),
    ],
)
def test_one_letter_is_little_evidence(
    misreading: Misreading, text: str, new: str, is_one: bool
) -> None:
    explained = Explained(Line(0, len(text), text), misreading, {0: new}, 20.0, 9.0, "", 3.0)
    assert explained.has_one_letter is is_one
