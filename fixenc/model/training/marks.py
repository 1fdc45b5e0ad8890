"""The tables of marks: what each mark costs between its neighbours.

Most marks are hardly ever seen in a context: how often some mark of its general category stands
there, and how frequent the mark is in that category, say what it costs.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

import numpy as np
import regex

from fixenc.model.characters import CODE_POINTS, CONTEXTS, Context, Kind
from fixenc.model.training.characters import SCRIPTS, group_of, numbered
from fixenc.model.words import code_points

BITS = 8
"""Steps of a bit in which costs are stored."""

MOST_OF_NO_BREAK_SPACE = 6.0
"""Bits of a no-break space behind anything but a space or an opening mark, at most.  The texts have
hardly any there, but typesetters of Czech, Polish or French put one behind each short word, and
editors of web pages where two spaces are wanted: in 670 pages of documentation of Debian and PyPI
5.5 % of the spaces behind small letters and 5.7 % of those behind punctuation are no-break spaces.
"""

# Not behind capitals outside ASCII, which UTF-8 is shown as.
_BEFORE_NO_BREAK_SPACE = [
    Context.SMALL,
    Context.ASCII_SMALL,
    Context.ASCII_CAPITAL,
    Context.OTHER_LETTER,
    Context.DIGIT,
    Context.CLOSING,
    Context.STRAIGHT_QUOTE,
    Context.TYPOGRAPHIC,
]

MOST_MARKS = 2500
"""Marks that are counted each for itself; the others count as one of their group."""

_FEW = 10
"""Occurrences of a mark in all texts, below which the texts have none in its alphabet."""

MARK_BACKOFF = 20.0
UNSEEN = 1.0
"""Pseudo-observations of a mark by its neighbours one by one, and of one never seen."""


def stored(bits: np.ndarray) -> np.ndarray:
    """Costs as they are stored, in eighths of a bit."""
    return np.clip(np.rint(np.asarray(bits) * BITS), 0, 255).astype(np.uint8)


def mark_tables(
    characters: dict[str, np.ndarray], lines: Sequence[str], in_codecs: Collection[str]
) -> dict[str, np.ndarray]:
    """For each mark what it costs between a left and a right neighbour of some class.

    ``characters`` are the tables of characters, ``lines`` is running text.  Marks that are
    ``in_codecs`` count each for itself, however rare they are.
    """
    context = context_classes(characters)
    flags = _mark_flags(characters["kind"])

    def is_mark(character: str) -> bool:
        return ord(character) < CODE_POINTS and bool(flags[ord(character)])

    counts = Counter(c for line in lines for c in line if is_mark(c))
    ends = [list(filter(is_mark, each)) for each in _ends_of_scripts()]
    always = {*filter(is_mark, in_codecs), *map(chr, range(0x80, 0xA0)), *chain(*ends)}
    marks, names = numbered(counts, always, MOST_MARKS)
    codes = code_points("\n" + "\n".join(lines) + "\n")
    codes = np.minimum(codes, CODE_POINTS - 1)
    classes = context[codes]
    left, right = classes[:-2], classes[2:]
    middle = marks[codes[1:-1]]
    every = np.zeros((CONTEXTS, CONTEXTS))
    np.add.at(every, (left, right), 1)
    at = flags[codes[1:-1]]
    found = np.zeros((CONTEXTS, CONTEXTS, len(names)))
    np.add.at(found, (left[at], right[at], middle[at]), 1)
    bits = _mark_bits(found, every, *_categories(marks, len(names)))
    for each in ends:
        _fill_in_unseen(bits, found, marks[[ord(character) for character in each]])
    space = bits[:, :, marks[0xA0]]
    behind = _BEFORE_NO_BREAK_SPACE
    space[behind] = np.minimum(space[behind], MOST_OF_NO_BREAK_SPACE)
    return {"context": context, "mark": marks, "mark_bits": stored(bits)}


def _ends_of_scripts() -> Iterator[list[str]]:
    """The marks that end sentences in the scripts of the model, and those that end parts."""
    beyond = [chr(code) for code in range(0x80, CODE_POINTS) if not 0xD800 <= code <= 0xDFFF]
    own = [c for c in beyond if unicodedata.name(c, "").split(" ")[0] in SCRIPTS and c not in _RARE]
    for ends in (r"\p{STerm}", r"[\p{Terminal_Punctuation}--\p{STerm}]"):
        pattern = regex.compile(ends, regex.VERSION1)
        yield list(filter(pattern.match, own))


_RARE = frozenset("\N{HEBREW PUNCTUATION SOF PASUQ}")
"""Marks of verses, which other text hardly ever has; as UTF-8 it begins with a times sign."""


def _fill_in_unseen(bits: np.ndarray, found: np.ndarray, marks: np.ndarray) -> None:
    """Give those of some marks that no text has the average probability of the others.

    The texts lack many alphabets, which have marks of their own for the full stop and the comma.
    """
    number = found[:, :, marks].sum((0, 1))
    seen, unseen = marks[number >= _FEW], marks[number < _FEW]
    bits[:, :, unseen] = -np.log2(np.exp2(-bits[:, :, seen]).mean(2, keepdims=True))


def _mark_flags(kind: np.ndarray) -> np.ndarray:
    flags = (kind == Kind.MARK) | (kind == Kind.DIGIT) | (kind == Kind.SPACE)
    flags[[9, 10, 13, 32]] = False
    return flags


def context_classes(characters: dict[str, np.ndarray]) -> np.ndarray:
    """For each code point the class that it has as the neighbour of a mark."""
    kind, script = characters["kind"], characters["script"]
    lower = characters["lower"] == np.arange(CODE_POINTS)
    latin = script == SCRIPTS.index("LATIN") + 1
    letter = kind == Kind.LETTER
    classes = np.full(CODE_POINTS, Context.SYMBOL, np.uint8)
    classes[kind == Kind.SPACE] = Context.SPACE
    classes[[10, 13]] = Context.EDGE
    classes[kind == Kind.DIGIT] = Context.DIGIT
    classes[kind == Kind.IDEOGRAPH] = Context.IDEOGRAPH
    classes[kind == Kind.HANGUL] = Context.HANGUL
    classes[letter] = Context.OTHER_LETTER
    classes[letter & latin & lower] = Context.SMALL
    classes[letter & latin & ~lower] = Context.CAPITAL
    ascii_only = np.arange(CODE_POINTS) < 128
    classes[letter & ascii_only & lower] = Context.ASCII_SMALL
    classes[letter & ascii_only & ~lower] = Context.ASCII_CAPITAL
    classes[ascii_only & (kind == Kind.MARK)] = Context.ASCII_MARK
    classes[[ord(c) for c in "([{<"]] = Context.OPENING
    classes[[ord(c) for c in ".,;:!?)]}>"]] = Context.CLOSING
    classes[[ord(c) for c in "\"'`"]] = Context.STRAIGHT_QUOTE
    classes[[ord(c) for c in "“”‘’„‚«»‹›–—…"]] = Context.TYPOGRAPHIC
    for code in range(CODE_POINTS):
        if kind[code] == Kind.MARK and code >= 128:
            group = group_of(code)
            if group in ("Cc", "Cn", "Co", "private") or code == 0xFFFD:
                classes[code] = Context.NO_TEXT
    classes[:9] = Context.NO_TEXT
    classes[14:32] = Context.NO_TEXT
    return classes


def _categories(marks: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    """The general category of each mark, and its part in ASCII or beyond, both numbered."""
    names = [("", False)] * number
    for code in range(CODE_POINTS - 1, -1, -1):
        if not 0xD800 <= code <= 0xDFFF:
            names[marks[code]] = unicodedata.category(chr(code)), code < 128
    parts = sorted(set(names))
    categories = sorted({name for name, _ in names})
    category = np.array([categories.index(name) for name, _ in names])
    return category, np.array([parts.index(name) for name in names])


def _mark_bits(
    found: np.ndarray, every: np.ndarray, category: np.ndarray, part: np.ndarray
) -> np.ndarray:
    """The cost of each mark in each context.

    ``category`` numbers the general category of each mark: how often some mark of the category
    stands in a context says how probable a mark is there that was hardly ever seen.  ``part``
    numbers its part in ASCII or beyond: symbols of ASCII are far more frequent.
    """
    by_category = _summed(found, category)
    by_part = _summed(found, part)
    total = every.sum()
    alone = (by_category.sum((0, 1)) + 1) / total
    behind = (by_category.sum(1) + alone) / (every.sum(1)[:, None] + 1)
    before = (by_category.sum(0) + alone) / (every.sum(0)[:, None] + 1)
    between = np.minimum(0.5, behind[:, None, :] * before[None, :, :] / alone)
    of_category = (by_category + MARK_BACKOFF * between) / (every[:, :, None] + MARK_BACKOFF)
    share = found.sum((0, 1)) + UNSEEN
    of_part = np.bincount(part, share)
    in_category = of_part[part] / np.bincount(category, share)[category]
    in_part = (by_part[:, :, part] + MARK_BACKOFF * in_category) / (
        by_category[:, :, category] + MARK_BACKOFF
    )
    within = (found + MARK_BACKOFF * share / of_part[part]) / (by_part[:, :, part] + MARK_BACKOFF)
    bits: np.ndarray = -np.log2(of_category[:, :, category] * in_part * within)
    return bits


def _summed(found: np.ndarray, group: np.ndarray) -> np.ndarray:
    """How often some mark of each group was found in each context."""
    groups = range(int(group.max()) + 1)
    return np.stack([found[:, :, group == each].sum(2) for each in groups], 2)
