"""Where `â` is at home: the letters around it in the words that are spelled with it.

A quotation mark, an apostrophe or a dash that was lost stands between other
letters than the vowel does.  :data:`ELSEWHERE` tells a text with any `â` that is
in doubt at the speed of reading, so that Vietnamese, Romanian or French text is
not looked at word by word.
"""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.automaton import compiled, utf8

LETTER = "\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}"

_LETTERS = "AZazÀÖØöøɏḀỿ"  # the first and last of each stretch
_CONSONANTS = "bcdfghjkpqstvxzđșşțţ"
_END = "."  # of a word
_ANY = ""
_BEFORE_END = "bcdđghklmprstvxBCDĐGHKLMNPRSTVX"  # in Vietnamese, and no n: wasnât

_AT_HOME: dict[str, str] = {
    **{nasal + letter: _ANY for nasal in "nm" for letter in _CONSONANTS},
    **{"r" + letter: _ANY for letter in _CONSONANTS + "mn"},
    **{"l" + letter: _ANY for letter in _CONSONANTS + "mn"},
    "nd": _BEFORE_END + "fnqzșşțţFQZ",  # no vowel: Turkish cases end in 'nde
    **{letter + _END: _BEFORE_END + "nu" for letter in "nmupc"},
    "y" + _END: "bcđgimtxĐ",
    "t" + _END: _BEFORE_END,
    "ts": "gm",
    "te": "chCbpg",
    "ti": "bBpPh",
    "tr": "éÉpPle",
    "to": "bB",
    "tă": "c",
    "ch": "tlfgmTLFGM",
    "ce": "rR",
    "ci": "r",
    "bl": "cC",
    "le": "pmhPM",
    "me": "rcRl",
    "mé": "lp",
    "mi": "rnl",
    "ma": "Cc",
    "na": "m",
    "nă": "mpP",
    "ne": "rdmt",
    "ni": "bcmtdrep",
    "in": "cpCP",
    "i" + _END: "t",
}
"""What follows the letter in words, and before it those letters with which it is a word's.

Both are so chosen that no other word begins with what follows, or few do behind words that
end in those letters: a dash between two words may have been lost, too.
"""


def _class_of_letters(but: str = "") -> str:
    """All Latin letters but some, as the inside of a class."""
    stretches: list[str] = []
    for first, last in zip(_LETTERS[::2], _LETTERS[1::2], strict=True):
        start = ord(first)
        for code in [*sorted(ord(each) for each in but if first <= each <= last), ord(last) + 1]:
            if start < code:
                stretches.append(f"{chr(start)}-{chr(code - 1)}")
            start = code + 1
    return "".join(stretches)


def _elsewhere() -> Iterator[str]:
    """Patterns of all that is not in the table."""
    firsts = sorted({following[0] for following in _AT_HOME})
    yield f"{LETTER}(?:[^{''.join(firsts)}]|$)"
    for first in firsts:
        seconds = "".join(following[1] for following in _AT_HOME if following[0] == first)
        if _END in seconds:
            yield f"{LETTER}{first}[{_class_of_letters(but=seconds)}]"
        else:
            yield f"{LETTER}{first}(?:[^{seconds}]|$)"
    end = f"(?:[^{_class_of_letters()}]|$)"
    for following, before in _AT_HOME.items():
        if before != _ANY:
            yield f"(?:^|[^{before}]){LETTER}{following.replace(_END, end)}"


ELSEWHERE = "|".join(_elsewhere())
"""The pattern of an `â` that may be something else."""


def doubtful(text: str) -> Iterator[int]:
    """The positions of every `â` that may be something else."""
    data, automaton, letter = utf8(text), compiled(ELSEWHERE), utf8(LETTER)
    at = done = 0  # the same place, in characters and in bytes
    start = 0
    while found := automaton.search(data, start):
        place = data.index(letter, found.start())
        at += len(data[done:place].decode("utf-8", "surrogatepass"))
        done = place
        yield at
        start = place + len(letter)
