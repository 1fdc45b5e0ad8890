"""What may join two pieces of a word: an apostrophe, a dash, or the letter `â`.

Asked where a mark was lost between two letters.  The answers are costs: 0 for
what one expects there, 3 for the unusual, 6 and more for what hardly occurs.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from fixenc.language.circumflex import LETTER
from fixenc.language.lexicon import word_frequencies
from fixenc.language.typography import Typography

NEVER = 12.0

_ELISIONS = {
    "fr": "l d j m t s n c qu lorsqu puisqu jusqu quoiqu quelqu presqu aujourd",
    "it": "l d un c m t s v n dell all nell sull dall coll quell quest bell sant tutt anch cent"
    " nient senz mezz dov com cos pover grand gl",
    "ca": "l d n s m t",
    "ga": "d b m",
    "lb": "d",
    "pt": "d",
    "en": "d l",
}
_ELISION = {language: frozenset(words.split()) for language, words in _ELISIONS.items()}
_COMMON_ELISIONS = "d l j qu n s c m t dell all nell sull dall jusqu"
_ANY_ELISION = frozenset(_COMMON_ELISIONS.split())
_VOWELS = frozenset("aeiouyhàáâãäåæèéêëìíîïòóôõöøœùúûüAEIOUYHÀÁÂÃÄÅÆÈÉÊËÌÍÎÏÒÓÔÕÖØŒÙÚÛÜ")

_SUFFIXES = {
    "en": "s t re ve ll d m em am clock all mon",
    "tr": "da de ta te dan den tan ten daki deki taki teki ın in un ün nın nin nun nün a e ya ye"
    " na ne ı i u ü yı yi yu yü nı ni nu nü la le yla yle lı li lu lü dır dir dur dür tır tir"
    " tur tür lık lik luk lük ki ndan nden nda nde sı si su sü lar ler ca ce",
    "pl": "a u em owi ego emu y ie om ach ami ów s i",
    "cy": "r n w ch i u m th",
    "nl": "s tje",
    "fi": "in n ta tä ssa ssä sta stä lla llä lle lta ltä iin ista issa",
    "hu": "s",
}
_SUFFIX = {language: frozenset(words.split()) for language, words in _SUFFIXES.items()}

_WITH_CIRCUMFLEX = ("fr", "pt", "ro", "tr", "vi", "fil")


class Joint(NamedTuple):
    """What each way of joining two pieces costs."""

    apostrophe: float
    dash: float
    letter: float


def joint(left: str, right: str, word: str, customs: Typography) -> Joint:
    """What may have stood between ``left`` and ``right``, parts of ``word``.

    ``word`` is the whole run of letters around them, other lost marks included.
    """
    if (not left.isascii() and not _latin(left[-1])) or (
        not right.isascii() and not _latin(right[0])
    ):
        return Joint(0 if customs.language == "uk" else 2, 2, NEVER)
    if left[-1].isdigit() or right[0].isdigit():
        return Joint(0 if right.lower() == "s" else 3, 3, 8)
    letter = 1.5 if customs.circumflex else 3 if customs.known else 2
    if left[-1].islower() and right[0].isupper():
        letter = 10.0
    elif left[-1].isupper() and right[0].isupper():
        letter = 8.0  # a small letter among capitals
    apostrophe = _apostrophe(left, right, customs)
    dash = _dash(left, right, customs)
    if spelled_with_circumflex(word) or spelled_with_circumflex(f"{left}{LETTER}{right}"):
        return Joint(apostrophe + 4, dash + 4, 0)
    if not apostrophe:
        return Joint(0, dash + 3, letter + 2 * _contracted(left, right))
    return Joint(apostrophe, dash, letter)


def _contracted(left: str, right: str) -> bool:
    """Whether the two are an English contraction: *don’t*, *o’clock*, *I’ve*."""
    ending = right.lower()
    return ending in _SUFFIX["en"] and f"{left.lower()}'{ending}" in word_frequencies("en")


def _apostrophe(left: str, right: str, customs: Typography) -> float:
    lower, ending, language = left.lower(), right.lower(), customs.language
    cautious = 1 if customs.circumflex else 0
    if _contracted(left, right):
        return cautious if len(ending) == 1 and not lower.endswith("n") else 0
    if left[-1] in "OD" and len(left) == 1 and right[0].isupper() and len(right) > 2:
        return 0
    if ending == "s" and len(left) > 1:
        return cautious
    if right[0] in _VOWELS and lower in _ELISION.get(language, ()):
        return 0
    if ending in _SUFFIX.get(language, ()):
        named = left[0].isupper() and len(left) > 1
        if language in ("en", "cy", "nl"):
            return 0 if lower in word_frequencies(language) or named else 2
        return 0 if named else 4
    if right[0] in _VOWELS and lower in _ANY_ELISION and right[0].isupper():
        return 0.5
    return 4


def _dash(left: str, right: str, customs: Typography) -> float:
    known = sum(is_word(part, customs) for part in (left, right))
    named = sum(part[0].isupper() and len(part) > 2 for part in (left, right))
    if known == 2:
        cost = 1.0
    elif known + named >= 2 and known:
        cost = 2.0
    elif known:
        cost = 2.5
    else:
        cost = 5.0
    return cost if customs.joined_dash else cost + 2


def is_word(word: str, customs: Typography) -> bool:
    """Whether the language of the text has this word."""
    lower = word.lower()
    if len(lower) == 1 and lower not in "aeiouy":
        return False
    # Lists of words count the scraps of names and abbreviations as well.
    least = 5e-5 if len(lower) <= 3 else 0.0
    return word_frequencies(customs.language or "en").get(lower, -1.0) >= least


def spelled_with_circumflex(word: str) -> bool:
    """Whether some language spells this word with `â`."""
    lower = word.lower()
    return len(word) > 1 and any(
        lower in _circumflex_words(language) for language in _WITH_CIRCUMFLEX
    )


@cache
def _circumflex_words(language: str) -> frozenset[str]:
    return frozenset(word for word in word_frequencies(language) if LETTER in word)


def elides(left: str, customs: Typography) -> bool:
    """Whether a word such as the French *qu’* can end in an apostrophe before a quotation."""
    return left.lower() in _ELISION.get(customs.language, ())


def _latin(char: str) -> bool:
    return char < "\N{GREEK CAPITAL LETTER HETA}" or "\u1e00" <= char < "\u1f00"
