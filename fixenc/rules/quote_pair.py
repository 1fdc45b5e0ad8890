"""Quotations that open with one kind of mark and close with another."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.core.edits import Edit, Safety
from fixenc.core.rule import Stage, rule
from fixenc.punctuation.quotation import (
    AFTER_CLOSING,
    BEFORE_OPENING,
    MARKS,
    Place,
    Quotation,
    quotations,
)

_MARKS = frozenset('“”"')
_NEEDS = rf"{BEFORE_OPENING}(?:“(?:[^“”\"]*[^\s“”\"])?\"|\"(?:[^“”\"]*[^\s“”\"])?”){AFTER_CLOSING}"


@rule(
    stage=Stage.QUOTES,
    safety=Safety.SAFE,
    needs=_NEEDS,
    in_ascii=(),
    across_lines=True,
    signs=tuple(MARKS),
    damaged={
        'He said: “It is only formal."': "He said: “It is only formal.”",
        '"It is only formal,” he said.': "“It is only formal,” he said.",
        'the so-called “end" of it': "the so-called “end” of it",
    },
    intact=[
        "“It is only formal,” he said.",
        '“He said "no" to me.”',
        '“So it is a 5" pipe,” he said.',
        '„Das Ende"',
    ],
)
def quote_pair(text: str) -> Iterator[Edit]:
    """A quotation opens with a curly mark and closes with a straight one, or the reverse.

    This happens where texts from two sources are joined, or where an editor
    turns only the marks that are typed.  It is safe to repair where a sentence
    leads to the quotation and ends with it.  A paragraph that is all quotation
    shows nothing of how its text writes them.
    """
    for quotation in quotations(text):
        mark, opening = quotation.closing, quotation.opening
        if mark is None or mark.place is not Place.CLOSING or not quotation.stands_apart:
            continue
        inside = text[opening.at + 1 : mark.at]
        if not _MARKS.isdisjoint(inside):
            continue
        if opening.char == "“" and mark.char == '"':
            safety = Safety.SAFE if _in_a_sentence(text, quotation) else Safety.UNSAFE
            yield Edit(mark.at, mark.at + 1, "”", safety=safety)
        elif opening.char == '"' and mark.char == "”":
            yield Edit(opening.at, opening.at + 1, "“", safety=Safety.UNSAFE)


def _in_a_sentence(text: str, quotation: Quotation) -> bool:
    """Whether a sentence has begun before the quotation, and ends with it."""
    mark = quotation.closing
    led_to = text[quotation.paragraph[0] : quotation.opening.at].strip() != ""
    return led_to and mark is not None and mark.ends and text[mark.at - 1] in ".!?…"
