"""Characters in code by which a program is another one than it seems."""

from __future__ import annotations

import pytest

from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair


def edits(text: str, path: str = "a.py") -> list[Edit]:
    return list(repair(Document(text, path=path, kind=Kind.CODE), Policy()).edits)


@pytest.mark.parametrize(
    ("text", "rule", "name"),
    [
        ("x = 1  # \u202e } ⁦if\n", "bidi-control", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ('x = "\u2066a"\n', "bidi-control", "LEFT-TO-RIGHT ISOLATE (U+2066)"),
        ("us\u200ber = 1\n", "invisible-code", "ZERO WIDTH SPACE (U+200B)"),
        ("x = \u3164\n", "invisible-code", "HANGUL FILLER (U+3164)"),
        ("us\u0435r = 1\n", "confusable-name", "CYRILLIC SMALL LETTER IE (U+0435)"),
        ("\u0441\u0443 = 1\ncy = 2\n", "confusable-name", "looks like cy"),
        ("print(\u201chello\u201d)\n", "typographic-code", "LEFT DOUBLE QUOTATION MARK"),
        ("x =\xa01\n", "typographic-code", "NO-BREAK SPACE"),
        ("print\uff08x\uff09\n", "typographic-code", "FULLWIDTH LEFT PARENTHESIS"),
    ],
)
def test_it_is_flagged_with_its_name(text: str, rule: str, name: str) -> None:
    first = edits(text)[0]
    assert first.rules == (rule,)
    assert name in first.note
    assert repair(Document(text, path="a.py", kind=Kind.CODE)).text == text


@pytest.mark.parametrize(
    "text",
    [
        "x = '\u201chello\u201d\xa0\u200b'  # \u201cword\u201d\xa0\u200d \u2013 one\n",
        '"""\u201cDocs\u201d"""\n',
        "\u043f\u0440\u0438\u0432\u0435\u0442 = 1\n",
        "\u0394x = \u03c0\n",
        "x = '\u05d0\u05d1'  # \u05d2\n",
    ],
)
def test_what_is_meant_is_not(text: str) -> None:
    assert edits(text) == []


def test_in_prose_nothing_of_it_matters() -> None:
    text = "\u201cus\u0435r\u201d\xa0\u2013 \u202a1\u202c\n"
    assert repair(Document(text)).edits == ()
