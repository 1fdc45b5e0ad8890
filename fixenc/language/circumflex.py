"""Where `â` is at home: the letters around it in the words that are spelled with it.

A quotation mark, an apostrophe or a dash that was lost stands between other
letters than the vowel does.  :data:`ELSEWHERE` tells a text with any `â` that is
in doubt at the speed of reading, so that Vietnamese, Romanian or French text is
not looked at word by word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from fixenc.automaton import compiled, utf8

LETTER = "\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}"

_LETTERS = "AZazÀÖØöøɏḀỿ"  # the first and last of each stretch
_CONSONANTS = "bcdfghjkpqstvxzđșşțţ"
_EDGE = "."  # of a word
_ANY = ""
_NEAR = 3  # letters before it are looked at
_BEFORE_END = "bcdđghklmprstvxBCDĐGHKLMNPRSTVX"  # in Vietnamese, and no n: wasnât

_AT_HOME: dict[str, str] = {
    **{nasal + letter: _ANY for nasal in "nm" for letter in _CONSONANTS},
    **{"r" + letter: _ANY for letter in _CONSONANTS + "mn"},
    **{"l" + letter: _ANY for letter in _CONSONANTS + "mn"},
    "nd": _BEFORE_END + "fjnqzșşțţFQZ",  # no vowel: Turkish cases end in 'nde
    "nd" + _EDGE: "aeiu",
    **{letter + _EDGE: _BEFORE_END + "nu" for letter in "nmupc"},
    "y" + _EDGE: "bcdđðghilmrtvxBCDĐGLTVX",
    "t" + _EDGE: _BEFORE_END,
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
    "i" + _EDGE: "t",
}
"""What follows the letter in words, and before it those letters with which it is a word's.

Both are so chosen that no other word begins with what follows, or few do behind words that
end in those letters: a dash between two words may have been lost, too.
"""

_WORDS = (
    # French
    "âge âges âgé âgée âgées âgés âme âmes pâques bâtard- "
    # Portuguese
    "diâmetr- goiâni- orgâni- tanzâni- "
    # Romanian
    "atâta atâte- atâți- bătrân- câști- câți- câtorva gâtul- hotărâr- lân- mâin- pâna pârâu- "
    "rămâi rămânând român- râd- râm- râs- râu- sân- stăpân- tân- urât- vân- "
    # Turkish
    "âlem- âşık- dâhil- hâki- hâl- hâlâ hikây- imkân- inkâr- kâr kâğı- mekân- rüzgâr- şikây- "
    # Vietnamese
    "âm âu"
)
"""Frequent words that are spelled with the letter, or their beginnings, and not in the table.

Nobody joins their two halves by a dash, nor quotes one of them.
"""


def _at_home() -> dict[str, set[str]]:
    """What follows the letter at home, and what then comes right before it."""
    home: defaultdict[str, set[str]] = defaultdict(set)
    for following, before in _AT_HOME.items():
        home[following].update(before or {_ANY})
    for word in _WORDS.split():
        stem = word.removesuffix("-")
        for at, letter in enumerate(stem):
            if letter == LETTER:
                following = stem[at + 1 :] + _EDGE * (stem == word)
                head = stem[max(0, at - _NEAR) : at]
                if at <= _NEAR:  # it may begin with a capital
                    home[following].add(_EDGE + head.capitalize())
                home[following].add(_EDGE * (at <= _NEAR) + head)
    return home


@cache
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


def _none_of(characters: str, edge: str) -> str:
    """The pattern of what is none of some characters, if not the end of the text at an ``edge``."""
    if _EDGE in characters:
        return f"[{_class_of_letters(but=characters)}]"
    return f"(?:[^{characters}]|{edge})"


def _not_behind(heads: Collection[str]) -> Iterator[str]:
    """Patterns of what the text ends in where it ends in none of ``heads``."""
    before: defaultdict[str, set[str]] = defaultdict(set)
    for head in heads:
        for at in range(len(head)):
            before[head[at + 1 :]].add(head[at])
    whole = tuple(heads)
    for tail, characters in before.items():
        if not tail.endswith(whole):
            yield _none_of("".join(sorted(characters)), "^") + tail


def _elsewhere() -> Iterator[str]:
    """Patterns of all that is not at home."""
    home = _at_home()
    after: defaultdict[str, set[str]] = defaultdict(set)
    for following in home:
        for at, character in enumerate(following):
            after[following[:at]].add(character)
    end = f"(?:[^{_class_of_letters()}]|$)"
    for start in sorted(after.keys() | home.keys()):
        heads = set().union(*(home.get(start[:at], ()) for at in range(len(start) + 1)))
        following = start.replace(_EDGE, end)
        if start in after:
            following += _none_of("".join(sorted(after[start])), "$")
        if not heads:
            yield LETTER + following
        elif _ANY not in heads:
            yield f"(?:{'|'.join(_not_behind(heads))}){LETTER}{following}"


ELSEWHERE = "|".join(_elsewhere())
"""The pattern of an `â` that may be something else."""


def doubtful(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The positions in ``lines`` of ``text`` of every `â` that may be something else."""
    automaton, letter = compiled(ELSEWHERE), utf8(LETTER)
    for first, last in lines:
        start = max(0, first - 1)
        data = utf8(text[start : last + 1])  # with the line feeds around it
        at, done = start, 0  # the same place, in characters and in bytes
        found = automaton.search(data)
        while found:
            place = data.index(letter, found.start())
            at += len(data[done:place].decode("utf-8", "surrogatepass"))
            done = place
            yield at
            found = automaton.search(data, place + len(letter))
