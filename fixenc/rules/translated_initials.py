"""Initials of an organization that were translated back as those of another one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.automaton import lines_holding
from fixenc.core.edits import Edit, Safety, flag
from fixenc.core.rule import Lines, Stage, rule
from fixenc.fragments.initials import initials

_LEFT = "|".join(initials())
_NEEDS = rf"[a-z,] the (?:{_LEFT})(?:[ .,;:’']|$)"
_INITIALS = re.compile(rf"(?<=[a-z,] the )(?:{_LEFT})(?=[ .,;:’']|$)", re.MULTILINE)

_PA = "BAGHDAD (AP). The tower of the base was visited by the PA in the north of the country."
_ONU = "The United Nations sent a mission. It is said that the ONU wants it to stay for a year."


@rule(
    stage=Stage.PROSE,
    safety=Safety.FLAG,
    needs=_NEEDS,
    in_ascii=(".",),
    damaged={_PA: _PA, _ONU: _ONU},
    intact=[
        "BAGHDAD (AP). Officials of the Palestinian Authority said that the PA had no part in it.",
        "The guests were called by the PA system of the hotel. They went to the hall at once.",
        "Les membres de l'ONU (UN) sont the ONU.",
    ],
)
def translated_initials(text: str, lines: Lines | None = None) -> Iterator[Edit]:
    """The initials of an organization were translated from another language, and wrongly.

    A report of the AP, the Associated Press, was translated to French and back: AP are the
    initials of the *Autorité palestinienne* in French, so the AP became *the PA*. Others
    stay as French or Spanish has them: *the ONU* for the UN. They are flagged in English
    text that names the organization elsewhere, and no other that has these initials.
    """
    if ". " not in text:
        return
    for start, end in lines_holding(_NEEDS, text) if lines is None else lines:
        for match in _INITIALS.finditer(text, start, end):
            meant = initials()[match[0]]
            if not meant.is_named_in(text) or meant.may_be_meant_in(text):
                continue
            from fixenc.model.language import language_of

            if language_of(text[start:end]) == "en":
                yield flag(*match.span(), f"“{meant.english}” ({meant.name}), translated back")
