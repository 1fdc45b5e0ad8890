"""Closing quotation marks with their space on the wrong side."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.edits import Edit, Safety
from fixenc.language.quotation import BEFORE_OPENING, CLOSERS, Place, quotations
from fixenc.rule import Stage, rule

_NEEDS = (
    rf"{BEFORE_OPENING}(?:“[^“”]*[.,!?;:…] ”|„[^„“”]*[.,!?;:…] [“”]"
    r"|”(?:[^\s”][^”]*)?[.,!?;:…] ”|\"(?:[^\s\"][^\"]*)?[.,!?;:…] \")"
)


@rule(
    stage=Stage.QUOTES,
    safety=Safety.SAFE,
    needs=_NEEDS,
    in_ascii=(),
    damaged={
        "“It is only formal, ”said the official.": "“It is only formal,” said the official.",
        "“Yes. ”She left. “No!”": "“Yes.” She left. “No!”",
        "„Das ist wahr, “sagte sie.": "„Das ist wahr,“ sagte sie.",
        "”Det stämmer, ”sade hon.": "”Det stämmer,” sade hon.",
        '"Es verdad, "dijo.': '"Es verdad," dijo.',
        "“We will be paralyzed. ”": "“We will be paralyzed.”",
    },
    intact=[
        "“So,” he said, “here we are.”",
        "Hon sade, ”det stämmer”, och gick.",
        "He quoted “one, ”two” and three.",
        "„So“, sagte er, „ist es.“",
        "« Oui. »",
        'The marks “ ” and " " stand alone.',
    ],
)
def quote_spacing(text: str) -> Iterator[Edit]:
    """The space before a closing quotation mark belongs behind it.

    Machine translation cuts a sentence at its quotation marks and joins the
    pieces again, and some programs take any mark after a comma for an opening
    one.  Only a mark that closes a quotation of its own paragraph is moved.
    """
    for quotation in quotations(text):
        mark = quotation.closing
        if mark is None or not quotation.matched or not mark.after_stop:
            continue
        inside = text[quotation.opening.at + 1 : mark.at]
        if any(
            other in inside for other in CLOSERS[quotation.opening.char] + quotation.opening.char
        ):
            continue
        # A straight mark does not say by its shape that it closes.
        straight = mark.char == '"'
        safety = Safety.UNSAFE if straight else Safety.SAFE
        if not quotation.stands_apart or (straight and text[mark.at - 2] in ":;"):
            continue
        if mark.place is Place.OPENING and text[mark.at + 1].isalpha():
            yield Edit(mark.at - 1, mark.at + 1, f"{mark.char} ", safety=safety)
        elif mark.place is Place.LOOSE and (mark.ends or not straight):
            yield Edit(mark.at - 1, mark.at, "", safety=safety)
