"""Whether a text is in the language that it seems to be in, and not in a relative of it.

Small words tell Italian from English, but Friulian has the small words of Italian,
and Occitan those of Catalan.  What these don't share are the long words: nine in ten
letters of Italian prose stand in words of an Italian word list, and four in ten of
Friulian prose.
"""

from __future__ import annotations

import re

from fixenc.language.circumflex import LETTER
from fixenc.language.function_words import SAMPLE, function_words
from fixenc.language.lexicon import word_frequencies
from fixenc.language.typography import typography_of

_WORD = re.compile(r"[^\W\d_]+")

_WITH_RELATIVES = frozenset(("ca", "es", "fr", "it", "nl", "pt", "ro"))
"""Languages whose word lists know much of another's words."""

_KNOWN = 0.5
"""Share of the letters that stand in known words, at least.  Compounds and endings
bring German and Finnish down to two thirds, Polish and Swedish to three quarters."""

_KNOWN_WITH_RELATIVES = 0.68
_KNOWN_IN_LINE = 0.35  # a quotation or a list of names in a text that is fluent

_LEAST = 8  # letters that tell anything
_SHORT = 120
_MORE_IF_SHORT = 0.12
"""Short texts scatter: a line of Friulian in twenty has two thirds of Italian words."""

_SMALL_WORDS = 0.15  # share of the letters, where a language has no word list

_LATIN = re.compile(r"[A-Za-z\xc0-\u024f\u1e00-\u1eff]")
_OTHER_SCRIPT = re.compile(r"[^\W\d_\0-\u036f\u1e00-\u1eff]")

_ROMANCE = frozenset(("ca", "es", "fr", "it", "pt", "ro"))  # no genitive as in boys’ books
_GOES_ON = re.compile(r" [^\W\d_]")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_BEHIND_WORD = re.compile(r"s?(?![^\W_])")
_LONGEST = 40

_LIST = {"hr": "sh", "sr": "sh"}


class Fluency:
    """What share of the words of a text, and of each of its lines, are of its language."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._language = typography_of(text).language
        self._words = frozenset(word_frequencies(_LIST.get(self._language, self._language)))
        self._least = _KNOWN_WITH_RELATIVES if self._language in _WITH_RELATIVES else _KNOWN
        if not self._words and self._language != "cy":  # where `â` is a word, and ends words
            self._words, self._least = function_words(self._language), _SMALL_WORDS
        sample = text[:SAMPLE]
        # Other scripts have no `â`, and some write no spaces between words.
        self._other_script = len(_OTHER_SCRIPT.findall(sample)) > len(_LATIN.findall(sample))
        known, letters = self._count(sample)
        has_relatives = self._language in _WITH_RELATIVES
        least = self._least + (_MORE_IF_SHORT if has_relatives and letters < _SHORT else 0)
        self._whole = letters >= _LEAST and known >= least * letters

    def at(self, at: int) -> bool:
        """Whether the text is in its language as a whole and in the line around a place."""
        if self._other_script or not self._whole:
            return self._other_script
        start = max(self._text.rfind("\n", 0, at) + 1, at - _SHORT)
        end = self._text.find("\n", at, at + _SHORT)
        known, letters = self._count(self._text[start : end if end >= 0 else at + _SHORT])
        return known >= min(_KNOWN_IN_LINE, self._least / 2) * letters

    def owns(self, at: int) -> bool:
        """Whether an apostrophe at a place would stand behind a word, or a name, of the language.

        Asked of those behind whole words, as in *the boys’ books* and *the boy’s book*;
        what comes before is no word where the letter ended one, or stood before an *s*.
        """
        if not _BEHIND_WORD.match(self._text, at + 1) or self._other_script:
            return True
        found = _LAST_WORD.search(self._text, max(0, at - _LONGEST), at)
        if not found:
            return self._language == "nl" or not self._text.startswith("s", at + 1)  # ’s avonds
        word = found[0]
        if word.endswith("s") and self._language in _ROMANCE and _GOES_ON.match(self._text, at + 1):
            return False
        return len(word) > 1 and (
            word.lower() in self._words or (word[0].isupper() and len(word) > 2)
        )

    def _count(self, text: str) -> tuple[int, int]:
        """The letters in known words, and all.  What has the doubtful letter tells nothing."""
        known = letters = 0
        for word in _WORD.findall(text):
            if LETTER not in word:
                letters += len(word)
                known += len(word) * (word.lower() in self._words)
        return known, letters
