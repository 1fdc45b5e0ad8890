"""Stray bytes: what in a text was no UTF-8, and the legacy codec that it is in.

Two files were joined, a mail was quoted by one program in another's codec, or
a log has many writers: lines and words in a legacy codec stand in a file of
UTF-8.  They are short and there are few of them, so what codec it was is
decided for a block together, in the light of the languages of the text around.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from fixenc import codecs
from fixenc.edits import Edit, Safety, apply
from fixenc.language.families import FAMILIES, IDEOGRAPHIC, family_of
from fixenc.language.homes import prior
from fixenc.language.letters import read
from fixenc.language.mixture import Languages, untangled

_STRAY = re.compile("[\udc80-\udcff]")
"""The lone surrogates that stand for bytes which were no UTF-8."""

_HALF_PAIR = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that stand for no byte: with them around, none may."""

_LINE = re.compile(r"[^\n]{1,2000}(?!\S)|[^\n]{1,2000}")
"""A line, or a part of one that is too long to be read at once."""

_FRAME = re.compile(r"([\u2500-\u259f])\1*")
_CHUNK = re.compile(r"[^ \t\n\r\f\v]+")

# The first bytes of a character of UTF-8 whose rest was lost.
_CUT = re.compile(
    "(?<![\udc80-\udcff])(?:[\udcc2-\udcdf]|[\udce0-\udcef][\udc80-\udcbf]"
    "|[\udcf0-\udcf4][\udc80-\udcbf]{1,2})(?![\udc80-\udcff])"
)
_LEADS = {
    "LATIN": "\udcc2\udcc3\udcc4\udcc5\udcc6\udcc8\udcc9\udce2",
    "CYRILLIC": "\udcd0\udcd1\udcd2\udcd3\udce2",
    "GREEK": "\udcce\udccf\udce1\udce2",
    "HEBREW": "\udcd6\udcd7",
    "ARABIC": "\udcd8\udcd9\udcda\udcdb",
}

_SIGNS = "ªºµ"  # letters that are used as signs, in any script

_SAMPLE = 1200  # characters of lines with stray bytes that codecs are tried on
_FINALISTS = 6  # single-byte codecs that pass from a rough reading to a full one
_HYPOTHESES = 4  # codecs that every line is read in
_OWN_LANGUAGE = {
    "gb18030": ("CJK", "zh"),
    "big5": ("CJK", "zh"),
    "big5hkscs": ("CJK", "zh"),
    "cp932": ("CJK", "ja"),
    "euc_jp": ("CJK", "ja"),
    "cp949": ("HANGUL", "ko"),
}

# Bits, measured with the channels "... in a utf-8 file" of tests/bench/accuracy.py.
_LOST_LETTER = 4.2  # an ASCII letter that becomes the half of an ideograph
_ANOTHER_CODEC = 12.0  # than that of the rest of the block, for one line
_FRAME_BITS = 14.0  # each piece of a frame, however long
_NEW_LETTER = 4.0  # a letter that the text around does not use
_ENOUGH_LETTERS = 40  # outside ASCII, to show which are used
_ENOUGH_TEXT = 15  # letters that tell a language
_LEFT = 15.0  # a byte that a codec cannot read, though it must be something
_FOREIGN = 12.0  # a language that the text around is not in
_SURE = 6.0  # by which every rival is left behind, for safety
_PLAUSIBLE = (1.9, 14.0)  # times what clean text costs, and bits on top
_CLEAN = (1.35, 10.0)  # the same, for safety
_MANY = 5  # letters of a script that the text around is not in
_CUT_OFF = 8.0
_CUT_ELSEWHERE = 30.0  # in a script that the text around is not in


@dataclass(frozen=True)
class Hypothesis:
    """The codec that stray bytes are in, and the languages to read them with."""

    codec: str
    languages: Languages


@dataclass(frozen=True)
class _Option:
    """A chunk in the light of one hypothesis: the edits, the result, and what that costs."""

    edits: tuple[Edit, ...]
    after: str
    cost: float


@dataclass(frozen=True)
class _Chunk:
    """A run without white space that some hypothesis changes, with what each makes of it."""

    text: str
    options: tuple[_Option, ...]


@dataclass(frozen=True)
class _Context:
    """What is known from the text without stray bytes: its languages, and the letters it uses.

    Of letters, those outside ASCII, and only if there are enough to tell.
    """

    languages: frozenset[str]
    letters: frozenset[str]

    @property
    def scripts(self) -> frozenset[str]:
        """The scripts of the languages."""
        return frozenset(n for n, codes in FAMILIES.items() if self.languages.intersection(codes))

    def cost(self, text: str, also: frozenset[str]) -> float:
        """The bits of a text that may be in the languages ``also``, too."""
        reading = read(text, self.languages | also, words=True)
        foreign = set(reading.languages.values()) - also if also else ()
        new = sum(map(self._is_new, text)) if self.letters else 0
        return reading.bits + _FOREIGN * len(foreign) + _NEW_LETTER * new + oddities(text)

    def _is_new(self, character: str) -> bool:
        return _is_telling(character) and character.lower() not in self.letters


