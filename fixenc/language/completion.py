"""What a damaged word can have been.

The dictionary is damaged the same way as the text
(:mod:`~fixenc.language.damaged_words`): the words that come out alike are what
a damaged word can have been.  A word that no lexicon has is spelled out letter
by letter, each as known words have it between the same neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from math import log2, prod

from fixenc.language.damaged_words import ALL, COMMON, USUAL, Case, damaged_words, remains
from fixenc.language.letters import read
from fixenc.language.lexicon import has_list
from fixenc.language.losses import Loss

_LENDERS = ("fr", "es", "de", "pt", "it", "sv", "pl", "tr", "cs")
"""The languages that words and names with lost letters are looked for in at last."""
_LOAN = 4.0  # bits for a word of another language
_NEVER = 99.0
_UNSEEN = 20.5  # bits that a word costs at least which is in no small lexicon
_CLEAR = 5.0  # bits of margin beyond which rarer words need not be asked for
_ALIKE = 4  # letters that one gap is tried with
_GAPS = 5  # lost letters of an unknown word
_FREQUENT = 14.5  # bits up to which a word is no name
_NAME = 4.6  # bits for a name where a sentence does not start
_SMALL_FIRST = 6.0  # bits for a small letter at the start of a sentence
_LATIN = "\u036f"  # the letters of other scripts come behind it
_ALONE = 20.0  # bits of margin where nothing else fits


@dataclass(frozen=True)
class Completion:
    """What a damaged word may have been, and what it costs in bits.

    ``known`` says that a lexicon has it.
    """

    word: str
    cost: float
    known: bool


@dataclass(frozen=True)
class Found:
    """A damaged word in a text, and what it may have been, likeliest first."""

    start: int
    end: int
    completions: tuple[Completion, ...]
    gain: float  # bits by which the likeliest is cheaper than the word as it stands

    @property
    def margin(self) -> float:
        """The bits by which the likeliest is ahead of the next."""
        if len(self.completions) < 2:
            return _ALONE
        return self.completions[1].cost - self.completions[0].cost


@lru_cache(maxsize=1 << 13)
def completions(
    token: str, loss: Loss, language: str, starts: bool = False, thorough: bool = True
) -> tuple[Completion, ...]:
    """What a damaged word may have been in a language, likeliest first.

    ``starts`` says that it stands where a sentence may begin.  Only if it is to be
    ``thorough`` are rare words asked for.
    """
    gaps = list(remains_of_one(loss, language).finditer(token))
    if not gaps:
        return ()
    if _spares_capital(token, loss) and not _in_capitals(token, gaps):
        found = _behind_capital(token, loss, language, thorough)
        if found:
            return found
    capitals = _in_capitals(token, gaps)
    form = token if capitals else _lowered(token, gaps)
    cases = [Case.UPPER] if capitals else [Case.LOWER]
    if not capitals and gaps[0].start() == 0:
        cases.append(Case.TITLE)
    fitting = dict[str, float]()
    for most in (USUAL, ALL) if thorough else (COMMON,):
        for case in cases if thorough else cases[:1]:
            for word, bits in damaged_words(loss, language, most, case).fitting(form):
                spelled = _recased(word, token, loss)
                if spelled is not None:
                    bits += _case_bits(case, bits, starts=starts, choice=len(cases) > 1)
                    fitting[spelled] = min(bits, fitting.get(spelled, bits))
        ranked = sorted(fitting.values())
        if ranked and min([*ranked[1:], _UNSEEN]) - ranked[0] > _CLEAR:
            break
    if not thorough:
        return _likeliest(fitting)
    if not loss.reader and not fitting:
        for lender in _LENDERS:
            # What begins with such a letter is a name rather than a word.
            for word, bits in damaged_words(loss, lender, USUAL, cases[-1]).fitting(form):
                spelled = _recased(word, token, loss)
                if spelled is not None:
                    fitting[spelled] = min(bits + _LOAN, fitting.get(spelled, _NEVER))
        if fitting:
            return _likeliest(fitting)
    spelled_out = _spelled_out(token, form, gaps, loss, language, cases, starts=starts)
    if not fitting:
        return tuple(spelled_out)
    if not has_list(language, "large"):
        for completion in spelled_out:
            behind = completion.cost - spelled_out[0].cost
            fitting.setdefault(completion.word, _UNSEEN + behind)
    return _likeliest(fitting)


def _spares_capital(token: str, loss: Loss) -> bool:
    """Whether the token begins with a capital that the loss spares, but not the small letter.

    Of the Russian *с* windows-1252 leaves the first byte, and of *С* both.
    """
    first = token[0]
    return first != first.lower() and not loss.hits(first) and loss.hits(first.lower())


def _behind_capital(
    token: str, loss: Loss, language: str, thorough: bool
) -> tuple[Completion, ...]:
    """What the token can have been, found by what the loss leaves of it in small letters."""
    first = token[0].lower()
    found = completions(loss.damaged(first) + token[1:], loss, language, False, thorough)
    return tuple(
        replace(completion, word=token[0] + completion.word[1:])
        for completion in found
        if completion.word.startswith(first) and completion.known
    )


def _likeliest(fitting: dict[str, float]) -> tuple[Completion, ...]:
    found = (Completion(word, bits, True) for word, bits in fitting.items())
    return tuple(sorted(found, key=lambda completion: completion.cost)[:4])


def _in_capitals(token: str, gaps: list[re.Match[str]]) -> bool:
    # Letters that are neither ASCII nor of another script are what bytes are shown as.
    whole = [
        letter
        for letter in _filled(token, gaps, [""] * len(gaps))
        if letter.isalpha() and (letter.isascii() or letter > _LATIN)
    ]
    return bool(whole) and all(map(str.isupper, whole)) and (len(whole) > 1 or gaps[0].start() == 0)


def _case_bits(case: Case, bits: float, *, starts: bool, choice: bool) -> float:
    """What a capital or a small letter at the start of a word costs, where both are possible."""
    if case is Case.TITLE:
        # Frequent words are no names.
        return 0.0 if starts else 7.0 if bits < _FREQUENT else _NAME
    return _SMALL_FIRST if starts and choice else 0.0


def _lowered(token: str, gaps: list[re.Match[str]]) -> str:
    """The token in lower case, but for what is left of its letters."""
    return _filled(token.lower(), gaps, [gap[0] for gap in gaps])


def _recased(word: str, damaged: str, loss: Loss) -> str | None:
    """A word of the lexicon with the capitals that the damaged one still has."""
    letters: list[str] = []
    at = 0
    for letter in word:
        if loss.hits(letter):
            letters.append(letter)
            at += len(loss.damaged(letter))
        else:
            letters.append(damaged[at : at + 1])
            at += 1
    return "".join(letters) if at == len(damaged) else None


def _spelled_out(
    token: str,
    form: str,
    gaps: list[re.Match[str]],
    loss: Loss,
    language: str,
    cases: list[Case],
    *,
    starts: bool,
) -> list[Completion]:
    """The likeliest spellings of a word that is in no lexicon."""
    if len(gaps) > _GAPS:
        return []
    capitals = cases == [Case.UPPER]
    choices: list[list[tuple[float, str]]] = []
    for gap in gaps:
        shares: dict[str, float] = {}
        for case in cases if gap.start() == 0 else cases[:1]:
            words = damaged_words(loss, language, ALL, case)
            weight = 2 ** -_case_bits(case, 17.0, starts=starts, choice=len(cases) > 1)
            for letter, share in words.letters_at(form, gap.start(), gap[0]).items():
                shares[letter] = shares.get(letter, 0.0) + weight * share
        if not shares:
            alike = remains(loss, language)[gap[0]]
            small = [letter for letter in alike if not letter.isupper()]
            shares = dict.fromkeys((gap.start() and not capitals and small) or alike, 1.0)
        total = sum(shares.values())
        ranked = sorted(((share / total, letter) for letter, share in shares.items()), reverse=True)
        choices.append(ranked[:_ALIKE])
    spellings = sorted(
        (-log2(prod(share for share, _ in chosen)), _filled(token, gaps, [c for _, c in chosen]))
        for chosen in product(*choices)
    )
    least, best = spellings[0]
    cost = read(best, frozenset([language])).bits
    return [Completion(word, cost + bits - least, False) for bits, word in spellings[:4]]


def _filled(token: str, gaps: list[re.Match[str]], letters: list[str]) -> str:
    """The token with letters in its gaps."""
    pieces: list[str] = []
    done = 0
    for gap, letter in zip(gaps, letters, strict=True):
        pieces += token[done : gap.start()], letter
        done = gap.end()
    return "".join([*pieces, token[done:]])


@cache
def remains_of_one(loss: Loss, language: str) -> re.Pattern[str]:
    """What is left of one letter."""
    forms = sorted(remains(loss, language), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms)) or "(?!)")
