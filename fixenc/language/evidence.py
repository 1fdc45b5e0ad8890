"""Evidence: what the words that a misreading changes say for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from string import punctuation

from fixenc.language import codecs
from fixenc.language.families import FAMILIES, IDEOGRAPHIC, family_of
from fixenc.language.letters import WORD, known
from fixenc.language.lexicon import has_list
from fixenc.language.misreading import Misreading
from fixenc.language.passage import Chunk, expected

_OVERWHELMING = 100.0  # bits
CERTAIN = 56.0  # bits in the whole block that make every line of it safe
_COMMON_READERS = ("cp1252", "latin-1")
_MARKS = "“”‘’„«»–—…"
_SENTENCE = 4  # words
_MANY = 5  # letters of another script that may not be there by chance
_MANY_IDEOGRAPHS = 16  # characters that may not come out as Chinese by chance
_PASSAGE = 12  # words that tell a language, which may have no lexicon
_IN_A_WORD = 1.5  # of them in each word: a list of single characters tells nothing
_KNOWN = 0.3  # share of the words that a lexicon must have
_PAIRS_IN_LEXICON = 0.2  # share of the pairs of characters that are words of East Asia
_STRANGE = 4.0  # bits by which the restored words may be out of the ordinary
_NO_LETTER = 3.0  # bits for a letter that turns into a symbol
_TORN = 6.0  # and for what was no word without it
_DISFIGURED = 0.2  # share of the words
_LATIN = "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f\u1e00-\u1eff"
_ALIEN = r"\u0370-\u1cffﬀ-ﬆ"
# A single letter of another alphabet in a Latin word, quotation marks in the places of letters,
# or what is no letter but looks like one.
_MIXED = re.compile(
    rf"(?<=[{_LATIN}])[{_ALIEN}](?=[{_LATIN}]|\b)|(?<!\w)[{_ALIEN}](?=[{_LATIN}]{{2}})"
    rf"|[{_LATIN}][„‘∞≥≤]|(?<!\w)[„‘](?=[{_LATIN}]*[„‘])"
)
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z\xdf-\xff])[\xc0-\xd6\xd8-\xde\u0130](?=[a-z]|\b)")


@dataclass
class Evidence:
    """What the words that a misreading changes say for it, each word once."""

    languages: frozenset[str]  # those whose words count as known
    gain: float = 0.0  # bits that the text becomes cheaper
    strange_before: float = 0.0  # bits that it cost beyond what clean text does
    strange_after: float = 0.0  # and that the result costs so
    size: int = 0  # characters outside ASCII that change
    words: int = 0
    letters: int = 0  # in what comes out
    known_before: int = 0  # words in the lexicons
    known_after: int = 0
    scripts: frozenset[str] = frozenset()  # of what comes out
    ideographic: int = 0  # words that come out so
    spelt_alike: bool = True  # in the same alphabet
    disfigured: int = 0  # words

    def add(self, chunk: Chunk, after: str, cost: float, legacy: bool) -> None:
        """Count one word that the misreading changes, and what the result costs.

        A letter by itself says nothing for a legacy codec: any other may stand there.
        """
        before = chunk.text
        if legacy and letters_in(before) < 2 and letters_in(after) < 2:
            return
        self.gain += chunk.cost - cost
        self.strange_before += chunk.cost - expected(before)
        self.strange_after += cost - expected(after)
        lost = letters_in(before) - letters_in(after)
        if lost > 0 and len(before) == len(after):
            # Codecs have their letters in the same places: a word that turns
            # into symbols was a word, above all if what is left of it is none.
            self.strange_after += _NO_LETTER * lost + _TORN * self._is_torn(after)
        self.size += sum(not character.isascii() for character in before)
        self.words += 1
        self.disfigured += is_disfigured(before, after)
        self.letters += letters_in(after)
        self.known_before += _known(before, self.languages)
        self.known_after += _known(after, self.languages)
        scripts = _scripts(after)
        self.scripts |= scripts
        self.ideographic += not scripts.isdisjoint(IDEOGRAPHIC)
        self.spelt_alike &= scripts <= _scripts(before) and not self.ideographic

    def _is_sentence(self) -> bool:
        """Whether so many words come out, and are known, that none of it is chance."""
        return (
            self.words >= _SENTENCE
            and self.known_after >= _KNOWN * self.words
            and self.gain > 4.0 * self.size
        )

    def _is_torn(self, after: str) -> bool:
        """Whether there are words between the symbols, but not those of a language."""
        words = WORD.findall(after)
        whole = max(map(len, words), default=2) > 1
        return not (whole and all(known(word, self.languages) for word in words))

    def convinces(self, misreading: Misreading) -> bool:
        """Whether the result reads like a language, and what stood there does not."""
        if misreading.truth == "utf-8":
            # Letters of one alphabet that stand in their place may by chance
            # be bytes of UTF-8; symbols between letters are no chance.
            strange = (
                self.strange_before > 3.0 * self.size
                or not _is_eastern(misreading.reader)
                or self._is_sentence()
            )
            alone = self.words == 1 and misreading.reader not in _COMMON_READERS
            told = self.known_after and (self.letters or self.size > 2)
            if alone and not told and self.gain < CERTAIN:
                return False
            return strange and self.strange_after < _STRANGE + self.gain / 3
        if self.strange_after > _STRANGE + self.gain / 8:
            return False
        if self.disfigured > _DISFIGURED * self.words:
            return False
        if not self.spelt_alike:
            return (
                self.size >= max(_MANY, _IN_A_WORD * self.ideographic)
                and self.gain > 3.0 * self.size
                and self.strange_before > 1.5 * self.size
                and (self._is_known() or not self._has_lexicon())
            )
        # In the same script a language that we have no statistics of would
        # always read better as another one: only known words count there.
        gained = self.known_after - self.known_before
        if self.gain > _OVERWHELMING and not self.known_before and self.known_after > 1:
            needed = 0.25  # some languages have more forms of a word than any list
        else:
            needed = 0.4 if self.words > 3 else 0.6
        return (
            bool(self.languages)
            and self.known_after >= needed * self.words
            and (gained >= 0.3 * self.words or self.gain > 8.0 * self.size)
        )

    def _is_known(self) -> bool:
        """Whether the words that come out are known, as far as they can be."""
        # The Chinese lexicon has no traditional characters.
        if self.ideographic and self.size >= _MANY_IDEOGRAPHS:
            return True
        return self.known_after >= _KNOWN * self.words

    def _has_lexicon(self) -> bool:
        """Whether the words that come out could be looked up."""
        codes = {code for script in self.scripts - {"LATIN"} for code in FAMILIES.get(script, ())}
        spoken = codes & self.languages if self.words >= _PASSAGE else codes
        return any(map(has_list, spoken))


@cache
def _is_eastern(codec: str) -> bool:
    """Whether a codec's letters are mostly of other alphabets than Latin."""
    if codec in codecs.MULTI_BYTE:
        return True
    latin = sum(family_of(letter) == "LATIN" for letter in codecs.repertoire(codec))
    return 2 * latin < sum(map(str.isalpha, codecs.repertoire(codec)))


