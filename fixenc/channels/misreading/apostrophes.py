"""Apostrophes that programs show as hardly any text has them: ``donÕt``, ``asset¡¯s``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fixenc.model.apostrophes import UNSEEN, apostrophe_bits, before, behind
from fixenc.model.tables import tables

_SHOWN = re.compile(
    r"([^\W\d_]+?)(?:(?<=[a-z\xdf-\xff])\xd5(?=[a-z\xdf-\xff])|\xa1\xaf)(?=([^\W\d_]+))"
)
"""An apostrophe between two pieces of a word, as windows-1252 shows it in MacRoman and in GBK.

One place in 371 million characters of clean text in some 500 languages has either, a word that
was typed in capitals by mistake; names of variables may have a capital there.
"""


def restores_apostrophes(runs: Mapping[str, str], language: str) -> bool:
    """Whether all that changes is an apostrophe in a word that is shown as no other text is.

    ``runs`` gives for each run of text what it becomes.  One of the pieces around each apostrophe
    is known beside apostrophes in the ``language``.
    """
    if any(_SHOWN.sub(r"\1’", run) != new for run, new in runs.items()):
        return False
    if language not in tables().languages:
        return False
    column = tables().languages.index(language)
    return all(
        min(apostrophe_bits(piece)[column] for piece in _pieces(match)) < UNSEEN
        for run in runs
        for match in _SHOWN.finditer(run)
    )


def _pieces(match: re.Match[str]) -> tuple[str, str]:
    return before(match[1].lower()), behind(match[2].lower())
