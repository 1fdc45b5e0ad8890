"""The normal form of Unicode that is asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from typing import Literal

from fixenc.core.edits import changed_part
from fixenc.core.rule import Edit, Rule, Safety, Stage, rule

NormalForm = Literal["NFC", "NFD", "NFKC", "NFKD"]

# A character of ASCII, which may take an accent, and what follows that is not ASCII.
_CLUSTERS = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")

_STREAM_SAFE = 30
"""Accents in a row, the limit of Unicode's Stream-Safe Text Format (UAX #15)."""


@rule(
    stage=Stage.FORM,
    safety=Safety.SAFE,
    needs=r"[^\x00-\x7f]",
    in_ascii=(),
    damaged={"cafe\N{COMBINING ACUTE ACCENT}": "caf\xe9", "\N{ANGSTROM SIGN}": "\xc5"},
    intact=["caf\xe9", "\N{LATIN SMALL LIGATURE FI}"],
    default=False,
)
def normal_form(text: str) -> Iterator[Edit]:
    """Accented letters are one code point in some places, and a letter and an accent in others.

    The two look alike, yet a search for one does not find the other. Neither is damage, so
    nothing is changed unasked: ``--normal-form NFC`` composes, ``NFD`` takes apart, and
    ``NFKC`` and ``NFKD`` also replace what only looks like other letters (ligatures, wide
    letters, superscripts), which cannot be taken back.
    """
    return edits_into("NFC", text)


@cache
def normal_form_rule(form: NormalForm) -> Rule:
    """The rule that brings a text into ``form``."""
    return replace(normal_form, find=partial(edits_into, form))


def edits_into(form: NormalForm, text: str) -> Iterator[Edit]:
    """The edits that bring ``text`` into a Unicode normal form.

    Characters of ASCII change in no form and start every run that is looked at,
    so the rest of the text is never copied.

    >>> [(e.start, e.end, e.new) for e in edits_into("NFC", "cafe\\u0301s")]
    [(3, 5, 'é')]
    """
    for match in _CLUSTERS.finditer(text):
        run = match[0]
        if not _is_stream_safe(run):
            continue
        new = unicodedata.normalize(form, run)
        if new != run:
            start, end, changed = changed_part(run, new)
            yield Edit(match.start() + start, match.start() + end, changed)


def _is_stream_safe(run: str) -> bool:
    """Whether no letter has more accents than any language puts there.

    More of them take Python time that grows with their number squared.
    """
    accents = 0
    for character in run if len(run) > _STREAM_SAFE else "":
        accents = accents + 1 if unicodedata.combining(character) else 0
        if accents > _STREAM_SAFE:
            return False
    return True
