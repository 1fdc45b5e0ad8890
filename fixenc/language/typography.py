"""Which quotation marks and dashes a text uses: the custom of its language.

The same character opens a quotation in one language and closes it in another:
English quotes “so”, German „so“, Polish „so”, Swedish ”so”.  Whoever judges a
mark must know the custom first.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from fixenc.language.function_words import SAMPLE, language_of

EN_DASH = "\N{EN DASH}"
EM_DASH = "\N{EM DASH}"


@dataclass(frozen=True)
class Typography:
    """The customs of one language.

    ``double`` and ``single`` are its marks of those shapes, opening and
    closing; a language that quotes in «guillemets» uses these inside them.
    ``dash`` is the one between spaces, and ``sure_dash`` says that good
    publishers agree on it.  ``joined_dash`` says that a dash can join two words
    without spaces, and ``unspaced`` that nothing has spaces around it.
    ``circumflex`` says that `â` is a letter of its everyday words.
    """

    language: str = ""
    double: tuple[str, str] = ("“", "”")
    single: tuple[str, str] = ("‘", "’")
    dash: str = EN_DASH
    sure_dash: bool = False
    joined_dash: bool = False
    unspaced: bool = False
    circumflex: bool = False

    @property
    def known(self) -> bool:
        """Whether the language could be told at all."""
        return bool(self.language)


_GERMAN = (("„", "“"), ("‚", "‘"))
_POLISH = (("„", "”"), ("‚", "’"))
_SWEDISH = (("”", "”"), ("’", "’"))
_ENGLISH = (("“", "”"), ("‘", "’"))

_QUOTES = {
    "bg cs de et is lt lv mk ru sk sl sq uk": _GERMAN,
    "hr hu pl ro sr": _POLISH,
    "da fi he nb sv": _SWEDISH,
}
_MARKS = {language: marks for row, marks in _QUOTES.items() for language in row.split()}
# Polish, English and Portuguese publishers are divided between the two dashes.
_HABITS = {
    "em dash": "be bg el es lv pl pt ru tr uk zh ja",
    "sure dash": "cs da de et fi hr is lt nb nl ru sk sl sv zh ja",
    "joined dash": "ca en es",
    "unspaced": "ja km lo my th zh",
    "circumflex": "cy fr pt ro tr vi",
}
_HABIT = {habit: frozenset(languages.split()) for habit, languages in _HABITS.items()}


def _customs(language: str) -> Typography:
    double, single = _MARKS.get(language, _ENGLISH)
    return Typography(
        language,
        double,
        single,
        dash=EM_DASH if language in _HABIT["em dash"] else EN_DASH,
        sure_dash=language in _HABIT["sure dash"],
        joined_dash=language in _HABIT["joined dash"],
        unspaced=language in _HABIT["unspaced"],
        circumflex=language in _HABIT["circumflex"],
    )


_OPENS = re.compile(r"(?:^|(?<=[\s(\[]))[“”„](?=\w)", re.MULTILINE)
_CLOSES = re.compile(r"(?<=[\w.,!?])[“”](?=[\s.,;:!?)\]]|$)", re.MULTILINE)
_SPACED_DASH = re.compile(f"(?<=[\\w.,!?)] )[{EN_DASH}{EM_DASH}](?= )")


@lru_cache(maxsize=2)
def typography_of(text: str) -> Typography:
    """The customs of the language of ``text``, corrected by the marks that stand in it.

    A mark counts for its own text more than the language does: a Czech article
    set with English quotation marks stays that way.  The last answers are kept.
    """
    sample = text[:SAMPLE]
    customs = _customs(language_of(sample))
    opens, closes = Counter(_OPENS.findall(sample)), Counter(_CLOSES.findall(sample))
    if opens and closes:
        double = opens.most_common(1)[0][0], closes.most_common(1)[0][0]
        single = dict((_GERMAN, _POLISH, _SWEDISH, _ENGLISH)).get(double)
        if single:
            customs = replace(customs, double=double, single=single)
    dashes = Counter(_SPACED_DASH.findall(sample))
    if dashes:
        customs = replace(customs, dash=dashes.most_common(1)[0][0], sure_dash=len(dashes) == 1)
    return customs
