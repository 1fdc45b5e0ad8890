"""Marks: how safe it is to restore punctuation of which little is left, or to move it."""

from __future__ import annotations

from dataclasses import dataclass

from fixenc.core.edits import Safety

MARK_LEAD = 3.0
"""Bits by which a mark restored unasked is likelier than the next mark."""

MARK_GAIN, MARK_GAIN_BESIDE_WORDS, MARK_GAIN_TOGETHER = 30.0, 35.0, 42.0
"""Bits of evidence for a mark that is restored unasked: of one by itself in a language that has no
such letter, in one that has words with it, and of all marks of a text together.

A transliterated word in a French line reaches 33 bits (*dévanâgarî*).  With 31 and with 35 bits for
such languages the same lines of 400 are restored."""

MARK_LEAST_OF_EACH = 6.0
"""Bits by which each of the marks of a text must be likelier than the letter."""

MOST_KNOWN = 12.0
"""Bits of that evidence that may come from the language of the text, at most."""

MARK_PROPOSED, MARK_PROPOSED_BESIDE_WORDS, MARK_PROPOSED_ALONE = 8.0, 12.0, 20.0
"""Bits by which a mark that is proposed is likelier than the letter: in a language that has no
such letter, in one that has, and in a text that may be in no language of the model."""

MARK_PROPOSED_LANGUAGE = 20.0
"""Bits from which on a text is in a language of the model, for proposals."""


@dataclass(frozen=True)
class MarkEvidence:
    """The evidence for a mark of which a letter is left, in bits.

    ``gain`` are the bits by which the mark is likelier than the letter, ``lead`` those by which it
    is likelier than the next mark; ``together`` the gain of all marks of the text; ``known`` what
    speaks for a language of the model; ``spells`` says that it has words with the letter.
    """

    gain: float
    lead: float
    together: float
    known: float
    spells: bool


def decide_mark(evidence: MarkEvidence) -> Safety | None:
    """How safe it is to restore a mark; nothing if it is not even worth a proposal."""
    known = min(evidence.known, MOST_KNOWN)
    alone = MARK_GAIN_BESIDE_WORDS if evidence.spells else MARK_GAIN
    # Where all marks of the text together say that it is intact, none of them is proven alone.
    is_proven = evidence.gain + known >= alone and known >= 0 and evidence.together >= 0
    is_proven_by_all = (
        evidence.gain >= MARK_LEAST_OF_EACH
        and known >= 0
        and evidence.together + known >= MARK_GAIN_TOGETHER
    )
    if is_proven or (is_proven_by_all and known >= MOST_KNOWN):
        return Safety.SAFE if evidence.lead >= MARK_LEAD else Safety.UNSAFE
    is_likely = is_proven_by_all or evidence.gain >= _least_to_propose(evidence)
    return Safety.UNSAFE if is_likely else None


def _least_to_propose(evidence: MarkEvidence) -> float:
    if evidence.known < MARK_PROPOSED_LANGUAGE:
        return MARK_PROPOSED_ALONE
    return MARK_PROPOSED_BESIDE_WORDS if evidence.spells else MARK_PROPOSED


C1_GAIN, C1_DENSITY = 12.0, 8.0
"""Bits by which a run of characters is likelier with what windows-1252 shows than with control
characters, for each of these, and its bits for a character then, at most.

Of 188 runs with marks these restore 177.  Of 2,788 runs of other mojibake they change 67, most of
them words with letters that Latin-1 lacks and all codecs of Windows have in one place."""


def decide_c1(gain: float, density: float) -> Safety | None:
    """How safe it is to read control characters as windows-1252."""
    if gain < C1_GAIN:
        return None
    return Safety.SAFE if density <= C1_DENSITY else Safety.UNSAFE


C0_GAIN, C0_LEAST, C0_KNOWN = 13.5, 9.0, 0.0
"""Bits by which control characters that are the low byte of a mark are likelier that mark, on
average of a text and of each word with one, and what speaks for a language of the model.

All marks of a text went through the same loss, and each control character stands for one mark
alone.  Marks where clean text has them gain 18 to 36 bits, between two letters that no mark
stands between 13.
"""


def decide_c0(gain: float, mean: float, known: float) -> Safety | None:
    """How safe it is to read control characters of a word as marks less their high byte.

    ``gain`` are the log-odds of the word against control characters, for each of them and in
    bits, ``mean`` is the same for all words of the text, and ``known`` what speaks for a language
    of the model.
    """
    if mean < C0_GAIN:
        return None
    return Safety.SAFE if gain >= C0_LEAST and known >= C0_KNOWN else Safety.UNSAFE


APOSTROPHE_GAIN, APOSTROPHE_KNOWN, APOSTROPHE_KNOWN_PROPOSED = 2.0, -6.0, -20.0
"""Bits by which two words are likelier joined by an apostrophe than with a space beside it, and
what speaks for a language of the model, if it is done unasked and if it is proposed: names say
against any language."""


def decide_apostrophe(gain: float, known: float, unambiguous: bool) -> Safety | None:
    """How safe it is to take the spaces beside an apostrophe away; nothing if it is not proposed.

    ``unambiguous`` says that the grammar of the language leaves no other reading: no word of it
    begins or ends with an apostrophe there, no quotation does, and the text is not tokenized.
    """
    if gain < APOSTROPHE_GAIN or known < APOSTROPHE_KNOWN_PROPOSED:
        return None
    return Safety.SAFE if unambiguous and known >= APOSTROPHE_KNOWN else Safety.UNSAFE


CURLY_KNOWN, STRAIGHT_KNOWN = -100.0, -20.0
"""Bits that speak for a language of the model, from which on the spaces of quotation marks are
proposed to be put outside: curly marks say by their shapes what they do."""


def decide_displaced_quote(known: float, straight: bool) -> Safety | None:
    """How safe it is to put the spaces of the quotation marks of a paragraph outside."""
    return Safety.UNSAFE if known >= (STRAIGHT_KNOWN if straight else CURLY_KNOWN) else None
