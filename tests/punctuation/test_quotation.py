"""Paragraphs, the places of quotation marks, and which marks belong together."""

from __future__ import annotations

import re

import pytest

from fixenc.punctuation.paragraphs import paragraphs
from fixenc.punctuation.quotation import Place, marks, quotations

WRAPPED = (
    "This paragraph was wrapped by an editor at about the same column in\n"
    "every line, and so it is one paragraph although it has many lines in\n"
    "it, of which the last is short.\n"
)


def test_wrapped_lines_are_one_paragraph() -> None:
    text = WRAPPED + "\nNext."
    assert [text[start:end] for start, end in paragraphs(text)] == [WRAPPED.strip(), "Next."]


def test_lines_of_many_lengths_are_paragraphs_each() -> None:
    text = "A headline\nA much longer line of text, which goes on for a good while here\nEnd"
    assert len(list(paragraphs(text))) == 3


def test_paragraphs_cover_all_but_the_blank_lines() -> None:
    text = "\n\na\n \nb\r\n\r\nc"
    assert [text[start:end].strip() for start, end in paragraphs(text)] == ["a", "b", "c"]


def test_paragraphs_that_hold_something_are_the_same_ones() -> None:
    text = WRAPPED + "\n“a”\nb\n" + WRAPPED.replace("one", "“one”") + "\n\n“c”\n"
    every = [text[start:end] for start, end in paragraphs(text)]
    some = [text[start:end] for start, end in paragraphs(text, re.compile("“"))]
    assert some == [paragraph for paragraph in every if "“" in paragraph]
    assert len(some) == 3 < len(every)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("say “so", Place.OPENING),
        ("“So", Place.OPENING),
        ("(“so", Place.OPENING),
        ("so” he", Place.CLOSING),
        ("so.”", Place.CLOSING),
        ("so”—he", Place.CLOSING),
        ("so ” he", Place.LOOSE),
        ("so. ”", Place.LOOSE),
        ("so”he", Place.TIGHT),
        ("“...so", Place.OPENING),
    ],
)
def test_the_place_of_a_mark(text: str, place: Place) -> None:
    [paragraph] = paragraphs(text)
    [mark] = marks(text, paragraph)
    assert mark.place is place


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("“a” and “b”", ["“a”", "“b”"]),
        ("„a“ und „b“", ["„a“", "„b“"]),
        ("”a” och ”b”", ["”a”", "”b”"]),
        ('"a" y "b"', ['"a"', '"b"']),
        ('“a "b" c”', ['"b"', '“a "b" c”']),
        ("„a “b” c”", ["“b”", "„a “b” c”"]),
        ("“a\nb”", ["“"]),
    ],
)
def test_marks_are_paired(text: str, pairs: list[str]) -> None:
    found = [text[q.opening.at : (q.closing or q.opening).at + 1] for q in quotations(text)]
    assert found == pairs
