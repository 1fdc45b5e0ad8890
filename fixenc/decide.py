"""Decide: whether an explanation of damage is good enough to repair it, and unasked.

This is the only place where a repair becomes safe.  The thresholds are calibrated by
``tests/bench/calibrate.py`` on text that the model has not seen.
"""

from __future__ import annotations

from fixenc.codecs import Codec
from fixenc.edits import Safety

SAFE_GAIN, SAFE_LEAD = 14.0, 5.0
"""Bits by which a repair done unasked is likelier than the text as it stands, and than the next
likeliest text."""

UNSAFE_GAIN, UNSAFE_LEAD = 8.0, 1.0
"""The same for a repair that is proposed."""


DENSITY, DENSITY_OF_IDEOGRAPHS, DENSITY_OF_UTF8, DENSITY_OF_COMMON_UTF8 = 6.0, 9.0, 12.0, 16.0
"""Bits for a character of a repair, at most: of one that undoes a legacy codec, one of East Asia,
UTF-8 that some codec showed, and UTF-8 that windows-1252 or Latin-1 showed.  Text in a language
that the model knows costs less, and what reads like none of them is no evidence."""

_COMMON = 1.0


def reads_like_a_language(density: float, reader: Codec, writer: Codec) -> bool:
    """Whether a repair of so many bits for a character reads as if somebody had written it."""
    if writer.is_utf8:
        common = reader.improbability <= _COMMON
        return density <= (DENSITY_OF_COMMON_UTF8 if common else DENSITY_OF_UTF8)
    return density <= (DENSITY_OF_IDEOGRAPHS if writer.wide else DENSITY)


def decide(gain: float, lead: float) -> Safety | None:
    """How safe a repair is; nothing if it is not even worth a proposal.

    ``gain`` is the log-odds, in bits, of the repair against the text as it stands, ``lead``
    those against the likeliest repair that makes another text.
    """
    if gain >= SAFE_GAIN and lead >= SAFE_LEAD:
        return Safety.SAFE
    if gain >= UNSAFE_GAIN and lead >= UNSAFE_LEAD:
        return Safety.UNSAFE
    return None


MARK_GAIN = 12.0
MARK_GAIN_TOGETHER, MARK_LOSS = 16.0, 4.0
"""Bits by which one mark is likelier than the letter that stands there; or all marks of a text
together, of which each may be less likely by a few bits."""


def is_proven(gain: float, total: float) -> bool:
    """Whether a mark may be restored unasked, by its own evidence or by that of all."""
    return gain >= MARK_GAIN or (total >= MARK_GAIN_TOGETHER and gain >= -MARK_LOSS)


SAFE_LOSS_GAIN, SAFE_LOSS_LEAD = 14.0, 2.0
SAFE_LOSS_GAIN_ALONE = 60.0
UNSAFE_LOSS_GAIN = 8.0
"""The same for a word that lost bytes, with what the words around lend it; it takes more if no
word is around.  The likeliest word is proposed however close the next one is: what stands there
is none."""


def decide_lost_byte(gain: float, lead: float, alone: bool) -> Safety | None:
    """How safe it is to complete a word that lost bytes, and stands ``alone`` or not."""
    if gain >= (SAFE_LOSS_GAIN_ALONE if alone else SAFE_LOSS_GAIN) and lead >= SAFE_LOSS_LEAD:
        return Safety.SAFE
    return Safety.UNSAFE if gain >= UNSAFE_LOSS_GAIN else None


LETTER_GAIN, LETTER_PROOF = 8.0, 24.0
"""Bits by which a word is likelier than the question marks in it, to be proposed, and by which all
such words of a text are.  U+FFFD stands for nothing but a loss."""


def decide_lost_letter(gain: float, total: float, replaced: bool) -> Safety | None:
    """How safe it is to guess letters that U+FFFD, if ``replaced``, or a question mark hides."""
    proven = gain >= LETTER_GAIN and total >= LETTER_PROOF
    return Safety.UNSAFE if replaced or proven else None
