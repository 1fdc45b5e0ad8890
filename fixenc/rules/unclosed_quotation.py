"""Quotations that open and never close."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.edits import Edit, Safety, flag
from fixenc.core.rule import Stage, rule
from fixenc.punctuation.quotation import BEFORE_OPENING, CLOSERS, MARKS, Quotation, quotations

_NEXT = re.compile("[“”„]")

# From an opening mark to the end of the text, or past that of a paragraph to a mark
# that does not close.
_TO_END = r"[^“”„]*$"
_PAST_END = r"[^“”„]*[.!?…]\s*\n\s*[^\s“”„][^“”„]*"
_NEEDS = (
    rf"{BEFORE_OPENING}(?:[“„]{_TO_END}|”[^\s.,!?;:)]{_TO_END}"
    rf"|“{_PAST_END}[“„]|„{_PAST_END}„|”[^\s.,!?;:)]{_PAST_END}[“„])"
)


@rule(
    stage=Stage.PROSE,
    safety=Safety.UNSAFE,
    needs=_NEEDS,
    in_ascii=(),
    across_lines=True,
    signs=tuple(MARKS),
    damaged={
        "“Go,” he said. “They keep us from it.": "“Go,” he said. “They keep us from it.”",
        "“Go,” he said. “They keep us from…": "“Go,” he said. “They keep us from…”",
    },
    intact=[
        "“The first paragraph goes on.\n\n“The second ends.”",
        "“The first paragraph goes on.\n\nThe second ends.”",
        "“Go,” he said.",
        "Write “ and then go on.",
    ],
)
def unclosed_quotation(text: str) -> Iterator[Edit]:
    """A quotation opens, and its paragraph ends without closing it.

    The closing mark was lost.  Where the quotation ended only a person can
    say; the end of the paragraph is the likeliest place.  A quotation that
    goes on in the next paragraph, which opens it again, is none of these; where
    one takes up its whole paragraph, as a letter does, no end is proposed.
    """
    found = quotations(text)
    answers = {q.opening.char: q.closing.char for q in found if q.sound and q.closing}
    for quotation in found:
        opening, end = quotation.opening, quotation.paragraph.end
        if quotation.closing or quotation.then or opening.char not in answers:
            continue
        if opening.char == '"':
            continue  # as likely a sign for inches
        if _goes_on(text, quotation):
            continue
        while text[end - 1].isspace():
            end -= 1
        if text[end - 1] in ".!?…":
            yield flag(opening.at, opening.at + 1, "this quotation is never closed")
            if text[quotation.paragraph.start : opening.at].strip():
                yield Edit(
                    end, end, answers[opening.char], note="the quotation may have ended here"
                )


def _goes_on(text: str, quotation: Quotation) -> bool:
    """Whether the text after the paragraph first opens the quotation again, or closes it."""
    end = quotation.paragraph.end
    mark = _NEXT.search(text, quotation.opening.at + 1)
    if mark is None:
        return False
    if mark[0] in CLOSERS[quotation.opening.char]:
        return True
    return not text[end : mark.start()].strip()
