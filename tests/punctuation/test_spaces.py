"""Spaces beside apostrophes and quotation marks: which are damage, and which are meant."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.core.edits import Safety
from fixenc.punctuation.sides import displaced
from fixenc.punctuation.tokenized import is_tokenized, may_be_tokenized

APOSTROPHES = frozenset({"apostrophe-spacing"})
QUOTES = frozenset({"displaced-quote", "displaced-straight-quote"})


@pytest.mark.parametrize(
    ("text", "tokenized", "maybe"),
    [
        ("jolene parker 's house .", True, False),
        ("I do n't know.", True, False),
        ("`` So it is, '' he said.", True, False),
        ("One . two, three, four.", False, False),  # a quarter is apart
        ("One . two, three.", True, False),
        ("jolene parker 's house", False, True),
        ("Jolene Parker 's house", False, False),
        ("jolene parker 's house.", False, False),
    ],
)
def test_tokenized_text(text: str, tokenized: bool, maybe: bool) -> None:
    assert is_tokenized(text) is tokenized
    assert may_be_tokenized(text) is maybe


@pytest.mark.parametrize(
    ("text", "repaired", "safety"),
    [
        ("It is Putin ’ s call to make.", "It is Putin’s call to make.", Safety.SAFE),
        ("They don 't know what it is.", "They don't know what it is.", Safety.SAFE),
        (
            "It was the day of O ' Malley and the others.",
            "It was the day of O'Malley and the others.",
            Safety.SAFE,
        ),
        (
            "They like rock ' n ' roll and the blues.",
            "They like rock 'n' roll and the blues.",
            Safety.SAFE,
        ),
        ("he told them that she 'll be there", "he told them that she'll be there", Safety.UNSAFE),
        ("C ' est la fin de la ville.", "C'est la fin de la ville.", Safety.SAFE),
        ("È la casa dell' uomo che era qui.", "È la casa dell'uomo che era qui.", Safety.UNSAFE),
    ],
)
def test_apostrophes_are_joined(text: str, repaired: str, safety: Safety) -> None:
    found = fixenc.repair(text, select=APOSTROPHES, unsafe_fixes=True)
    assert found.text == repaired
    assert {edit.safety for edit in found.edits} == {safety}


@pytest.mark.parametrize(
    "text",
    [
        "The letters 's and 'd are the ones in the word.",
        "They call it the 's' of the word, or 't' in others.",
        "The command 's/a/b/' is the one that you want here.",
        "He has a 't in his hand, and it 't was.",
        "Wie 's morgens vroeg komt, is 's avonds moe.",
    ],
)
def test_apostrophes_are_left(text: str) -> None:
    assert fixenc.repair(text, select=APOSTROPHES).applied == ()


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("“So it is ”, he said.", "“So it is”, he said."),
        ("“ So it is,” he said.", "“So it is,” he said."),
        ("He said“ So it is” to us.", "He said “So it is” to us."),
        ("„So ist es “sagte er, und ging.", "„So ist es“ sagte er, und ging."),
        (
            'They call him "The Man " in the news of the day.',
            'They call him "The Man" in the news of the day.',
        ),
        ('They say "so "and "so "are the words.', 'They say "so" and "so" are the words.'),
        (
            'They call him "The Man "in the news of the day.',
            'They call him "The Man" in the news of the day.',
        ),
    ],
)
def test_quotation_marks_are_proposed(text: str, repaired: str) -> None:
    found = fixenc.repair(text, select=QUOTES)
    assert found.applied == ()
    assert fixenc.repair(text, select=QUOTES, unsafe_fixes=True).text == repaired


@pytest.mark.parametrize(
    "text",
    [
        "“So it is,” he said, “ and so.",
        "“ So ” and “ so ” are the words that they use.",
        "“So”or “so ”is what “they say.",
        "He said “yes  ”to me, and that “no ”to her, as they all had said it before.",
        'the 5" and 6" pipes, and the 7" one with its 8" end',
        'x = "a " + "b", and so it is in the code of the day',
        'They say "so "and" so "are the words.',
        '    They call him "The Man " in the code of the day.',
        'The name of the host begins with "PC " in all versions of it.',
        'The mark "FS " or " SC" stands before the name of the tag.',
        '"Trifles light as air, "Are, to the jealous, as strong as proofs of it.',
        'There are ten numbered registers, from "0 to "9 in the list.',
    ],
)
def test_quotation_marks_are_left(text: str) -> None:
    assert fixenc.repair(text, select=QUOTES).edits == ()


def test_straight_marks_with_spaces_around_both_are_left() -> None:
    text = 'She said it again, and " I don\'t know about it " is what they heard.'
    assert list(displaced(text, straight=True)) == []
    half = text.replace('it " is', 'it" is')
    assert [edit.new for edit in displaced(half, straight=True)] == [""]
