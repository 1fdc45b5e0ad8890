"""Explanation: the likeliest candidate of a line, and what its text shows for and against it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import wraps

from fixenc import codecs
from fixenc.channels.misreading.apostrophes import restores_apostrophes
from fixenc.channels.misreading.line import Line
from fixenc.channels.misreading.signs import (
    count_signs_of_formulas,
    is_letter,
    is_lone_a,
    is_punctuation,
    is_sign,
    is_symbol,
    restore_signs,
    without_symbols,
)
from fixenc.channels.misreading.undo import NBSP, Misreading
from fixenc.core.edits import LOST
from fixenc.decide.misreadings import FEW_IDEOGRAPHS
from fixenc.model.characters import CODE_POINTS, GREEK_SYMBOL, Kind
from fixenc.model.plausible import is_plausible
from fixenc.model.score import is_listed
from fixenc.model.tables import tables


def _shared(compute: Callable[[Explained], bool]) -> property:
    """A property that is computed once for all lines of one form."""
    name = compute.__name__

    @wraps(compute)
    def found(self: Explained) -> bool:
        if name not in self.shared:
            self.shared[name] = compute(self)
        return bool(self.shared[name])

    return property(found)


@dataclass
class Explained:
    """The likeliest explanation of a line.

    ``gain`` are the bits by which the explanation is likelier than the text as it stands,
    ``lead`` those by which it is likelier than the next one that makes another text.
    """

    line: Line
    misreading: Misreading
    changed: dict[int, str]
    gain: float
    lead: float
    language: str
    density: float
    """Bits for a character of what the explanation makes of the runs that it changes."""
    lent: float = 0.0
    """Bits of the gain that other lines lend."""
    guessed: bool = False
    """Whether another text is about as likely, of which other bytes were lost."""
    guesses: dict[int, str] = field(default_factory=dict)
    """The likeliest texts of runs of which a part is open."""
    shared: dict[str, object] = field(default_factory=dict, compare=False)
    """Room for results, which the explanations of equal lines share."""

    def of_line(self, line: Line, changed: dict[int, str], guesses: dict[int, str]) -> Explained:
        """The same explanation of another line of the same form."""
        return Explained(
            line,
            self.misreading,
            changed,
            self.gain,
            self.lead,
            self.language,
            self.density,
            self.lent,
            self.guessed,
            guesses,
            self.shared,
        )

    @property
    def changes_marks_only(self) -> bool:
        """Whether a legacy codec makes letters of spaces, digits and marks around words, or spaces.

        They are no evidence.  The same holds of the lines of a table.  Cyrillic in KOI8 that
        DOS shows looks like these, too, but has more kinds of them than a table.
        """
        if self.misreading.writer == "utf-8" or len(self._characters[0]) > _KINDS_OF_LINES:
            return False
        shown, made = ("".join(each).strip() for each in self._characters)
        if not shown or shown.isdecimal() or (self._characters[1] and not made):
            return True
        return all(
            _AROUND.sub("", self.line.runs[at][2]) in new for at, new in self.changed.items()
        )

    @property
    def has_one_letter(self) -> bool:
        """Whether a single letter, perhaps again and again, is all the evidence.

        UTF-8 counts as a single letter only if all characters that were shown for it are letters,
        or all are punctuation, since these stand side by side in other text, too.  So do whole
        words of at most three letters that a legacy codec makes other words of.  A sign such as
        © or the one for degrees, which stays, never stands behind the letter that was before it.
        A letter that stands alone in what is made counts so, too, whatever it was shown as: one in
        quotation marks, or of a formula behind a root, has UTF-8 by chance.
        """
        misreading = self.misreading
        old, made = self._characters
        old = {character for character in old if not character.isspace()}
        if misreading.writer == "utf-8":
            if self.restores_signs:
                return False
            if misreading.reader in codecs.MULTI_BYTE:
                return len(old) < 2
            if len(made) == 1 and (self._makes_lone_letters or self.shows_formula):
                return True
            return (len(old) <= 2 or len(made) == 1) and (
                all(map(is_letter, old)) or all(map(is_punctuation, old))
            )
        return min(len(old), max(1, len(made))) < 2 or (
            len(old) <= _FEW_LETTERS and self._changes_whole_words
        )

    @property
    def shows_formula(self) -> bool:
        """Whether all that changes is a Greek letter behind no letter, and a sign, as in 5 Δ°C."""
        pairs = [(self.line.runs[at][2], new) for at, new in self.changed.items()]
        # Of two characters one is left.
        return all(0 < count_signs_of_formulas(run) == len(run) - len(new) for run, new in pairs)

    @property
    def _makes_lone_letters(self) -> bool:
        """Whether each character outside ASCII that is made is a letter or digit beside none."""
        return all(
            new[at].isalnum() and not (new[at - 1 : at].isalnum() or new[at + 1 : at + 2].isalnum())
            for new in self.changed.values()
            for at in range(len(new))
            if new[at] in self._characters[1] and not is_sign(new[at])
        ) and any(not is_sign(each) and each.isalnum() for each in self._characters[1])

    @property
    def restores_signs(self) -> bool:
        """Whether all that changes is UTF-8 of signs that are shown as themselves behind ``Â``."""
        return all(restore_signs(self.line.runs[at][2]) == new for at, new in self.changed.items())

    @property
    def restores_spaces(self) -> bool:
        """Whether all that is made are no-break spaces."""
        return self._characters[1] == {NBSP}

    @property
    def restores_lone_a(self) -> bool:
        """Whether all that changes is ``à`` alone between words, whose second byte is a space now.

        The space behind the word is there, too.
        """
        return all(
            new.strip() == "à" and is_lone_a(self.line.text, self.line.runs[at][0])
            for at, new in self.changed.items()
        )

    @property
    def restores_apostrophes(self) -> bool:
        """Whether all that changes is an apostrophe in a word that is shown as no other text is."""
        runs = {self.line.runs[at][2]: new for at, new in self.changed.items()}
        return restores_apostrophes(runs, self.language)

    @property
    def _changes_whole_words(self) -> bool:
        """Whether no letter of ASCII stands in the words that were made."""
        return not any(map(_LATIN.search, self._made_words()))

    @_shared
    def makes_no_known_word(self) -> bool:
        """Whether a legacy codec makes no word that the language of the explanation lists.

        Letters that are rare in the languages of the model, but not in that of the text, seem to
        be misread in word after word.  They hardly ever become words of a language, though.  Of a
        codec of East Asia, no two ideographs or syllables side by side are no word.
        """
        writer = codecs.codec(self.misreading.writer)
        if writer.is_utf8:
            return False
        if writer.wide:
            return not any(map(_SIDE_BY_SIDE.search, self.changed.values()))
        return not self.known_words

    @property
    def known_words(self) -> set[str]:
        """The words that were made of others, and that the language of the explanation lists."""
        return set(filter(self._is_known, self._made_words()))

    @property
    def share_of_evidence(self) -> float:
        """The share of the changed words that the language lists, or 1.0 if it lists none.

        It scales the gain of a single letter.  A letter that no language of the model has is met
        in many words of a text, and makes a listed word of one or the other by chance.  Where none
        is listed, another threshold holds.
        """
        writer = codecs.codec(self.misreading.writer)
        words = set() if writer.is_utf8 or writer.wide else set(self._made_words())
        known = sum(map(self._is_known, words))
        return known / len(words) if known else 1.0

    def _made_words(self) -> Iterator[str]:
        """The words that were made of others, in small letters."""
        for at, new in self.changed.items():
            before = set(_WORD.findall(self.line.runs[at][2]))
            yield from (word.lower() for word in _WORD.findall(new) if word not in before)

    def _is_known(self, word: str) -> bool:
        return len(word) > 2 and is_listed(word, self.language)

    @property
    def makes_few_ideographs(self) -> bool:
        """Whether a legacy codec makes so few ideographs or syllables that others may, too."""
        writer = codecs.codec(self.misreading.writer)
        if writer.is_utf8 or not writer.wide:
            return False
        return sum(map(len, map(_IDEOGRAPHS.findall, self.changed.values()))) <= FEW_IDEOGRAPHS

    @property
    def rare(self) -> float:
        """The share of the ideographs that a legacy codec makes which no language lists."""
        if codecs.codec(self.misreading.writer).is_utf8:
            return 0.0
        made = [each for each in self._characters[1] if _SIDE_BY_SIDE.match(2 * each)]
        return sum(not is_listed(each) for each in made) / max(1, len(made))

    @property
    def bits_of_form(self) -> float:
        """The bits by which it is improbable that the changed runs were UTF-8 by chance.

        They are 0 unless all that is not ASCII in these runs was UTF-8, nothing is lost, and the
        letters are of one script.
        """
        misreading = self.misreading
        if misreading.writer != "utf-8" or misreading.lossy:
            return 0.0
        pairs = {(self.line.runs[at][2], new) for at, new in self.changed.items()}
        if any(misreading.whole(run) != new for run, new in pairs):
            return 0.0
        made = [character for _, new in pairs for character in _beyond_ascii(new)]
        letters = [c for c in made if unicodedata.category(c)[0] in "LM" and c < FIRST_IDEOGRAPH]
        if len({ord(letter) // _BLOCK for letter in letters}) > 1:
            return 0.0
        emoji = sum(map(_EMOJI.__contains__, map(ord, made)))
        longer = sum(c >= _THREE_BYTES for c in made) - emoji
        of_two_bytes = _OF_TWO_BYTES * (len(made) - longer - emoji)
        return of_two_bytes + _OF_THREE_BYTES * longer + _OF_EMOJI * emoji

    @property
    def makes_foreign_letters(self) -> bool:
        """Whether a letter is made of a script without a language, or none that a language has.

        Of two letters one is enough that is in no language.
        """
        model = tables()
        letters = [
            c
            for c in self._characters[1]
            if c < _LAST_KNOWN
            and model.kind[ord(c)] == Kind.LETTER
            and not unicodedata.combining(c)
        ]
        if any(c >= _FIRST_FOREIGN and model.script[ord(c)] == 0 for c in letters):
            return True
        plausible = sum(map(is_plausible, letters))
        return bool(letters) and plausible <= (len(letters) == 2)

    @_shared
    def leaves_letters(self) -> bool:
        """Whether UTF-8 that a codec showed is but a part of words of which most letters stay.

        The letters of an alphabet, side by side, have UTF-8 by chance.
        """
        misreading = self.misreading
        if misreading.lossy:
            pairs = ((self.line.runs[at][2], new) for at, new in self.changed.items())
            return _most_stay((_beyond_ascii(run), new) for run, new in pairs)
        if misreading.writer != "utf-8" or misreading.reader not in codecs.SINGLE_BYTE:
            return False
        shown = codecs.writable(misreading.reader)
        words = (
            word for at in self.changed for word in _BETWEEN_WORDS.split(self.line.runs[at][2])
        )
        return _most_stay(
            ([c for c in _beyond_ascii(word) if c in shown], new)
            for word in words
            if (new := misreading.undo(word)) is not None
        )

    @_shared
    def lists_letters(self) -> bool:
        """Whether most of what changes becomes words of a single letter.

        If a legacy codec makes no known word of three letters or more, it is words of two letters
        as well: the rest of what lost bytes, such as emoji, is no longer.
        """
        longest = 2 if self.makes_no_known_word else 1
        words = [
            word
            for new in self.changed.values()
            for word in _WORD.findall(without_symbols(new))
            if not word.isascii() and word < FIRST_IDEOGRAPH
        ]
        single = sum(len(word) <= longest for word in words)
        return single > _FEW_LETTERS and 2 * single > len(words)

    @property
    def occurrences(self) -> int:
        """How often a character outside ASCII was made of others, at least once."""
        made = self._characters[1]
        texts = [new.lower() for new in self.changed.values()]
        return max(1, sum(text.count(character) for text in texts for character in made))

    @property
    def changed_characters(self) -> set[str]:
        """The small characters outside ASCII that were changed."""
        return self._characters[0]

    @property
    def _characters(self) -> tuple[set[str], set[str]]:
        """The small characters outside ASCII that were changed, and those that they became."""
        found = self.shared.get("characters")
        if found is None:
            runs = self.line.runs
            pairs = [(runs[at][2].lower(), new.lower()) for at, new in self.changed.items()]
            old = {c for run, new in pairs for c in {*run} - {*new} if not c.isascii()}
            made = {c for run, new in pairs for c in {*new} - {*run} if not c.isascii()}
            found = self.shared["characters"] = old, made
        assert isinstance(found, tuple)
        return found

    @property
    def restores_formula(self) -> bool:
        """Whether all that changes is UTF-8 of symbols, and a single Greek letter is among them.

        Two Cyrillic letters may be a word.
        """
        return (
            self.misreading.writer == "utf-8"
            and self.restores_symbols
            and any(map(GREEK_SYMBOL.search, self.changed.values()))
            and not all(
                _CYRILLIC.match(each)
                for at in self.changed
                for each in _beyond_ascii(self.line.runs[at][2])
            )
        )

    @property
    def restores_symbols(self) -> bool:
        """Whether all characters outside ASCII of the changed runs were misread symbols."""
        return not self.misreading.lossy and all(
            self.misreading.whole(self.line.runs[at][2]) == new
            and all(map(is_symbol, {*GREEK_SYMBOL.sub("", new)}))
            for at, new in self.changed.items()
        )


def count_open(certain: str, likeliest: str) -> int:
    """How many characters of the likeliest text are open in what is certain of it, by what is left.

    U+FFFD is left for one, or the bytes of it that are not lost.
    """
    left = Counter(_beyond_ascii(certain)) - Counter(_beyond_ascii(likeliest))
    return max(certain.count(LOST), left.total() - left[LOST])


def _most_stay(pairs: Iterable[tuple[Sequence[str], str]]) -> bool:
    """Whether most of some characters stay in what became of them, if they are more than few."""
    left = changed = 0
    for characters, new in pairs:
        stay = sum((Counter(characters) & Counter(new)).values())
        left += stay
        changed += len(characters) - stay
    return left > _FEW_LETTERS and left > changed


def _beyond_ascii(text: str) -> list[str]:
    return [character for character in text if not character.isascii()]


_CYRILLIC = re.compile("[\u0400-\u04ff]")

_KINDS_OF_LINES = 11
"""The signs that a table is drawn with: two lines, four corners, four branches, a crossing."""

_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_WORD = re.compile(r"[^\W\d_]+")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SIDE_BY_SIDE = re.compile(f"{_IDEOGRAPHS.pattern}{{2}}")
_LATIN = re.compile("[A-Za-z]")
_BETWEEN_WORDS = re.compile("[\x00-@\\[-`{-\x7f]+")
_FEW_LETTERS = 3
FIRST_IDEOGRAPH = "\u2e80"
_THREE_BYTES = "\u0800"
_BLOCK = 0x100
"""Code points of which those of one alphabet are, but for those of Latin and Greek."""
_OF_TWO_BYTES, _OF_THREE_BYTES = 2.3, 5.6
"""Bits of a character of UTF-8: in text in legacy codecs one of five pairs of characters outside
ASCII has the form, and one of fifty triples."""

_EMOJI, _OF_EMOJI = range(0x1F000, 0x20000), 16.0
"""Emoji, and the bits of the form of one, which begins with the bytes F0 9F: none of 150,000
quadruples (17 bits) in text in five codecs of East Asia, of which one of 200 is four bytes of
another character."""

_FIRST_FOREIGN, _LAST_KNOWN = "\N{SYRIAC END OF PARAGRAPH}", chr(CODE_POINTS)
"""Before the one, letters of no script are combining ones of known scripts."""
