"""Text that lost bytes or letters: which loss it was, and which words it hit.

The loss and the language that explain most of what is odd are asked what each
damaged word can have been (:mod:`~fixenc.language.completion`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import inf, log2

from fixenc.channels.misreading import Misreading
from fixenc.edits import Edit, apply
from fixenc.language.completion import Completion, Found, completions, remains_of_one
from fixenc.language.damaged_words import letters_in_use
from fixenc.language.families import FAMILIES, IDEOGRAPHIC, family_of
from fixenc.language.function_words import language_of
from fixenc.language.letters import WORD, family, fold, read, word_cost
from fixenc.language.lexicon import has_list, word_frequencies
from fixenc.language.losses import Loss, byte_losses
from fixenc.language.neighbours import bits_beside
from fixenc.language.unspaced import find_characters, language_without_spaces

SAMPLE = 6000  # characters that tell which loss and which language it was
_TOKENS = 80  # damaged words that tell it
_FIRST_OF_TWO = re.compile("[\xc2-\xdf]")  # bytes of letters of Europe
_LANGUAGES = 5  # that are tried in one script
_FOREIGN = 40.0  # bits at most that speak against a language
_STAND_IN = 12.0  # bits for a question mark where nothing is asked
_ASKED = 4.0  # and where something may be
_SENTENCE_START = re.compile(r"(?:\A|[\n!?…]|(?<!\d)\.)[\s“”„‘’«»\"'(–—\[*â-]*\Z")
_GAP = ("", " ", "\n", "\r")
_BEFORE = 6  # characters that tell whether a sentence starts
_NEXT = 30  # characters that hold the next word
_EVERYDAY = 1e-5  # share of the words from which on one is no chance
_TOLD = 20.0  # bits by which a language is ahead of the next, if it is sure
_MANY_SPARED = 6  # letters that the one that leaves most open would have hit
_PROOF = 30.0  # bits without which the loss was the one that leaves most open
# Where both losses leave most letters whole, or what was repaired before looks like that.
_DOUBTED = frozenset(FAMILIES["LATIN"] + FAMILIES["CYRILLIC"])
_AROUND = 2  # whole words of a language that show that the text is in it
_CYRILLIC = frozenset(FAMILIES["CYRILLIC"])
_CONSISTENT = 3.0  # bits against a loss for each letter that it would have hit


@dataclass(frozen=True)
class Explanation:
    """How a text lost bytes, and what that did to it.

    ``whole`` are the letters of which nothing was lost, ``text`` is what the
    repair of those makes of it, and ``words`` are the words hit, in that text;
    single characters if ``unspaced``.  ``told`` says that the language is sure,
    so that its spelling may be trusted for words that no lexicon has, ``at_home`` that
    some words around, of which nothing was lost, are of the language.
    """

    loss: Loss
    whole: tuple[Edit, ...]
    text: str
    words: tuple[Found, ...]
    told: bool = True
    at_home: bool = True
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
    gains: dict[str, float] = {}
    spared = _spared(plain[losses[-1]][1], losses[-1]) if losses else 0
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
            gains[language] = max(gain, gains.get(language, gain))
            # A few words are no proof of a loss that leaves less open than the other one.
            doubted = loss is not losses[-1] and language in _DOUBTED
            if doubted and spared < _MANY_SPARED:
                continue
            least = best[0] if best else -inf
            if best and doubted and language not in _CYRILLIC:
                least = max(least, _PROOF)
            if sample and gain > least:
                best = (gain, loss, language)
    if best is None:
        return None
    _, loss, language = best
    whole, restored = _of_the_language(text, plain[loss], language)
    words = tuple(
        word
        for word in _words(restored, loss, language)
        if not _is_used(restored[word.start : word.end], gains)
    )
    rival = max((gain for code, gain in gains.items() if code != language), default=0.0)
    told = gains[language] > max(rival, 0.0) + _TOLD
    at_home = told or _is_at_home(restored, words, language)
    return Explanation(loss, whole, restored, words, told, at_home)


def _is_at_home(text: str, damaged: Iterable[Found], language: str) -> bool:
    """Whether some words that stand there whole are of the language."""
    spans = {word.start: word.end for word in damaged}
    known = word_frequencies(language)
    found = 0
    for match in WORD.finditer(text[:SAMPLE]):
        found += match.start() not in spans and fold(match[0]) in known
        if found == _AROUND:
            return True
    return False


def _is_used(token: str, languages: Iterable[str]) -> bool:
    """Whether a word is in everyday use as it stands, in one of the languages in question."""
    if len(token) == 1:
        return False
    word = fold(token)
    return any(word_frequencies(code).get(word, 0.0) > _EVERYDAY for code in languages)


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

    The words that are whole tell.
    """
    sample = text[:SAMPLE]
    script = _script(sample) if loss.reader else "LATIN"
    statistics = family(script)
    packed = sum(
        cost
        for word in WORD.findall(sample)
        if (family_of(word[0]) == script and not _FIRST_OF_TWO.search(word))
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
    telling = remains_of_one(loss, language)
    for match in _tokens(text, _token(loss, language), telling):
        token = match[0]
        start, end = match.span()
        before = text[max(0, start - _BEFORE) : start]
        if loss.stand_in == "?":
            before = before.replace("?", "x")  # it ends no sentence
        starts = _SENTENCE_START.search(before) is not None
        options = completions(token, loss, language, starts, thorough)
        if loss.nbsp in token.rstrip(loss.nbsp) and not (options and options[0].known):
            # The space was one: two words stand there.
            token = token.partition(loss.nbsp)[0]
            end = start + len(token)
            options = completions(token, loss, language, starts, thorough)
        if loss.nbsp == " " and text[end : end + 1] in _GAP:
            # Or two of them were made one, or the one at the end of the line was dropped.
            collapsed = completions(f"{token} ", loss, language, starts, thorough)
            known = [option for option in (*options, *collapsed) if option.known]
            options = tuple(sorted(known, key=lambda option: option.cost)) or options
        if language == "ru" and len(options) > 1 and all(len(each.word) == 1 for each in options):
            following = text[end : end + _NEXT].replace(loss.damaged("с"), "с")
            options = _by_neighbours(options, before, following)
        stands = _bits_as_it_stands(token, loss, language, text[end : end + 3])
        if options and (options[0].known or not token.endswith("?") or _is_of_script(options[0])):
            yield Found(start, end, options, stands - options[0].cost)
        elif not thorough:
            yield Found(start, end, (), 0.0)


def _by_neighbours(
    options: tuple[Completion, ...], before: str, after: str
) -> tuple[Completion, ...]:
    """The options for a word of one letter, in the light of the words beside it."""
    weighed = (
        replace(each, cost=each.cost + bits_beside(each.word, before, after)) for each in options
    )
    return tuple(sorted(weighed, key=lambda each: each.cost))


def _is_of_script(completion: Completion) -> bool:
    """Whether a word is in a script that tells its letters from what is left of others."""
    return family_of(completion.word[-1]) not in ("LATIN", "")


def _tokens(text: str, token: re.Pattern[str], telling: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The tokens of a text that hold what tells of a loss: few lines have any."""
    done = 0
    while found := telling.search(text, done):
        start = max(done, text.rfind("\n", 0, found.start()) + 1)
        end = text.find("\n", found.end()) + 1 or len(text)
        yield from (each for each in token.finditer(text, start, end) if telling.search(each[0]))
        done = end


@cache
def _token(loss: Loss, language: str) -> re.Pattern[str]:
    """A run of characters that may be one damaged word."""
    letter = WORD.pattern.removesuffix("+")
    return re.compile(f"(?:{remains_of_one(loss, language).pattern}|{letter})+")


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
