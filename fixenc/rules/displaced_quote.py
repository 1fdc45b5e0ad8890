"""Quotation marks with their space on the side of what they enclose."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.core.edits import Edit, Safety
from fixenc.core.rule import Stage, rule
from fixenc.punctuation.quotation import MARKS

_CURLY = (
    r"“ [^\s“”„][^“”„]*”|“[^\s“”„][^“”„]* ”|„ [^\s„“”][^„“”]*[“”]"
    r"|„[^\s“”„][^„“”]* [“”]|” [^\s“”„](?:[^”“„]*[^\s“”„])?”|”[^\s“”„][^“”„]* ”"
)
_BEFORE, _BEHIND = r"(?:^|[\s(\[])", r"(?:[\s.,;:!?)\]]|$)"
_STRAIGHT = (
    rf"{_BEFORE}\" [^\s\"](?:[^\"\n]*[^\s\"])?\"{_BEHIND}"
    rf"|{_BEFORE}\"[^\s\"][^\"\n]* \"(?:[^\s\"]|{_BEHIND})"
    rf"|[^\s\"(\[]\" [^\s\"](?:[^\"\n]*[^\s\"])?\"{_BEHIND}"
)


@rule(
    stage=Stage.QUOTES,
    safety=Safety.UNSAFE,
    needs=_CURLY,
    in_ascii=(),
    across_lines=True,
    signs=tuple(mark for mark in MARKS if not mark.isascii()),
    damaged={
        "“See what you have done! ” she screamed.“ In a minute I shall melt away. ”": (
            "“See what you have done!” she screamed. “In a minute I shall melt away.”"
        ),
        "He said,“ Come in,” and left.": "He said, “Come in,” and left.",
        "Er sagte:„ Das ist so“, und ging.": "Er sagte: „Das ist so“, und ging.",
        "Hon sade:” Det är så”, och gick.": "Hon sade: ”Det är så”, och gick.",
    },
    intact=[
        "“Go,” he said. “There is no support.”",
        "Il dit “ oui ” et “ non ” à la fois.",
        "„Das ist so“, sagte er, „und bleibt so.“",
        "Hon sade, ”det stämmer”, och gick, ”tror jag”.",
        "The marks “ ” stand alone, and “ does.",
        "she said “ yes ” and “ no ” , and so on .",
    ],
)
def displaced_quote(text: str) -> Iterator[Edit]:
    """A quotation mark has its space on the side of the words that it encloses.

    Machine translation cuts a sentence at its quotation marks, and puts the spaces back
    where the other language has them, or on the wrong side. Which mark opens and which
    closes is known by their shapes and by their pairing in the paragraph. Spaces on both
    sides of all marks are a way to write, as in French, and stay.
    """
    from fixenc.punctuation.sides import displaced
    from fixenc.punctuation.tokenized import is_tokenized

    if not is_tokenized(text):
        yield from displaced(text, straight=False)


@rule(
    stage=Stage.QUOTES,
    safety=Safety.UNSAFE,
    needs=_STRAIGHT,
    in_ascii=('"',),
    across_lines=True,
    signs=('"',),
    damaged={
        'He was the 1982" Sportsman of the Year" by the paper.': (
            'He was the 1982 "Sportsman of the Year" by the paper.'
        ),
        'Alessandro (" Sandro") Mazzola was a player of the team.': (
            'Alessandro ("Sandro") Mazzola was a player of the team.'
        ),
    },
    intact=[
        'The 3.5" disk and the 5 1/4" disk are both in use.',
        'so it was." He said, "Begin again.',
        'puts(", "); s = ". "',
        'John   "   12\n  "    "   13',
        'echo "foo "bar" baz"',
    ],
)
def displaced_straight_quote(text: str) -> Iterator[Edit]:
    """A straight quotation mark has its space on the side of the words that it encloses.

    It comes about as with curly marks. Straight marks do not say whether they open or
    close, so only paragraphs of prose are repaired in which they pair, and in which one
    mark of a pair stands as it should.
    """
    from fixenc.punctuation.sides import displaced
    from fixenc.punctuation.tokenized import is_tokenized

    if not is_tokenized(text):
        yield from displaced(text, straight=True)
