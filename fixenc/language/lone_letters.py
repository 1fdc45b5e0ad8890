"""Letters that look like what damage leaves, and stand there for themselves."""

from __future__ import annotations

import re
from collections.abc import Set

from fixenc.language.circumflex import LETTER

_WORD = re.compile(r"[^\W\d_]{2,}")
_BORDER = re.compile(r"[\t\n]")
_CELL = 400  # characters to either side that can belong to one
_LONGEST_WORD = 40
_NEAR = 20
_NOT = re.compile(r"t(?![^\W\d_])")
_AUXILIARY = re.compile(
    r"(?:^|[\W_\xe2])(?:do|does|did|is|are|was|were|has|have|had|wo|would|could|should|ca|must|need|ai|"
    r"might|ought|dare|sha|may)n$",
    re.IGNORECASE,
)
_ELISION = re.compile(r"(?:^|[\W_])(?:[cdjlmnst]|[a-z]*qu)$", re.IGNORECASE)
_NAME_BEGINS = re.compile(r"(?:^|[\W_])[A-Z][a-z]?$")
_NAME_GOES_ON = re.compile(r"[a-z]{1,8}-[A-Z]")
_CLOSING = ("“", "”", "’", "»")
_NAME_ELIDED = re.compile(r"[\w,] [CDJLMNST]$")
_CIRCUMFLEX = re.compile("[êîôûÊÎÔÛ]")
_NAMES_A_LETTER = re.compile(
    r"(?:^|[\W_])(?:une?|les?|la|des|du|cet?|uma?|el|una|il|the|an|"
    r"l[ei]tt(?:re|er)s?|lettera|letra|litera|voyelles?|vowels?|caract[eè]re|character|Buchstaben?)"
    r"\s+[«“„‘\"'(]?\s?$",
    re.IGNORECASE,
)
"""What stands before the name of a letter, and not before a dash."""


def is_listed(text: str, start: int, end: int) -> bool:
    """Whether a letter stands by itself in a cell or line with hardly a word beside it.

    So it does in tables, alphabets and lists of words.

    >>> is_listed("ã\\tA\\nâ\\tA\\n", 4, 5), is_listed("It is so â and not so.", 9, 10)
    (True, False)
    """
    if text[max(0, start - 1) : start].strip() or text[end : end + 1].strip():
        return False
    before = _BORDER.split(text[max(0, start - _CELL) : start])[-1]
    after = _BORDER.split(text[end : end + _CELL], maxsplit=1)[0]
    return len(_WORD.findall(before)) + len(_WORD.findall(after)) < 2


def is_one_of_many(text: str, at: int) -> bool:
    """Whether the letter at ``at`` begins a word, and its line has others with a circumflex.

    Who writes "dôt" for "dot" to hide an address writes "ât" for "at", too.
    """
    if text[max(0, at - 1) : at].strip() or not text[at + 1 : at + 2].isalpha():
        return False
    line_start = text.rfind("\n", 0, at) + 1
    line = text[max(line_start, at - _CELL) : at + _CELL].partition("\n")[0]
    return _CIRCUMFLEX.search(line) is not None


def is_named(text: str, at: int) -> bool:
    """Whether the letter at ``at`` stands by itself behind an article, or a word for letters.

    >>> is_named("il faut un â ici", 11), is_named("la lettre « â »", 12)
    (True, True)
    >>> is_named("the âgood” man", 4), is_named("Das Dorf â es ist klein", 9)
    (False, False)
    """
    if not _is_bare(text, at):
        return False
    return _NAMES_A_LETTER.search(text[max(0, at - _NEAR) : at]) is not None


def is_near_one_of_a_word(text: str, at: int, lost: Set[int]) -> bool:
    """Whether the letter at ``at`` stands by itself, and close to it a word is spelled with one.

    ``lost`` are the positions of those that are no letters.  Who spells words with
    the letter may be writing about it.

    >>> is_near_one_of_a_word("Dans pâte, â se prononce", 11, {11})
    True
    >>> is_near_one_of_a_word("âge â”", 4, {0, 4})
    False
    """
    if not _is_bare(text, at):
        return False
    start = max(text.rfind("\n", 0, at) + 1, at - _LONGEST_WORD)
    near = text[start : at + _LONGEST_WORD]
    end = near.find("\n", at - start)
    return any(
        start + place not in lost and not _is_bare(text, start + place)
        for place, char in enumerate(near if end < 0 else near[:end])
        if char == LETTER
    )


def _is_bare(text: str, at: int) -> bool:
    return not (text[max(0, at - 1) : at].isalnum() or text[at + 1 : at + 2].isalnum())


def may_be_of_a_word(text: str, at: int) -> bool:
    """Whether the letter at ``at`` is the whole of a word or beside a Latin letter.

    It is none in the middle of an English *n’t*.

    >>> may_be_of_a_word("Di fâ”", 4), may_be_of_a_word("na âGrenadîni", 3)
    (True, True)
    >>> may_be_of_a_word("1990â1995", 4), may_be_of_a_word("так,â сказал", 4)
    (False, False)
    """
    head, tail = text[max(0, at - _NEAR) : at], text[at + 1 : at + _NEAR]
    if _NOT.match(tail) and _AUXILIARY.search(head):
        return False
    left, right = head.rstrip(LETTER)[-1:], tail.lstrip(LETTER)[:1]
    if _is_latin(left) or _is_latin(right):
        return True
    near = (head + tail).replace(LETTER, "")
    return not left.strip() and not right.strip() and any(map(_is_latin, near))


def _is_latin(char: str) -> bool:
    return char.isalpha() and (char < "\u0370" or "\u1e00" <= char < "\u1f00")


def is_at_home(text: str, at: int) -> bool:
    """Whether the letter at ``at`` is likely one of the word around it.

    >>> is_at_home("âzûâ Kûku", 3), is_at_home("in Drâa-Tafilalet", 5), is_at_home("sultanât", 6)
    (True, True, True)
    >>> is_at_home("a manâa well-known man", 5), is_at_home("wasnât", 4)
    (False, False)
    """
    if _is_latin(text[max(0, at - 1) : at]) and text[at + 1 : at + 2] in _CLOSING:
        return True  # a mark that is whole: none was lost here
    before = text[max(0, at - _LONGEST_WORD) : at].split()
    after = text[at + 1 : at + _LONGEST_WORD].split()
    head = before[-1] if before and not text[at - 1 : at].isspace() else ""
    tail = after[0] if after and not text[at + 1 : at + 2].isspace() else ""
    is_inside = head[-1:].isalpha() and tail[:1].isalpha()
    if _CIRCUMFLEX.search(head + tail) and (is_inside or text[at] in head + tail):
        return not _ELISION.search(head)
    if tail[:1].islower() and _NAME_ELIDED.search(text, max(0, at - _NEAR), at):
        return True  # no elision has a capital in the middle of a sentence: Sâo Tomé
    if _NAME_BEGINS.search(head) and _NAME_GOES_ON.match(tail):
        return True
    return bool(_NOT.match(tail) and head[-1:].isalpha() and not _AUXILIARY.search(head))
