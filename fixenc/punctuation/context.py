"""Context: one paragraph, the marks that its text uses, and which language it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from fixenc.model.language import priors
from fixenc.model.score import costs
from fixenc.model.tables import tables
from fixenc.punctuation.doubt import LETTER, without_doubt
from fixenc.punctuation.paragraphs import Paragraph
from fixenc.punctuation.usage import Usage, usage_in, usage_of

Bits = NDArray[np.float32]
Flags = NDArray[np.bool_]

FOREIGN_DENSITY, FOREIGN_DENSITY_WIDE = 4.2, 14.0
"""Bits for a letter of text that is in none of the languages of the model, and the same for
an ideograph or syllable.  Of paragraphs of 60 letters and more nine in ten cost less in their own
language, and nine in ten more that are Friulian."""

TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)\b[^<>\n]{0,200}>")
"""A tag of HTML, and its name."""

_BETWEEN_WORDS = re.compile(rf"(?:{TAG.pattern}|&#?\w+;|[\W\d_])+")
"""What stands between words: marks, digits, and tags and references to characters in HTML."""


@dataclass
class Context:
    """One paragraph, the marks that its text uses, and what the rest of the text costs."""

    text: str
    paragraph: Paragraph
    usage: Usage
    others: Bits
    """The bits that speak against each language in the rest of the text."""

    own: Bits
    """The cost of the paragraph in each language without the marks in doubt."""
    known: float
    """How much likelier the paragraph is in a language of the model than in any other, in bits.

    A language that the model does not have costs :data:`FOREIGN_DENSITY` for a letter in its
    likeliest relative.
    """

    @cached_property
    def base(self) -> Bits:
        """The cost of the text in each language without the marks in doubt."""
        return self.own + self.others

    @cached_property
    def of_usage(self) -> Bits:
        """The same, if what counts is whose marks the paragraph uses."""
        saturated = self.others >= FROM_ELSEWHERE
        return self.base + np.where(saturated, OTHER_LANGUAGE - FROM_ELSEWHERE, np.float32(0))

    @cached_property
    def spells(self) -> bool:
        """Whether the likeliest language of the paragraph has the letter in its words."""
        return bool(_spelling()[int(self.base.argmin())])


def contexts(
    text: str, those: Sequence[Paragraph], usage: Usage, others: Bits
) -> Iterator[Context]:
    """The contexts of some paragraphs of a text; ``others`` are as in :class:`Context`."""
    for at in range(0, len(those), _BATCH):
        batch = those[at : at + _BATCH]
        plain = [without_doubt(text[start:end]) for start, end in batch]
        own = costs(plain) + priors()
        for paragraph, bits, known in zip(batch, own, _known(plain), strict=True):
            own_usage = _usage_of(text[slice(*paragraph)], bits, usage)
            yield Context(text, paragraph, own_usage, others, bits, known)


def _usage_of(paragraph: str, own: Bits, usage: Usage) -> Usage:
    """The marks of a paragraph: those of the text, unless it is clearly in another language.

    The marks that stand in the text or in the paragraph count for more than its language.
    """
    if usage != usage_in(usage.language):
        return usage
    of_text = (*tables().languages, "").index(usage.language)
    is_other = own[of_text] - own.min() >= OTHER_LANGUAGE
    return usage_of(paragraph) if is_other else usage


FROM_ELSEWHERE = 12.0
"""Bits that the rest of a text can speak against a language in one paragraph."""

OTHER_LANGUAGE = 20.0
"""Bits by which a paragraph is likelier in another language than in that of the text, if that
language says which marks it uses."""


_BATCH = 256
"""Paragraphs that are scored together."""


def known_bits(text: str) -> float:
    """How much likelier a text is in a language of the model than in any other, in bits."""
    return _known([text])[0]


def _known(texts: Sequence[str]) -> list[float]:
    words = [_BETWEEN_WORDS.sub(" ", text) for text in texts]
    letters = np.array([sum(map(str.isalpha, each)) for each in words])
    bits = costs(words) + priors()
    limit = np.where(_wide()[bits.argmin(1)], FOREIGN_DENSITY_WIDE, FOREIGN_DENSITY)
    known: list[float] = (letters * limit - bits.min(1)).tolist()
    return known


@cache
def _wide() -> Flags:
    """Which languages are written in ideographs or syllables."""
    found: Flags = np.array([name in ("zh", "ja", "ko") for name in (*tables().languages, "")])
    return found


@cache
def _spelling() -> Flags:
    """Which languages have the letter in their alphabet; of an unknown one it is not known."""
    model = tables()
    found: Flags = np.append(model.local[:, model.letter[ord(LETTER)]] > 1, True)
    return found
