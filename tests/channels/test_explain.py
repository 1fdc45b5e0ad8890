"""The evidence of a line: whether it rests on a single letter."""

from __future__ import annotations

import pytest

from fixenc import fix_text
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


@pytest.mark.parametrize(
    ("writer", "old", "new", "is_none"),
    [
        ("gb18030", "\xa0\xa012", "适12", True),
        ("cp862", "└──┘", "האאו", True),
        ("cp862", "─│┌┐└┘├┤┬┴┼", "x", True),
        ("koi8-r", "─│┌┐└┘├┤┬┴┼╨", "x", False),
        ("cp862", "└─\xe9", "x", False),
        ("utf-8", "\xa0", "x", False),
    ],
)
def test_spaces_and_lines_of_a_table_are_no_evidence_for_a_legacy_codec(
    writer: str, old: str, new: str, is_none: bool
) -> None:
    misreading = Misreading("cp437", writer)
    explained = Explained(Line(0, len(old), old), misreading, {0: new}, 20.0, 9.0, "", 3.0)
    assert explained.changes_no_writing is is_none


@pytest.mark.parametrize(
    "text",
    [
        'alphabet="ñáéíóúüÑÁÉÍÓÚÜ",',
        'alphabet="ÀÈÉÌÒÓÙàèéìòóù",',
        "\xa0\xa0129937\xa0\xa0==150380<br>",
        "┌──┐ │ x │ └──┘ ░▒▓",
    ],
)
def test_lists_of_letters_and_spaces_stay(text: str) -> None:
    assert fix_text(text) == text


def test_the_cells_of_a_row_are_explained_by_themselves() -> None:
    assert fix_text("Ela é boa.\tÃîðîä Ìîñêâà\tMerci à lui.") == (
        "Ela é boa.\tГород Москва\tMerci à lui."
    )
    assert fix_text("1 | cafÃ© crÃ¨me | Naïve Größe") == "1 | café crème | Naïve Größe"
    about = "Ã¼ | ü\nÃ¶ | ö"
    assert fix_text(about) == about
