"""What no language writes, as one regular expression: the shapes that misread text has.

A codec that reads another one's bytes gives letters that no language puts
beside each other, symbols inside words, capitals after small letters, two
alphabets in one word.  Each is rare in clean text (one line in a hundred or
less), and a misread line has at least one, so text without any is proved clean
by one pass of a finite automaton.

:func:`condition` writes the expression down, in the syntax of RE2.  It takes a
while: :mod:`fixenc.language.train` keeps the result in ``suspicion.re2``, from
where :mod:`fixenc.language.suspicion` reads it.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import inf

from fixenc.language import codecs
from fixenc.language.families import IDEOGRAPHIC
from fixenc.language.letters import Family, family

_RAREST = {"LATIN": 12, "CYRILLIC": 12, "GREEK": 12, "ARABIC": 13, "HEBREW": 13, "THAI": 99}
"""For each script that a single-byte codec has, the bits of a pair of letters that is rare.

That is in the language that has it most often.  At 12 bits one line in two
hundred of edited text in these scripts has such a pair; most are in loans.
"""

_RARE_CHARACTER = {"CJK": 14.5, "HANGUL": 15.0}
"""The same for the characters of scripts that have thousands: two of these in a row are rare."""

_JOINERS = (
    "\xa0\xad\u202f\u2019\u2018\u02bc\u2010\u2011\u2013\u2014\u2026\u2032\xb7\u05be\u05f3\u05f4"
)
"""Marks that stand between the letters of a word, or of two."""

_ALPHABETS = r"\p{Latin}\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}"
_NOT_LATIN = r"\p{Cyrillic}\p{Greek}\x{5d0}-\x{5ea}\p{Arabic}\p{Thai}"
_LINES = r"\x{2500}-\x{259f}"
_HALF_WIDTH = r"\x{ff61}-\x{ff9f}"


def condition() -> str:
    """The whole expression, for RE2, over text in NFC or any other form."""
    symbols = _among(_symbols())
    marks = r"\x{2018}-\x{201e}\x{2013}\x{2014}\x{2026}"
    small = _among(_accented(str.islower))
    capital = _among(_accented(str.isupper))
    western = _among(filter(_is_western, _accented(str.isalpha)))
    foreign = _among(letter for letter in _accented(str.isupper) if letter > "\u0370")
    inside = _among(_symbols().difference(_JOINERS))
    return "|".join(
        (
            # Control characters, which double misreadings and undefined bytes leave,
            # and characters that nobody types.
            r"[\x{80}-\x{9f}\x{e000}-\x{f8ff}\x{a4}\x{a6}\x{ac}\x{a8}\x{af}\x{b8}]",
            rf"[{_HALF_WIDTH}]",
            # A symbol inside a word; a mark that opens after a letter; the lead byte of
            # UTF-8 as a capital or a symbol, and what the bytes after it become.
            rf"[{_ALPHABETS}][{inside}\xaa\xba][{_ALPHABETS}]",
            rf"[{_ALPHABETS}][\x{{201e}}\x{{201a}}\x{{2039}}\xa1\xbf]",
            rf"[{capital}][{symbols}\x{{2c6}}]",
            rf"[{small}][{_among(_symbols() - set('»«'), _MARKED)}]",
            # In French a no-break space stands before what closes.
            rf"[{small}](?:[{marks}][{marks}\xa1-\xbf]|\xa0[\xa1-\xba\xbc-\xbf])",
            r"[\xa1-\xaa\xac-\xba\xbc-\xbe][\xa1-\xba\xbc-\xbe]|[\x{2320}\x{2321}\x{25a0}]\p{L}",
            rf"[\xd7\xf7][{symbols}]|[\x{{221a}}\x{{192}}\x{{2248}}][^\x00-\x7f]",
            # A capital after a small letter, one of them with an accent.
            rf"\p{{Ll}}[{capital}]|[{_among(filter(_is_western, _accented(str.islower)))}][A-Z]",
            # Two alphabets in one word, but for single letters that look alike and
            # the prefixes of Arabic; the lines of boxes and letters.
            rf"[a-z]{{2}}[{_NOT_LATIN}]|[\p{{Cyrillic}}\p{{Greek}}\p{{Thai}}][a-z]{{2}}",
            rf"[{western}][{_NOT_LATIN}]|[{_NOT_LATIN}][{western}]",
            rf"\p{{Latin}}[{_LINES}]|[{_LINES}]\p{{Latin}}",
            rf"[{_NOT_LATIN}][{_LINES}]|[{_LINES}][{_NOT_LATIN}]|[{_LINES}][{symbols}]",
            # The two letters of one accented letter, or currency sign, by themselves.
            rf"[a-z],? [{foreign}][{_NOT_LATIN}]?\xa0?[ 0-9][a-z0-9]",
            *_MISPLACED,
            *_rare_pairs(),
            *_rare_characters(),
        )
    )


_ACUTE = r"[\xe1\xed\xf3\xfa]"
_DOUBLE_ACUTE = r"(?:\xf5[bdfgjklprstvz]|\xfb)"
_MISPLACED = (
    # The \u0151 and \u0171 of a Hungarian.  Languages that write \xf5 or \xfb have no acute
    # accents, or other letters behind them.
    rf"{_ACUTE}[^\n]*{_DOUBLE_ACUTE}|{_DOUBLE_ACUTE}[^\n]*{_ACUTE}",
    # The \u0103 of a Romanian, and the first letter of \u015fi.
    r"\xe3[bcdfgjlprtvx]|[ (]\xba[a-z]",
)
"""Letters of windows-1250 as windows-1252 shows them, where no language has them."""


_MARKED = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\xa0\xad\xb7\u2010\u2011"
"""Marks that follow a small letter in everyday text."""


def _symbols() -> set[str]:
    """What the codecs with one byte a character have that is no letter, digit or line."""
    return {
        character
        for codec in codecs.SINGLE_BYTE
        for character in codecs.shown(codec)[0xA0:] + codecs.shown(codec)[0x80:0xA0]
        if not character.isascii()
        and (unicodedata.category(character)[0] in "PSZ" or unicodedata.category(character) == "No")
        and not "\u2500" <= character < "\u25a0"
    }


def _accented(kind: object) -> Iterator[str]:
    """The letters outside ASCII that codecs have, of one case."""
    letters = {letter for codec in codecs.SINGLE_BYTE for letter in codecs.repertoire(codec)}
    return (letter for letter in letters if kind(letter))  # type: ignore[operator]


def _is_western(letter: str) -> bool:
    return letter < "\u0250"


def _rare_pairs() -> Iterator[str]:
    """Two letters of one script, not both ASCII, that no language has in a row."""
    for script, limit in _RAREST.items():
        statistics = family(script)
        letters = [each for each in statistics.singles if not unicodedata.combining(each)]
        after: defaultdict[frozenset[str], set[str]] = defaultdict(set)
        for first in letters:
            rare = (
                second
                for second in letters
                if not (first + second).isascii()
                and _least(statistics, statistics.pairs.get(first + second)) >= limit
            )
            after[frozenset(rare)].add(first)
        for seconds, firsts in after.items():
            if seconds:
                yield f"[{_among(_both_cases(firsts))}][{_among(_both_cases(seconds))}]"


def _least(statistics: Family, packed: int | None) -> float:
    return inf if packed is None else statistics.least(packed)


def _both_cases(letters: Iterable[str]) -> set[str]:
    """The letters, and their capitals as far as these are no letters of ASCII."""
    return {
        case
        for letter in letters
        for case in (letter, letter.upper())
        if case == letter or (len(case) == 1 and not case.isascii())
    }


def _rare_characters() -> Iterator[str]:
    """Two rare ideographs or syllables in a row, or one beside another script."""
    blocks = {"CJK": range(0x4E00, 0xA000), "HANGUL": range(0xAC00, 0xD7A4)}
    for script in IDEOGRAPHIC:
        singles = family(script).singles
        rare = _among(
            character
            for character in map(chr, blocks[script])
            if _least(family(script), singles.get(character)) > _RARE_CHARACTER[script]
        )
        other = r"\p{Latin}\p{Hangul}" if script == "CJK" else r"\p{Latin}"
        yield rf"[{rare}](?:.?[{rare}].?[{rare}]|[{other}])|[{other}][{rare}]"
    yield r"\p{Latin}\p{Han}{1,2}[ ,.;a-z]|[a-z]\p{Hangul}{1,2}[a-z]|[ '(][\p{Han}\p{Hangul}][a-z]"
    yield r"\p{Han}[\p{Cyrillic}\x{3100}-\x{312f}]"


def _among(characters: Iterable[str], but: str = "") -> str:
    """The inside of a character class, as ranges of code points."""
    codes = sorted({ord(character) for character in characters if character not in but})
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(
        _spelt(first) if first == last else f"{_spelt(first)}-{_spelt(last)}"
        for first, last in ranges
    )


def _spelt(code: int) -> str:
    return chr(code) if chr(code).isalpha() else rf"\x{{{code:x}}}"