def stray(text: str) -> Iterator[Edit]:
    """What to replace in ``text`` to read its stray bytes in the codec that they are in.

    ``text`` is a block whose evidence is pooled.
    """
    lines = [
        (match.start(), match[0])
        for match in _LINE.finditer(text)
        if _STRAY.search(match[0]) and not _HALF_PAIR.search(match[0])
    ]
    if not lines:
        return
    context = _context(text)
    hypotheses = _hypotheses([line for _, line in lines], context)
    also = context.languages.union(code for _, code in hypotheses[0].languages)
    chunks = {line: _chunks(line, hypotheses, context, also) for _, line in lines}
    whole = dict.fromkeys(chunk for found in chunks.values() for chunk in found)
    priors = [prior(one.codec, context.languages) for one in hypotheses]
    common = _cheapest(whole, priors)
    apart = [0.0 if state == common else _ANOTHER_CODEC for state in range(len(hypotheses))]
    chosen = {line: _cheapest(found, apart) for line, found in chunks.items()}
    ahead = _ahead(
        ((chunk, chosen[line]) for line, found in chunks.items() for chunk in found), priors
    )
    scripts = context.scripts if all(_CUT.search(chunk.text) for chunk in whole) else None
    letters = Counter(
        (state, family_of(letter))
        for line, state in chosen.items()
        for chunk in chunks[line]
        for edit in chunk.options[state].edits
        for letter in edit.new or ""
        if letter.isalpha() and letter not in _SIGNS
    )
    for start, line in lines:
        state = chosen[line]
        note = f"bytes of {codecs.display(hypotheses[state].codec)}"
        found = [(chunk, _safety(chunk, state, ahead, scripts)) for chunk in chunks[line]]
        # Noise makes sense in places, and a letter or two of any script is no evidence.
        noise = any(safety is None for _, safety in found) or any(
            number < _MANY and own == state and name not in context.scripts | {"LATIN"}
            for (own, name), number in letters.items()
        )
        for chunk, safety in found:
            if safety is not None:
                safety = Safety.UNSAFE if noise else safety
                for edit in chunk.options[state].edits:
                    yield replace(edit.moved(start), safety=safety, note=note)


def _context(text: str) -> _Context:
    fine = " ".join(run for run in _CHUNK.findall(text[:8000]) if not _STRAY.search(run))
    letters = [character.lower() for character in fine if _is_telling(character)]
    known = frozenset(letters if len(letters) >= _ENOUGH_LETTERS else ())
    if sum(map(str.isalpha, fine)) < _ENOUGH_TEXT:
        return _Context(frozenset(), known)
    return _Context(frozenset(read(fine).languages.values()), known)


@lru_cache(maxsize=1 << 12)
def _is_telling(character: str) -> bool:
    """Whether a letter is one of a few dozen, so that a text shows most of those it uses."""
    return (
        not character.isascii()
        and character.isalpha()
        and character not in _SIGNS
        and family_of(character) not in IDEOGRAPHIC
    )


def _hypotheses(lines: Iterable[str], context: _Context) -> list[Hypothesis]:
    """The codecs that make most sense of the stray bytes, best first."""
    sample: list[str] = []
    size = 0
    for line, _ in Counter(lines).most_common():
        sample.append(line[:_SAMPLE])
        size += len(sample[-1])
        if size > _SAMPLE:
            break
    ranked: dict[str, tuple[float, Hypothesis]] = {}
    for hypothesis in _finalists(sample, context):
        restored = "\n".join(
            apply(line, untangled(line, hypothesis.codec, hypothesis.languages)) for line in sample
        )
        foreign = sum(code not in context.languages for _, code in hypothesis.languages)
        cost = context.cost(restored, context.languages.union(c for _, c in hypothesis.languages))
        cost += prior(hypothesis.codec, context.languages) + _FOREIGN * foreign * bool(
            context.languages
        )
        cost += _LOST_LETTER * (sum(map(_ascii_letters, sample)) - _ascii_letters(restored))
        if restored not in ranked or cost < ranked[restored][0]:
            ranked[restored] = cost, hypothesis
    best = sorted(ranked.values(), key=lambda pair: pair[0])
    return [hypothesis for _, hypothesis in best[:_HYPOTHESES]]


def _finalists(sample: Sequence[str], context: _Context) -> Iterator[Hypothesis]:
    """The single-byte codecs that do best on the chunks alone, and all others."""
    chunks = " ".join(run for line in sample for run in _CHUNK.findall(line) if _STRAY.search(run))
    around = {
        n: code for n, codes in FAMILIES.items() for code in codes if code in context.languages
    }
    ranked: list[tuple[float, str, dict[str, str]]] = []
    for codec in codecs.SINGLE_BYTE:
        restored = chunks.translate(_surrogates(codec))
        cost = context.cost(restored, context.languages) + prior(codec, context.languages)
        ranked.append((cost, codec, read(restored, context.languages).languages))
    ranked.sort(key=lambda item: item[0])
    for _, codec, languages in ranked[:_FINALISTS]:
        yield Hypothesis(codec, tuple(sorted({**languages, **around}.items())))
    for codec in codecs.MULTI_BYTE:
        family, language = _OWN_LANGUAGE[codec]
        yield Hypothesis(codec, tuple(sorted({**around, family: language}.items())))


