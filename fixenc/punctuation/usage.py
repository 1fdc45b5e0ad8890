"""Which quotation marks and dashes a text uses: those of its language, or its own.

The same character opens a quotation in one language and closes it in another:
English quotes “so”, German „so“, Polish „so”, Swedish ”so”.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from fixenc.model.language import SAMPLE, language_of
from fixenc.punctuation.doubt import without_doubt

EN_DASH = "\N{EN DASH}"
EM_DASH = "\N{EM DASH}"


@dataclass(frozen=True)
class Usage:
    """The marks of one text.

    ``double`` and ``single`` are its marks of those shapes, opening and closing; a language
    that quotes in «guillemets» uses these inside them.  ``dash`` is the one between spaces, and
    ``sure_dash`` says that hardly another one is used.  ``joined_dash`` says that a dash can join
    two words without spaces, ``unspaced`` that nothing has spaces around it.
    ``long_range`` says that the long dash can stand between two numbers, ``divided`` that it is
    not known which of several ways to quote the text has, ``seen`` that quotations of the text have
    these marks, whatever its language is.
    """

    language: str = ""
    double: tuple[str, str] = ("“", "”")
    single: tuple[str, str] = ("‘", "’")
    dash: str = EN_DASH
    sure_dash: bool = False
    joined_dash: bool = False
    unspaced: bool = False
    long_range: bool = False
    divided: bool = False
    seen: bool = False


_GERMAN = (("„", "“"), ("‚", "‘"))
_POLISH = (("„", "”"), ("‚", "’"))
_SWEDISH = (("”", "”"), ("’", "’"))
_ENGLISH = (("“", "”"), ("‘", "’"))

_QUOTES = {
    "bg cs de dsb hsb is ka lb lt mk ru se sk sl sq uk": _GERMAN,
    "hu lv pl ro sh sr": _POLISH,
    "fi he nb nn da sv": _SWEDISH,
}
"""The quotation marks of languages, where they are not those of English (Unicode CLDR 44,
``delimiters``; in be, et and lv those of the texts that the model is trained on).  For languages
with guillemets they are the marks inside these."""

_MARKS = {language: marks for row, marks in _QUOTES.items() for language in row.split()}

_HABITS = {
    "em dash": "be bg el es kk ky pl pt ru tr uk zh ja",
    "sure dash": "cs da de et fi id is lt nb nl nn ru sk sl sr sv ug zh ja",
    "joined dash": "ca en es",
    "unspaced": "ja km lo my th zh",
    "long range": "be hy kk ru uk",
    "divided": "be br cy et ga hr hy kk ky lt lv mt sh sk sl sq sr wo yo",
}
"""How languages use dashes: whether the one between spaces is long, whether publishers agree on
that, whether it can join words or numbers, and whether spaces are written at all (Wikipedia,
*Dash*); and in which languages the texts that the model is trained on quote in several ways."""

_USE = {name: frozenset(languages.split()) for name, languages in _HABITS.items()}


@lru_cache(maxsize=256)
def usage_in(language: str) -> Usage:
    """The marks of a language; those of English for one that the model does not have."""
    double, single = _MARKS.get(language, _ENGLISH)
    return Usage(
        language,
        double,
        single,
        dash=EM_DASH if language in _USE["em dash"] else EN_DASH,
        sure_dash=language in _USE["sure dash"],
        joined_dash=language in _USE["joined dash"],
        unspaced=language in _USE["unspaced"],
        long_range=language in _USE["long range"],
        divided=language in _USE["divided"] or not language,
    )


_OPENS = re.compile(r"(?:^|(?<=[\s(\[]))(?:[“„]|(?<![.,!?;:…] )”)(?=\w)", re.MULTILINE)
_CLOSES = re.compile(r"(?<=[\w.,!?])[“”](?=[\s.,;:!?)\]]|$)", re.MULTILINE)
_SPACED_DASH = re.compile(f"(?<=[\\w.,!?)] )[{EN_DASH}{EM_DASH}](?= )")


@lru_cache(maxsize=2)
def usage_of(text: str) -> Usage:
    """The marks of the language of ``text``, corrected by the marks that stand in it.

    A mark counts for its own text more than the language does: a Czech article
    set with English quotation marks stays that way.  The last answers are kept.
    """
    sample = text[:SAMPLE]
    usage = usage_in(language_of(without_doubt(sample)))
    opens, closes = Counter(_OPENS.findall(text)), Counter(_CLOSES.findall(text))
    if opens and closes:
        double = opens.most_common(1)[0][0], closes.most_common(1)[0][0]
        single = dict((_GERMAN, _POLISH, _SWEDISH, _ENGLISH)).get(double)
        if single:
            usage = replace(usage, double=double, single=single, divided=False, seen=True)
    dashes = Counter(_SPACED_DASH.findall(text))
    if dashes:
        usage = replace(usage, dash=dashes.most_common(1)[0][0], sure_dash=len(dashes) == 1)
    return usage
