"""Text that is no text, in which nothing is repaired."""

from __future__ import annotations

import random
from collections import Counter
from math import log

import pytest

from fixenc import fix_text, repair
from fixenc.prefilter.noise import _mutual_information, is_noise

SENTENCES = (
    "Il a laiss\xe9 la cl\xe9 sous le paillasson de la voisine avant de partir en voyage.",
    "Der Zug nach M\xfcnchen f\xe4hrt heute sp\xe4ter, weil die Br\xfccke gesperrt worden ist.",
    "Jien na\u0127seb li din il-\u0127a\u0121a mhix se tkun fa\u010bli g\u0127alina.",
)


def by_chance(letters: str, size: int) -> str:
    return "".join(random.Random(3).choices(letters, k=size))


def spans(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        found.append((at, at + len(line) - 1))
        at += len(line)
    return found


@pytest.mark.parametrize("sentence", SENTENCES)
def test_damaged_text_of_any_language_is_no_noise(sentence: str) -> None:
    text = (sentence.encode().decode("latin-1") + "\n") * 200
    assert not is_noise(text, spans(text))


def test_letters_by_chance_are_noise_where_there_are_many_lines_of_them() -> None:
    text = by_chance("etaoin shrdlu\xe2\xc3\xa9\n", 20_000)
    lines = spans(text)
    assert is_noise(text, lines)
    assert not is_noise(text, lines[:99])
    assert not is_noise(text, lines[:100])  # which have too few words


def test_few_words_by_chance_are_no_noise() -> None:
    words = by_chance("bcdfghjklmnpqrstvwxz", 6 * 100)
    lines = [f"{words[at : at + 6]} \xc3\xa9\n" for at in range(0, len(words), 6)]
    text = "".join(lines)
    assert is_noise(text, spans(text))  # 500 pairs of letters
    text = "".join([*lines[:79], *lines[:21]])
    assert not is_noise(text, spans(text))


@pytest.mark.parametrize(("alike", "expected"), [(58, True), (64, False)])
def test_letters_that_follow_each_other_as_in_a_language_are_no_noise(
    alike: int, expected: bool
) -> None:
    """Of the pairs of four letters, so many of a hundred are of the same letter twice."""
    chance = random.Random(7)
    words: dict[str, None] = {}
    while len(words) < 600:
        word = chance.choice("abcd")
        while len(word) < 8:
            word += word[-1] if chance.random() * 100 < alike - 33 else chance.choice("abcd")
        words[word] = None
    text = "".join(f"{word} \xc3\xa9\n" for word in words)
    assert is_noise(text, spans(text)) is expected


def test_the_information_of_one_letter_on_the_next() -> None:
    always = Counter({("a", "b"): 500, ("b", "a"): 500})
    assert _mutual_information(always) == pytest.approx(1.0, abs=0.001)
    never = Counter({(one, other): 250 for one in "ab" for other in "ab"})
    assert _mutual_information(never) == pytest.approx(-1 / (2000 * log(2)))


def test_what_stands_beside_damage_is_no_word() -> None:
    words = by_chance("bcdfghjklmnpqrstvwxz", 6 * 400)
    text = "".join(f"{words[at : at + 6]}\xc3\xa9\n" for at in range(0, len(words), 6))
    assert not is_noise(text, spans(text))


def test_bytes_by_chance_are_noise() -> None:
    data = random.Random(5).randbytes(4000)
    text = data.decode("utf-8", "surrogateescape")
    assert is_noise(text, [])
    assert not repair(text).edits


@pytest.mark.parametrize(
    ("controls", "share", "expected"),
    [
        ("\1\2\3\4\5\6\x10\x11", 50, True),
        ("\1\2\3\4\5\6\x10", 50, False),  # seven of them
        ("\1\2\3\4\5\6\x10\x11", 51, False),  # less than one of fifty
        ("\x18\x19\x1c\x1d\x1b\7\b\0", 10, False),  # bytes of marks, and what printers know
    ],
)
def test_control_characters_of_many_kinds_are_noise(
    controls: str, share: int, expected: bool
) -> None:
    text = "".join(each + "a" * (share - 1) for each in controls)
    assert is_noise(text, []) is expected


def test_noise_stays_as_it_is() -> None:
    text = by_chance("etaoin shrdlu\xe2\xc3\xa9\n", 60_000)
    assert fix_text(text) == text
    assert not repair(text).edits
