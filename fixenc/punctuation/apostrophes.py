"""Apostrophes with spaces beside them: whether they join two words, in bits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fixenc.model.apostrophes import apostrophe_bits, before, behind
from fixenc.model.language import language_bits, name_of
from fixenc.model.score import costs
from fixenc.punctuation.candidates import UNSEEN_PIECE
from fixenc.punctuation.context import known_bits

_CLITICS = "s|t|ll|re|ve|d|m"
"""The endings that English joins to a word by an apostrophe."""

_VOWELS = "aeiouyhAEIOUYH"

_MARK = "['’]"
_DETACHED = re.compile(
    rf"(?<![\w'’‘`-])(?P<left>[^\W\d_]+)(?P<apart> {_MARK} ?|{_MARK} )"
    r"(?P<right>[^\W\d_]+)(?![\w'’])"
)
_AND = re.compile(
    rf"(?<=[A-Za-z])(?P<apart> (?:{_MARK} n ?|{_MARK}n )(?P<mark>{_MARK}) ?)(?=[a-z])"
)
_CLITIC = re.compile(rf"(?:{_CLITICS})(?=[-\s.,;:!?)\]”\"…–—]|$)", re.IGNORECASE)
_OPENS, _CLOSES = re.compile(r"(?<![\w'’])['‘](?=\w)"), re.compile(r"(?<=[\w.,!?])['’](?!\w)")

_UNJOINED = frozenset("a an the and or of with".split())
"""Words that English joins no clitic to: behind them a quotation opens, or letters are listed."""


@dataclass(frozen=True)
class Detached:
    """An apostrophe with spaces beside it: half-open span, repair, evidence.

    ``gain`` are the bits by which the words are likelier joined, ``known`` what speaks for a
    language of the model; ``unambiguous`` says that there is no other reading.
    """

    start: int
    end: int
    new: str
    gain: float
    known: float
    unambiguous: bool


def detached(text: str, start: int, end: int) -> Iterator[Detached]:
    """Apostrophes of a line that have spaces beside them and may join two words."""
    matches = list(_DETACHED.finditer(text, start, end))
    around = _DETACHED.sub(r"\g<left> \g<right>", text[start:end])
    ands = list(_AND.finditer(text, start, end))
    if not matches and not ands:
        return
    base = language_bits(around)
    if name_of(int(base.argmin())) != "en":
        ands.clear()
    gains = list(_gains(matches, base - base.min()))
    possible = [_is_possible(match, one) for match, (_, one) in zip(matches, gains, strict=True)]
    if not ands and not any(possible):
        return
    known = known_bits(around)
    for match in ands:
        mark = match["mark"]
        yield Detached(*match.span(), f" {mark}n{mark} ", np.inf, known, True)
    for match, (gain, language), may_be in zip(matches, gains, possible, strict=True):
        if not may_be:
            continue
        # A mark that joins nothing opens or closes a quotation, or a list of letters.
        is_sure = all(possible) and _is_unambiguous(match, language)
        is_sure &= not _may_quote(text, match, start, end)
        yield Detached(*match.span("apart"), match["apart"].strip(), gain, known, is_sure)


def _gains(
    matches: Sequence[re.Match[str]], base: np.ndarray[tuple[int], np.dtype[np.float32]]
) -> Iterator[tuple[float, str]]:
    """The bits by which words are likelier joined, and the language in which they are."""
    texts = [
        text
        for match in matches
        for text in (
            match[0],
            f"{match['left']}’{match['right']}",
            match["left"].lower(),
            match["right"].lower(),
        )
    ]
    bits = costs(texts)
    for number, match in enumerate(matches):
        apart, joined, left, right = bits[4 * number : 4 * number + 4]
        joint = np.minimum(
            apostrophe_bits(before(match["left"].lower())) - left,
            apostrophe_bits(behind(match["right"].lower())) - right,
        )
        as_one = base + joined + np.minimum(joint, UNSEEN_PIECE)
        language = name_of(int(as_one.argmin()))
        if _is_name(match):
            yield UNSEEN_PIECE, language
        else:
            yield float((base + apart).min() - as_one.min()), language


def is_clitic(text: str, end: int, start: int) -> bool:
    """Whether the word that begins at ``start`` is one that English joins to a word before.

    ``end`` is where the word before ends.

    >>> is_clitic("don t", 3, 4), is_clitic("it s so", 2, 3), is_clitic("a t", 1, 2)
    (True, True, False)
    """
    clitic = _CLITIC.match(text, start)
    before = text[end - 1 : end]
    return clitic is not None and before.isalpha() and (clitic[0].lower() != "t" or before in "nN")


def _is_name(match: re.Match[str]) -> bool:
    """Whether this is a name such as *O’Malley*."""
    return match["left"] == "O" and match["right"].istitle()


def _is_possible(match: re.Match[str], language: str) -> bool:
    """Whether the grammar of the language lets an apostrophe join the two words."""
    left, right, apart = match["left"], match["right"], match["apart"]
    if language == "en":
        if _is_name(match):
            return True
        is_clitic = _CLITIC.match(match.string, match.start("right")) is not None
        # Words of dialect end in an apostrophe before a space: “top o’ the morning”.
        is_joined = left.lower() not in _UNJOINED and (right.lower() != "t" or left[-1] in "nN")
        return apart[0] == " " and is_clitic and is_joined
    return language in _ELIDING and (right[0] in _VOWELS or not right[0].isascii())


_ELIDING = frozenset({"fr", "it", "ca", "oc"})
"""Languages in which a vowel is left out before another one, and in which no word begins with an
apostrophe; Dutch, German and Breton have words that do."""

_SPACED = frozenset({"it", "oc"})
"""Those that were printed with a space behind the apostrophe, and have words that end in one."""


def _is_unambiguous(match: re.Match[str], language: str) -> bool:
    return language not in _SPACED or match["apart"][0] == " "


def _may_quote(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the mark may open or close a quotation of the line."""
    opened = len(_OPENS.findall(text, start, match.start()))
    closed = len(_CLOSES.findall(text, start, match.start()))
    if match["apart"][0] != " ":
        return opened > closed
    ahead = _DETACHED.sub(" ", text[match.end() : end])
    return len(_CLOSES.findall(ahead)) != len(_OPENS.findall(ahead))
