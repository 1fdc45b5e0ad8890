"""Marks of which a part is left, in lines that show mojibake on purpose."""

from __future__ import annotations

import pytest

from fixenc import fix_text
from fixenc.channels.misreading.citation import with_citation
from fixenc.core.edits import Edit


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ('text.replace("â€™", "’").replace("â", "’") â x', [True, True, False]),
        ('the mojibake â€œ is: "â" or â', [False, True, False]),
        ('a "â" b', [False]),
    ],
)
def test_marks_in_quotation_marks_are_cited_in_a_line_that_is(text: str, cited: list[bool]) -> None:
    edits = [Edit(at, at + 1, "’") for at, character in enumerate(text) if character == "â"]
    assert [is_cited for _, is_cited in with_citation(text, edits)] == cited


@pytest.mark.parametrize(
    "line",
    [
        'assert f("Mom\xe2€™s") == "Mom’s"',
        'equal(repair("A\xc4Ÿao\xc4Ÿlu \xc4°zmir \xc4±\xc5Ÿ\xc4±k"), "Ağaoğlu İzmir ışık");',
        "| cleaner | fixes mojibake (`don\xe2t` → `don't`), collapses whitespace |",
        'x = r"(?:[*†‡§¶‖¹²³⁴\\d]+)"',
    ],
)
def test_a_line_with_damage_beside_what_it_was_stays(line: str) -> None:
    assert fix_text(line) == line


def test_quotation_marks_alone_are_no_citation() -> None:
    assert fix_text("He said `it wasn\xe2t me`, and left the house.") == (
        "He said `it wasn’t me`, and left the house."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“That\xe2s why we encode the message,” she said to the others.",
            "“That’s why we encode the message,” she said to the others.",
        ),
        (
            "The reader/writer\xe2s encoding is what we use here for all of the files.",
            "The reader/writer’s encoding is what we use here for all of the files.",
        ),
    ],
)
def test_a_word_is_an_example_between_two_marks_alone(text: str, expected: str) -> None:
    assert fix_text(text) == expected
