"""Marks of which a part is left, in lines that show mojibake on purpose."""

from __future__ import annotations

import pytest

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
