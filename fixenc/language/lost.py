"""Words that lost bytes or letters, and what they were.

The dictionary is damaged the same way as the text
(:mod:`~fixenc.language.damaged_words`): the words that come out alike are what
a damaged word can have been.  A word that no lexicon has is spelled out letter
by letter, each as known words have it between the same neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from math import log2, prod

from fixenc.edits import Edit, apply
from fixenc.language.completion import Completion, Found
from fixenc.language.damaged_words import (
    ALL,
    COMMON,
    USUAL,
    Case,
    damaged_words,
    letters_in_use,
    remains,
)
from fixenc.language.families import FAMILIES, IDEOGRAPHIC, family_of
from fixenc.language.function_words import language_of
from fixenc.language.letters import WORD, family, read, word_cost
from fixenc.language.lexicon import has_list, word_frequencies
from fixenc.language.losses import Loss, byte_losses
from fixenc.language.misreading import Misreading
from fixenc.language.unspaced import find_characters, language_without_spaces

SAMPLE = 6000  # characters that tell which loss and which language it was
_TOKENS = 80  # damaged words that tell it
_LANGUAGES = 4  # that are tried in one script
_FOREIGN = 40.0  # bits at most that speak against a language
_UNSEEN = 20.5  # bits that a word costs at least which is in no small lexicon
_CLEAR = 5.0  # bits of margin beyond which rarer words need not be asked for
_ALIKE = 4  # letters that one gap is tried with
_GAPS = 5  # lost letters of an unknown word
_FREQUENT = 14.5  # bits up to which a word is no name
_NAME = 4.6  # bits for a name where a sentence does not start
_SMALL_FIRST = 6.0  # bits for a small letter at the start of a sentence
_STAND_IN = 12.0  # bits for a question mark where nothing is asked
_ASKED = 4.0  # and where something may be


@lru_cache(maxsize=1 << 13)
def completions(
    token: str, loss: Loss, language: str, starts: bool = False, thorough: bool = True
) -> tuple[Completion, ...]:
    """What a damaged word may have been in a language, likeliest first.

    ``starts`` says that it stands where a sentence may begin.  Only if it is to be
    ``thorough`` are rare words asked for.
    """
    gaps = list(_remains(loss, language).finditer(token))
    if not gaps:
        return ()
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
    spelled_out = _spelled_out(token, form, gaps, loss, language, cases, starts=starts)
    if not fitting:
        return tuple(spelled_out)
    if not has_list(language, "large"):
        for completion in spelled_out:
            behind = completion.cost - spelled_out[0].cost
            fitting.setdefault(completion.word, _UNSEEN + behind)
    return _likeliest(fitting)


def _likeliest(fitting: dict[str, float]) -> tuple[Completion, ...]:
    found = (Completion(word, bits, True) for word, bits in fitting.items())
    return tuple(sorted(found, key=lambda completion: completion.cost)[:4])


def _in_capitals(token: str, gaps: list[re.Match[str]]) -> bool:
    whole = [letter for letter in token if letter.isascii() and letter.isalpha()]
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
def _remains(loss: Loss, language: str) -> re.Pattern[str]:
    """What is left of one letter."""
    forms = sorted(remains(loss, language), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms)) or "(?!)")


@cache
def _token(loss: Loss, language: str) -> re.Pattern[str]:
    """A run of characters that may be one damaged word."""
    letter = WORD.pattern.removesuffix("+")
    return re.compile(f"(?:{_remains(loss, language).pattern}|{letter})+")


_SENTENCE_START = re.compile(r"(?:\A|[\n!?…]|(?<!\d)\.)[\s“”„‘’«»\"'(–—\[*â-]*\Z")
_BEFORE = 6  # characters that tell whether a sentence starts
_PROOF = 30.0  # bits without which the loss was the one that leaves most open
# Where both losses leave most letters whole, or what was repaired before looks like that.
_DOUBTED = frozenset(FAMILIES["LATIN"] + FAMILIES["CYRILLIC"])
_CONSISTENT = 3.0  # bits against a loss for each letter that it would have hit


@dataclass(frozen=True)
class Explanation:
    """How a text lost bytes, and what that did to it.

    ``whole`` are the letters of which nothing was lost, ``text`` is what the
    repair of those makes of it, and ``words`` are the words hit, in that text;
    single characters if ``unspaced``.
    """

    loss: Loss
    whole: tuple[Edit, ...]
    text: str
    words: tuple[Found, ...]
    unspaced: bool = False


def find(text: str, losses: tuple[Loss, ...]) -> Explanation | None:
    """The loss that explains most of what is odd in ``text``, and the words it hit."""
    plain = {loss: _with_whole_letters(text, loss) for loss in losses}
    if losses and losses[0].reader:
        loss = losses[0]  # the only one that leaves something of such a script
        whole, restored = plain[loss]
        language = language_without_spaces(restored[:SAMPLE])
        if language:
            characters = tuple(find_characters(restored, loss, language))
            if all(found.end - found.start == 1 for found in characters):
                return None  # letters of Europe, which may be meant
            return Explanation(loss, whole, restored, characters, unspaced=True)
    best: tuple[float, Loss, str] | None = None
    for loss in reversed(losses):
        _, restored = plain[loss]
        against = _CONSISTENT * _spared(restored, loss)
        for language, surprise in _languages(restored, loss):
            sample: dict[str, float] = {}
            for found in _words(restored, loss, language, thorough=False):
                sample[restored[found.start : found.end]] = found.gain
                if len(sample) >= _TOKENS:
                    break
            gain = sum(sample.values()) - against - surprise
            # A few words are no proof of a loss that leaves less open than the other one.
            doubted = loss is not losses[-1] and language in _DOUBTED
            if sample and (best is None or gain > (max(best[0], _PROOF) if doubted else best[0])):
                best = (gain, loss, language)
    if best is None:
        return None
    _, loss, language = best
    whole, restored = _of_the_language(text, plain[loss], language)
    return Explanation(loss, whole, restored, tuple(_words(restored, loss, language)))


def _with_whole_letters(text: str, loss: Loss) -> tuple[tuple[Edit, ...], str]:
    """The letters of which no byte was lost, and the text with these repaired."""
    edits = tuple(Misreading(loss.reader, "utf-8").edits(text)) if loss.reader else ()
    return edits, apply(text, edits)


def _of_the_language(
    text: str, plain: tuple[tuple[Edit, ...], str], language: str
) -> tuple[tuple[Edit, ...], str]:
    """The whole letters without those that are none of the language: they are chance."""
    letters = letters_in_use(language)
    kept = tuple(edit for edit in plain[0] if edit.new in letters or not str(edit.new).isalpha())
    return plain if len(kept) == len(plain[0]) else (kept, apply(text, kept))


def _spared(text: str, loss: Loss) -> int:
    """How many letters of the text the loss would have hit."""
    letters = Counter(letter for letter in text[:SAMPLE] if not letter.isascii())
    return sum(
        min(count, 3) for letter, count in letters.items() if loss.hits(letter) and letter.isalpha()
    )


def _languages(text: str, loss: Loss) -> list[tuple[str, float]]:
    """The languages that the words may be in, each with the bits that speak against it.

    The words that are whole tell: in Latin letters those in ASCII.
    """
    sample = text[:SAMPLE]
    script = _script(sample) if loss.reader else "LATIN"
    statistics = family(script)
    packed = sum(
        cost
        for word in WORD.findall(sample)
        if (word.isascii() if script == "LATIN" else family_of(word[0]) == script)
        for name, cost in word_cost(word)[0]
        if name == script
    )
    in_each = statistics.unpack(packed)
    ranked = sorted((bits, code) for code, bits in in_each.items() if has_list(code))
    told = language_of(sample)
    likely = dict((code, bits - ranked[0][0]) for bits, code in ranked[:_LANGUAGES])
    if told in in_each and has_list(told):
        likely[told] = 0.0
    return [(code, min(bits, _FOREIGN)) for code, bits in likely.items()]


def _script(text: str) -> str:
    """The script of a text that is left of UTF-8: what is damaged is in Latin letters."""
    scripts = Counter(family_of(letter) for letter in text if letter.isalpha())
    latin = scripts.pop("LATIN", 0)
    for name, count in scripts.most_common(1):
        if name in FAMILIES and name not in IDEOGRAPHIC and 3 * count > latin:
            return name
    return "LATIN"


def _words(text: str, loss: Loss, language: str, *, thorough: bool = True) -> Iterator[Found]:
    """The damaged words of a text; only those that everyone uses unless ``thorough``."""
    telling = _remains(loss, language)
    for match in _token(loss, language).finditer(text):
        token = match[0]
        if not telling.search(token):
            continue
        start, end = match.span()
        starts = _SENTENCE_START.search(text[max(0, start - _BEFORE) : start]) is not None
        options = completions(token, loss, language, starts, thorough)
        if loss.nbsp in token.rstrip(loss.nbsp) and not (options and options[0].known):
            # The space was one: two words stand there.
            token = token.partition(loss.nbsp)[0]
            end = start + len(token)
            options = completions(token, loss, language, starts, thorough)
        stands = _bits_as_it_stands(token, loss, language, text[end : end + 3])
        if options and (options[0].known or not token.endswith("?")):
            yield Found(start, end, options, stands - options[0].cost)
        elif not thorough:
            yield Found(start, end, (), 0.0)


def _bits_as_it_stands(token: str, loss: Loss, language: str, after: str) -> float:
    """The bits of a damaged word if nothing of it was lost, before the text ``after``."""
    favoured = frozenset([language])
    if loss.stand_in != "?":
        return read(token, favoured, words=True).bits
    # The statistics of letters pass over question marks.
    word = token.rstrip("?")
    frequency = word_frequencies(language).get(word.lower())
    bits = read(word, favoured).bits if frequency is None else -log2(frequency)
    if word != token:
        goes_on = after.lstrip(" ")[:1]
        asked = not goes_on or goes_on.isupper() or not (goes_on.isalnum() or goes_on in ",;.")
        bits += _ASKED if asked else _STAND_IN
    return bits + _STAND_IN * word.count("?")


@lru_cache(maxsize=8)
def explained(text: str) -> float:
    """The bits by which lost bytes would explain what is odd in ``text``."""
    explanation = find(text[:SAMPLE], byte_losses(text[:SAMPLE]))
    words = explanation.words if explanation else ()
    return sum(max(0.0, word.gain) for word in words if word.completions[0].known)
