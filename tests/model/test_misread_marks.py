"""Misread marks: pairs of characters that are damage only between certain others."""

from __future__ import annotations

import pytest

from fixenc.model.misread_marks import WATCHED_PAIRS, is_misread_mark
from fixenc.model.suspicion import SHORT, suspicious_lines

CASES = [
    ("H(Ã”)TEL", True),
    ("H(Ã”) TEL", False),
    ("a (â™)¥", True),
    ("a (é™)¥", False),
    ("it(鈥?)s", True),
    ("it(鈥\ufffd)s", True),
    ("so(–a) b", True),
    ("so(–a)b", False),
    ("s(–a) b", True),
    (" s(–a) b", False),
    ("Г(‚В)Ј", True),
    ("г(‚В)Ј", False),
    ("'(рџ)Ћ®'", True),
    ("ча(рџ)ија", False),
    (" x(â†)’y", True),
    (" x(â‰)¤5", True),
    ("fo(â…)”", False),
    ("x(â†) y", False),
    ("3(Ã\x97)4", True),
    ("3(├ù)4", True),
    ("│ (├ù)4", False),
]


@pytest.mark.parametrize(("text", "is_misread"), CASES)
def test_what_stands_around_a_pair_says_if_it_is_misread(text: str, is_misread: bool) -> None:
    at = text.index("(")
    plain = text.replace("(", "").replace(")", "")
    assert is_misread_mark(f"xx{plain}  ", at + 2) is is_misread
    first, second = plain[at], plain[at + 1]
    assert any(first in some and second in others for some, others in WATCHED_PAIRS)


@pytest.mark.parametrize("text", [text for text, is_misread in CASES if is_misread])
def test_a_misread_mark_makes_a_line_of_a_long_text_suspicious(text: str) -> None:
    plain = f"xx{text.replace('(', '').replace(')', '')}"
    fine = "Nothing is wrong with this line.\n" * (SHORT // 16)
    assert suspicious_lines(f"{fine}{plain}\n{fine}") == ((len(fine), len(fine) + len(plain)),)
