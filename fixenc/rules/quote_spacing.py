"""Closing quotation marks with their space on the wrong side."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.core.edits import Edit, Safety
from fixenc.core.rule import Stage, rule
from fixenc.punctuation.quotation import (
    BEFORE_OPENING,
    CLOSERS,
    MARKS,
    Place,
    QuotationMark,
    quotations,
)

_CURLY = (
    rf"{BEFORE_OPENING}(?:“[^“”]*[.,!?;:…] ”|„[^„“”]*[.,!?;:…] [“”]"
    r"|”(?:[^\s”][^”]*)?[.,!?;:…] ”)"
)
_STRAIGHT = rf"{BEFORE_OPENING}\"(?:[^\s\"][^\"]*)?[.,!?;:…] \""


@rule(
    stage=Stage.QUOTES,
    safety=Safety.SAFE,
    needs=_CURLY,
    in_ascii=(),
    across_lines=True,
    signs=tuple(MARKS),
    damaged={
        "“It is only formal, ”said the official.": "“It is only formal,” said the official.",
        "“Yes. ”She left. “No!”": "“Yes.” She left. “No!”",
        "„Das ist wahr, “sagte sie.": "„Das ist wahr,“ sagte sie.",
        "”Det stämmer, ”sade hon.": "”Det stämmer,” sade hon.",
        "“We will be paralyzed. ”": "“We will be paralyzed.”",
    },
    intact=[
        "“So,” he said, “here we are.”",
        "Hon sade, ”det stämmer”, och gick.",
        "He quoted “one, ”two” and three.",
        "„So“, sagte er, „ist es.“",
        "« Oui. »",
        "The marks “ ” stand alone.",
        "Prefix all messages with “error: ”.",
    ],
)
def quote_spacing(text: str) -> Iterator[Edit]:
    """The space before a closing quotation mark belongs after it.

    Machine translation cuts a sentence at its quotation marks and joins the
    pieces again, and some programs take any mark after a comma for an opening
    one.  Only a mark that closes a quotation of its own paragraph is moved.
    """
    for mark in _after_stops(text):
        if mark.char == '"':
            continue
        if mark.place is Place.OPENING and text[mark.at + 1].isalpha():
            yield Edit(mark.at - 1, mark.at + 1, f"{mark.char} ")
        elif mark.place is Place.LOOSE and text[mark.at - 2] not in ":;":
            yield Edit(mark.at - 1, mark.at, "")


@rule(
    stage=Stage.QUOTES,
    safety=Safety.UNSAFE,
    needs=_STRAIGHT,
    in_ascii=('"',),
    across_lines=True,
    signs=('"',),
    damaged={'"Es verdad, "dijo.': '"Es verdad," dijo.', '"So it is. "': '"So it is."'},
    intact=['"So," he said, "here we are."', 'The marks " " stand alone.', 'f(", ", "; ")'],
)
def straight_quote_spacing(text: str) -> Iterator[Edit]:
    """The space before a closing straight quotation mark belongs after it.

    It comes about as with curly marks; but a straight mark does not say by its
    shape that it closes, so this is only proposed.
    """
    for mark in _after_stops(text):
        if mark.char != '"' or text[mark.at - 2] in ":;":
            continue
        if mark.place is Place.OPENING and text[mark.at + 1].isalpha():
            yield Edit(mark.at - 1, mark.at + 1, '" ')
        elif mark.place is Place.LOOSE and mark.ends:
            yield Edit(mark.at - 1, mark.at, "")


def _after_stops(text: str) -> Iterator[QuotationMark]:
    """The closing marks that follow a stop and a space, and close what stands apart."""
    for quotation in quotations(text):
        mark = quotation.closing
        if mark is None or not quotation.matched or not mark.after_stop:
            continue
        opener = quotation.opening
        inside = text[opener.at + 1 : mark.at]
        if quotation.stands_apart and not any(
            other in inside for other in CLOSERS[opener.char] + opener.char
        ):
            yield mark
