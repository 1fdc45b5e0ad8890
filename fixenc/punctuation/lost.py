"""Lone `â`: which mark each was, or that it is a letter, with the evidence in bits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from fixenc.decide.marks import MARK_LEAST_OF_EACH, MarkEvidence
from fixenc.model.language import SAMPLE, language_bits, priors
from fixenc.model.score import Bits, costs
from fixenc.model.tables import tables
from fixenc.punctuation.candidates import fill_in, most_gained
from fixenc.punctuation.context import FROM_ELSEWHERE, OTHER_LANGUAGE, TAG, Context, contexts
from fixenc.punctuation.doubt import LETTER, WORD, is_spelled_so, without_doubt
from fixenc.punctuation.pairing import Mark, Role, settle
from fixenc.punctuation.paragraphs import Paragraph, paragraphs
from fixenc.punctuation.place import places_of
from fixenc.punctuation.usage import usage_of

# Nothing is lost of a letter before a symbol or a control character: the two
# are half of a mark, or part of mojibake that is whole, as the three of â™¥ are.
_WHOLE = "\x80-\x9f\xa1-\xaa\xac-\xba\xbc-\xbf€†‡ˆ‰Œ™œ\N{REPLACEMENT CHARACTER}"
_BYTES = f"[{_WHOLE}«»‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MARK = re.compile(rf"{LETTER}(?![{_WHOLE}]|{_BYTES}{{2}}|\?\?)|[“”„‘‚]|(?<![^\W_])’|’(?![^\W_])")
_LETTER = re.compile(LETTER)
_RESUMES = re.compile(rf"[“„‘{LETTER}]{{1,2}}[^\W_]")

_OF_A_WORD = 10.0  # bits of a letter that is a word: by itself any other costs more

_LONGEST = 20  # letters to either side that a word is taken for

OWN_LANGUAGE = 20.0
"""Bits that a paragraph may lack in a text whose other paragraphs are in a known language."""

MAX_RUN = 4
"""More lone letters in a row than this are no punctuation."""

MOST_OF_ONE = 20.0
"""Bits that one mark can say of the damage of a text, at most."""

SPELLED_SO = 5.0
"""Bits that a word of some language says against the damage."""

MOST_BARE = 2
"""How many letters that stand by themselves count: they are all alike."""


class LostMark(NamedTuple):
    """A lone `â` that may have been a mark: the likeliest one, others, and the evidence."""

    at: int
    new: str
    others: tuple[str, ...]
    evidence: MarkEvidence

    def moved(self, offset: int) -> LostMark:
        """A copy that is moved by ``offset`` characters."""
        return LostMark(self.at + offset, self.new, self.others, self.evidence)

    def with_evidence(self, gain: float, lead: float) -> LostMark:
        """A copy that is likelier than the letter and than the next mark by so many bits."""
        own = self.evidence
        evidence = MarkEvidence(gain, lead, gain, own.known, own.spells)
        return LostMark(self.at, self.new, self.others, evidence)


def lost_marks(text: str) -> list[LostMark]:
    """Every lone `â` of ``text``, with the likeliest mark that it was."""
    if _too_many(text):
        return []
    damaged = [each for paragraph in paragraphs(text, _LETTER) for each in _parts(text, paragraph)]
    damaged = [(paragraph, marks) for paragraph, marks in damaged if any(m.lost for m in marks)]
    if not damaged or _are_words(text, damaged):
        return []
    usage = usage_of(text)
    if _is_word_of(usage.language) and not any(map(_is_in_doubt, WORD.findall(text))):
        return []
    others = np.minimum(_against(without_doubt(text[:SAMPLE])), FROM_ELSEWHERE)
    # Equal paragraphs are weighed once, as are lines of a log that differ in numbers.
    forms = [_form(text[start:end]) for (start, end), _ in damaged]
    first = {form: at for at, form in reversed([*enumerate(forms)])}
    those = contexts(text, [damaged[at][0] for at in first.values()], usage, others)
    found = [(context, damaged[first[form]][1]) for form, context in zip(first, those, strict=True)]
    fill_in(found)
    alone = "\n" not in text.strip()
    weigh = _Weigher(dict(zip(first, found, strict=True)), usage.unspaced, alone)
    known = sum(map(weigh.known, forms))
    lost = [
        mark.moved(start)
        for form, ((start, end), _) in zip(forms, damaged, strict=True)
        for mark in weigh.marks(form, _resumed(text, end), known)
    ]
    return _together(text, lost)


def _are_words(text: str, damaged: Sequence[tuple[Paragraph, Sequence[Mark]]]) -> bool:
    """Whether all lone letters are words of the languages that their paragraphs are in.

    No mark gains enough then to be worth a proposal, whatever the rest of the text says.
    """
    if len(damaged) > _MOST_ASKED or not all(m.lost for _, marks in damaged for m in marks):
        return False
    gained: list[Bits] = []
    for paragraph, marks in damaged:
        together = np.zeros(len(priors()), np.float32)
        for place in places_of(text, paragraph, marks):
            bits = most_gained(place)
            if bits is None or bits.min() >= MARK_LEAST_OF_EACH:
                return False
            together += np.maximum(bits, 0)
        gained.append(together)
    own = costs([without_doubt(text[start:end]) for (start, end), _ in damaged]) + priors()
    best, second = np.sort(own)[:, :2].T
    return bool(
        (second - best >= FROM_ELSEWHERE).all()
        and (np.array(gained)[np.arange(len(own)), own.argmin(1)] < MARK_LEAST_OF_EACH).all()
    )


_MOST_ASKED = 16
"""Paragraphs with lone letters of a text that may be seen to be intact, at most."""


def _against(text: str) -> Bits:
    """The bits that a text speaks against each language in one of its paragraphs.

    A text in which some line is clearly in another language than the rest is no evidence for one
    language: any of its lines may be in each that the others are in, as often as these are.
    """
    whole = language_bits(text)
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1:
        bits = costs(lines) + priors()
        if (bits[:, whole.argmin()] - bits.min(1)).max() >= OTHER_LANGUAGE:
            likely = np.exp2(bits.min(1, keepdims=True) - bits)
            sizes = np.array([len(line) for line in lines])
            share = (likely / likely.sum(1, keepdims=True) * sizes[:, None]).sum(0)
            whole = -np.log2(np.maximum(share / share.max(), 2.0**-FROM_ELSEWHERE))
    found: Bits = (whole - whole.min()).astype(np.float32)
    return found


_DIGIT = re.compile("0(?!s)|[1-9]")
"""A digit; whether the last one of a decade is 0 matters, as in *the 90s*."""


def _form(paragraph: str) -> str:
    """The same for paragraphs that differ in the digits of their numbers.

    The digits cost the same in each language, whatever a mark was.
    """
    return _DIGIT.sub("1", paragraph)


class _Weigher:
    """Weighs the lone letters of paragraphs; each form of one has a context and its marks."""

    def __init__(
        self, found: Mapping[str, tuple[Context, Sequence[Mark]]], unspaced: bool, alone: bool
    ) -> None:
        self._found = found
        self._unspaced = unspaced
        self._alone = alone
        self._weighed: dict[tuple[str, bool], list[LostMark]] = {}

    def known(self, form: str) -> float:
        """How much likelier a paragraph is in a language of the model than in any other."""
        return self._found[form][0].known

    def marks(self, form: str, resumed: bool, known: float) -> list[LostMark]:
        """The marks of a paragraph, with their places in it; ``known`` are those of the text."""
        if (form, resumed) not in self._weighed:
            context, marks = self._found[form]
            settle(marks, unspaced=self._unspaced, resumed=resumed, alone=self._alone)
            own = min(known, context.known + OWN_LANGUAGE)
            start = context.paragraph.start
            lost = {mark.at: _weighed(context, mark, own) for mark in marks if mark.lost}
            shared = _share_in_pairs(marks, lost)
            self._weighed[form, resumed] = [mark.moved(-start) for mark in shared]
        return self._weighed[form, resumed]


def _share_in_pairs(marks: Sequence[Mark], lost: dict[int, LostMark]) -> Iterable[LostMark]:
    """The lost marks, of which the two of a quotation share their evidence.

    One of them without the other would be worse than none: each is as likely as both together.
    """
    open_: LostMark | None = None
    level = ""
    for mark in marks:
        own = lost.get(mark.at)
        option = mark.likeliest(own.new if own else None)
        if option.role not in (Role.OPEN, Role.CLOSE):
            continue
        if option.role is Role.CLOSE and open_ and own and option.level == level:
            both = open_.evidence.gain, own.evidence.gain
            if min(both) >= MARK_LEAST_OF_EACH:
                lead = min(open_.evidence.lead, own.evidence.lead)
                for each in (open_, own):
                    lost[each.at] = each.with_evidence(sum(both) / 2, lead)
        open_, level = (own, option.level) if option.role is Role.OPEN else (None, "")
    return lost.values()


@lru_cache(maxsize=128)
def _is_word_of(language: str) -> bool:
    """Whether the letter by itself is a word of a language."""
    if not language:
        return False
    bits = costs([LETTER])[0, tables().languages.index(language)]
    return float(bits) < _OF_A_WORD


def _is_in_doubt(word: str) -> bool:
    return len(word) > 1 and not is_spelled_so(word)


def _weighed(context: Context, mark: Mark, known: float) -> LostMark:
    ranked = [(cost, char) for cost, char in mark.ranked if char != LETTER]
    (best, new), (second, _) = ranked[:2]
    gain, lead = mark.costs[LETTER] - best, second - best
    evidence = MarkEvidence(gain, lead, gain, known, context.spells)
    return LostMark(mark.at, new, tuple(char for _, char in ranked[1:3]), evidence)


def _together(text: str, lost: Sequence[LostMark]) -> list[LostMark]:
    """The marks with what all of them say for the damage, each word once, or against it.

    Words that go on alike behind the letter count once, as the least likely of them: they may
    share an ending, like forms of verbs in a list.  The more words there are that some language
    spells with the letter, the likelier are others, too, but for those in paragraphs of languages
    that lack it: next to Portuguese with *câmera* a German sentence is as German as elsewhere.
    """
    restored = list(text)
    for mark in lost:
        if mark.evidence.gain > 0:
            restored[mark.at] = mark.new
    lacking = [mark for mark in lost if mark.evidence.gain > 0 or not mark.evidence.spells]
    total = {True: _sum(text, restored, lost), False: _sum(text, restored, lacking)}
    return [
        LostMark(mark.at, mark.new, mark.others, _of_all(own, total[own.spells]))
        for mark in lost
        for own in [mark.evidence]
    ]


def _sum(text: str, restored: Sequence[str], lost: Iterable[LostMark]) -> float:
    """The bits that marks say for the damage; ``restored`` has those that are likelier than not."""
    gains: dict[str, float] = {}
    bare: list[float] = []
    for mark in lost:
        around = text if mark.evidence.gain > 0 else restored
        word = _word_around(around, mark.at)
        gain = max(-MOST_OF_ONE, min(MOST_OF_ONE, mark.evidence.gain))
        if word == LETTER:
            bare.append(gain)
        elif is_spelled_so(word):
            gains[word] = min(gain, -SPELLED_SO)
        elif gain < 0 or mark.evidence.known > 0:
            key = word.partition(LETTER)[2] or word
            gains[key] = min(gain, gains.get(key, gain))
    return sum(gains.values()) + sum(sorted(bare)[-MOST_BARE:])


def _of_all(own: MarkEvidence, together: float) -> MarkEvidence:
    # For tens of thousands of marks dataclasses.replace takes its time.
    return MarkEvidence(own.gain, own.lead, together, own.known, own.spells)


def _word_around(text: Sequence[str], at: int) -> str:
    """The letters around a place."""
    start, end = at, at + 1
    while start > 0 and at - start < _LONGEST and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and end - at < _LONGEST and text[end].isalpha():
        end += 1
    return "".join(text[start:end])


def _too_many(text: str) -> bool:
    """Whether the letter is so frequent that this is no prose, whatever it is."""
    times = text.count(LETTER)
    return times > 100 and times * 6 > len(text)


def _resumed(text: str, end: int) -> bool:
    """Whether the paragraph after this one begins with an opening mark."""
    following = text[end : end + 8].lstrip()
    return _RESUMES.match(following) is not None


def _parts(text: str, paragraph: Paragraph) -> Iterator[tuple[Paragraph, list[Mark]]]:
    """A paragraph and its marks; the tags in it that have marks are paragraphs of their own."""
    places = [match.start() for match in _MARK.finditer(text, *paragraph)]
    tags = [Paragraph(*tag.span()) for tag in TAG.finditer(text, *paragraph)] if "<" in text else []
    inside: dict[Paragraph, list[int]] = {}
    for at in places:
        number = bisect_right(tags, (at, len(text))) - 1
        if number >= 0 and at < tags[number][1]:
            inside.setdefault(tags[number], []).append(at)
    apart = {at for those in inside.values() for at in those}
    yield paragraph, _marks(text, [at for at in places if at not in apart])
    for tag, those in inside.items():
        yield tag, _marks(text, those)


def _marks(text: str, spans: Sequence[int]) -> list[Mark]:
    marks: list[Mark] = []
    at = 0
    while at < len(spans):
        stop = at + 1
        while stop < len(spans) and spans[stop] == spans[stop - 1] + 1:
            stop += 1
        run = spans[at:stop]
        at = stop
        if len(run) <= MAX_RUN:
            marks += (Mark(place, text[place] == LETTER, [], place != run[0]) for place in run)
    return marks