def is_disfigured(before: str, after: str) -> bool:
    """Whether a result has what no word has that was one: another script, a capital inside.

    A text of a language that has no statistics reads better as many things, in part.
    """
    return len(_MIXED.findall(after)) > len(_MIXED.findall(before)) or len(
        _CAPITAL_INSIDE.findall(after)
    ) > len(_CAPITAL_INSIDE.findall(before))


def letters_in(text: str) -> int:
    return sum(map(str.isalpha, text))


def _known(chunk: str, languages: frozenset[str]) -> bool:
    """Whether the words and marks of a chunk are all known, those outside ASCII at least."""
    words = WORD.findall(chunk)
    outside = [word for word in words if not word.isascii()]
    if outside:
        return all(_is_word(word, languages) for word in outside)
    return chunk.strip(_MARKS + punctuation).isascii() and all(
        known(word, languages) for word in words
    )


def _is_word(word: str, languages: frozenset[str]) -> bool:
    """Whether a word is in a lexicon, or consists of some where no spaces divide them."""
    if family_of(word[0]) not in IDEOGRAPHIC:
        return len(word) > 1 and known(word, languages)
    pairs = (first + second for first, second in zip(word, word[1:], strict=False))
    found = sum(pair[0] != pair[1] and known(pair, languages) for pair in pairs)
    return found > _PAIRS_IN_LEXICON * (len(word) - 1)


def _scripts(chunk: str) -> frozenset[str]:
    return frozenset(family_of(letter) for letter in chunk if letter.isalpha()) | {"LATIN"}
