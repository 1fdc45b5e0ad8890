"""Suspicion: which lines of a text may be damaged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fixenc.model import suspicion
from fixenc.model.score import is_listed
from fixenc.model.suspicion import (
    OF_LONG,
    OF_SHORT,
    SHORT,
    Limits,
    Scan,
    rows_with_suspicion,
    slightly_suspicious_lines,
    suspicious_lines,
)
from fixenc.model.tables import tables
from fixenc.model.words import code_points, hash_of, hashes, is_in_some_list

STEPS = 8
DAMAGED = "Le cafÃ© est lÃ ."
CLEAN = "Une phrase de plus, que l’on lit déjà sans peine, et sans un mot étranger.\n"


@pytest.mark.parametrize(
    ("limits", "bits", "makes"),
    [
        (OF_LONG, [9 * STEPS], True),
        (OF_LONG, [9 * STEPS - 1], False),
        (OF_LONG, [7 * STEPS, 7 * STEPS], True),
        (OF_LONG, [7 * STEPS, 7 * STEPS - 1], False),
        (OF_LONG, [], False),
        (OF_SHORT, [5 * STEPS], True),
        (OF_SHORT, [5 * STEPS - 1], False),
        (OF_SHORT, [4 * STEPS, 3 * STEPS, 3 * STEPS], True),
        (OF_SHORT, [4 * STEPS, 3 * STEPS, 3 * STEPS - 1], False),
        (OF_SHORT, [], False),
    ],
)
def test_one_pair_or_all_together_make_a_line_suspicious(
    limits: Limits, bits: list[int], makes: bool
) -> None:
    text = f"\n\n{'x' * len(bits)}\n\n"
    first = np.arange(len(bits)) + 2
    scan = Scan(text, code_points(text), first, np.array(bits, np.int16), limits)
    assert scan.make_suspicious() is makes
    assert bool(len(scan.of_suspicious_lines().first)) is makes


WORDS = st.sampled_from(
    [*"a é è ô « » Ã© lÃ\xa0 cafÃ© œuvre Москва Ðœ â†’ 東京 ™« naïve Å¡".split(" "), "\n", ""]
)


@settings(max_examples=200, deadline=None)
@example(["a œuvre"])
@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=6))
def test_lines_of_a_short_text_are_suspicious_by_themselves(texts: list[str]) -> None:
    lines = [line for text in texts for line in text.split("\n")]
    text = "\n".join(lines)
    found = {start for start, _ in suspicious_lines(text)}
    start = 0
    for line in lines:
        assert (start in found) is bool(suspicious_lines(line)), line
        start += len(line) + 1


@pytest.mark.parametrize("before", ["", "\n", "fine\n", "fine\n\n"])
def test_a_pair_at_the_start_of_a_line_counts_for_that_line(before: str) -> None:
    text = f"{before}Ð x\nfine"
    assert suspicious_lines(text) == ((len(before), len(before) + 3),)


def test_a_suspicious_triple_is_enough() -> None:
    text = f"{CLEAN * 20}Uciekaj¹ca ska³a\n{CLEAN * 20}"
    assert len(text) > suspicion.SHORT
    start = text.index("Uciekaj")
    assert suspicious_lines(text) == ((start, start + 16),)


@pytest.mark.parametrize("around", ["", CLEAN * 20])
def test_a_damaged_line_is_found_in_short_and_long_texts(around: str) -> None:
    text = f"{around}{DAMAGED}\n{around}"
    assert suspicious_lines(text) == ((len(around), len(around) + len(DAMAGED)),)


@pytest.mark.parametrize("text", ["donaudampfschifffahrtsgesellschaftsÃ¼bung", "Ã©", "xÃ"])
@pytest.mark.parametrize("around", ["", "\n", " ", "x ", "\ud800"])
def test_long_words_and_the_edges_of_a_text_are_in_reach(text: str, around: str) -> None:
    whole = f"{around}{text}{around}"
    assert all(0 <= start < end <= len(whole) for start, end in suspicious_lines(whole))
    assert slightly_suspicious_lines(whole)


def test_many_pairs_are_found_as_few_are() -> None:
    """From some number of pairs on, arrays sort out most lines first."""
    lines = [DAMAGED, "naïve", "Les «ga» là", "a œuvre", "Å¡", "RÄ«ga", "plain"]
    text = "\n".join(lines * 60)
    found = {text[start:end] for start, end in suspicious_lines(text)}
    few = "\n".join([*lines, CLEAN * 20])
    assert found == {few[start:end] for start, end in suspicious_lines(few)}
    assert {DAMAGED} <= found < set(lines)


@pytest.mark.parametrize(
    ("text", "found"), [("RÄ«ga", True), ("a œuvre", False), ("le «ga» là", False)]
)
def test_a_mark_between_two_letters_is_at_the_edge_of_no_word(text: str, found: bool) -> None:
    assert bool(suspicious_lines(text)) is found


@pytest.mark.parametrize("longest", [SHORT, SHORT + 1])
def test_rows_of_the_length_of_a_long_text_are_read_as_one(
    longest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that are shorter, or longer than is read at once, are read as short texts are."""
    monkeypatch.setattr(suspicion, "OF_LONG", OF_LONG._replace(alone=99.0, together=999.0))
    rows = [f"{DAMAGED} ".ljust(length, "a") for length in (SHORT - 1, SHORT, SHORT + 1)]
    named = rows_with_suspicion("\uffff".join(rows), "\uffff", longest)
    assert named == [row for row in range(3) if len(rows[row]) < SHORT or len(rows[row]) > longest]


def test_a_word_is_looked_up_as_arrays_of_words_are() -> None:
    words = ["Straße", "x", "déjà", "Donaudampfschifffahrt", "москва", "xqzt", "İstanbul", "a" * 99]
    lower = tables().lower
    small = ["".join(chr(lower[ord(letter)]) for letter in word) for word in words]
    known = [is_listed(word) for word in small]
    assert [is_in_some_list(word) for word in words] == known
    assert {*known} == {True, False}
    numbers = [hashes(code_points(w), np.array([0]), np.array([len(w)]))[0] for w in words]
    assert [hash_of(word) for word in words] == numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a suit '\xe2™\xa1'", True),
        ("a suit '\xe2™\xbf'", True),
        ("a suit '\xe2™\xc0'", False),
        ("a suit '\xe9™\xa1'", False),
    ],
)
def test_three_bytes_of_a_symbol_are_suspicious(text: str, found: bool) -> None:
    around = 20 * CLEAN
    assert bool(suspicious_lines(around + text)) is found


@pytest.mark.parametrize(
    ("text", "is_odd"),
    [
        ("H\xc3”TEL", True),
        ("a H\xc3” b", False),
        ("Г‚ВЈ5.8bn", True),
        ("icon: 'рџЋ®',", True),
        ("чарџия", False),
    ],
)
def test_marks_between_letters_and_starts_of_emoji_are_suspicious(text: str, is_odd: bool) -> None:
    assert bool(suspicious_lines(text)) is is_odd


def test_the_line_of_an_emoji_is_named() -> None:
    text = "plain text here\n" * 4 + "icon: 'рџЋ®',"
    assert suspicious_lines(text) == ((64, len(text)),)


def test_pairs_that_are_enough_together_make_a_line_suspicious() -> None:
    assert suspicious_lines('"\xfc\u044f\xc2-\xf6\xc4\xc3\u0142\xf1') == ((0, 10),)