@cache
def _surrogates(codec: str) -> dict[int, str]:
    """What each lone surrogate is in a codec, where it is anything."""
    table = codecs.table(codec)
    return {0xDC00 + byte: table[byte] for byte in range(0x80, 0x100) if table[byte] != "\ufffe"}


def _ascii_letters(text: str) -> int:
    return len(re.findall("[A-Za-z]", text))


def _chunks(
    line: str, hypotheses: Sequence[Hypothesis], context: _Context, also: frozenset[str]
) -> tuple[_Chunk, ...]:
    """The chunks of a line that have stray bytes, or are changed by a hypothesis."""
    found = [untangled(line, one.codec, one.languages) for one in hypotheses]
    chunks: list[_Chunk] = []
    for match in _CHUNK.finditer(line):
        start, end = match.span()
        inside = [tuple(e for e in edits if start <= e.start < end) for edits in found]
        if any(inside) or _STRAY.search(match[0]):
            options = []
            for edits in inside:
                after = apply(match[0], (edit.moved(-start) for edit in edits))
                lost = _LOST_LETTER * (_ascii_letters(match[0]) - _ascii_letters(after))
                options.append(_Option(edits, after, context.cost(after, also) + lost))
            chunks.append(_Chunk(match[0], tuple(options)))
    return tuple(chunks)


def oddities(text: str) -> float:
    """The bits of what is worse as the reading of a byte than it is in a text.

    The lines and corners of boxes, which draw something where they are meant,
    and bytes that have no reading at all, though they must be something.
    """
    return _FRAME_BITS * len(_FRAME.findall(text)) + _LEFT * len(_STRAY.findall(text))


def _cheapest(chunks: Iterable[_Chunk], costs: Sequence[float]) -> int:
    """The hypothesis that explains some chunks best; ``costs`` is what speaks against each."""
    for chunk in chunks:
        costs = [cost + option.cost for cost, option in zip(costs, chunk.options, strict=True)]
    return costs.index(min(costs))


def _ahead(
    chosen: Iterable[tuple[_Chunk, int]], priors: Sequence[float]
) -> dict[tuple[int, int], float]:
    """By how much a hypothesis does better than a rival where the two differ.

    A chunk that comes again and again is one piece of evidence.
    """
    ahead = {
        (state, rival): theirs - own
        for state, own in enumerate(priors)
        for rival, theirs in enumerate(priors)
    }
    for chunk, state in dict.fromkeys(chosen):
        own = chunk.options[state]
        for rival, option in enumerate(chunk.options):
            if option.after != own.after:
                ahead[state, rival] += option.cost - own.cost
    return ahead


def _safety(
    chunk: _Chunk, state: int, ahead: dict[tuple[int, int], float], scripts: frozenset[str] | None
) -> Safety | None:
    """How far the result for a chunk may be trusted; None if it is better left as it is.

    ``scripts`` are those of the text around, if the bytes may be cut-off UTF-8.
    """
    own = chunk.options[state]
    lost = _LOST_LETTER * (_ascii_letters(chunk.text) - _ascii_letters(own.after))
    expected = sum(map(_expected, own.after)) + lost
    times, on_top = _PLAUSIBLE
    cut = float("inf") if scripts is None else _cost_if_cut(chunk.text, scripts)
    if own.cost > times * expected + on_top or own.cost > cut or _STRAY.search(own.after):
        return None
    times, on_top = _CLEAN
    if own.cost > times * expected + on_top or own.cost > cut - _SURE:
        return Safety.UNSAFE
    rivals = (i for i, option in enumerate(chunk.options) if option.after != own.after)
    if any(ahead[state, rival] < _SURE for rival in rivals):
        return Safety.UNSAFE
    return Safety.SAFE


@lru_cache(maxsize=1 << 14)
def _expected(character: str) -> float:
    """The bits that a character costs in clean text."""
    if not character.isalpha():
        return 0.0 if character.isascii() else 4.0
    return {"LATIN": 4.5, "CJK": 9.0, "HANGUL": 7.5}.get(family_of(character), 5.0)


def _cost_if_cut(chunk: str, scripts: frozenset[str]) -> float:
    """What a chunk costs if its stray bytes are the beginning of a character in UTF-8."""
    rest, count = _CUT.subn("", chunk)
    if not count or _STRAY.search(rest):
        return float("inf")
    leads = "".join(leads for script, leads in _LEADS.items() if script in scripts)
    at_home = not scripts or all(match[0][0] in leads for match in _CUT.finditer(chunk))
    return read(rest).bits + (_CUT_OFF if at_home else _CUT_ELSEWHERE)
