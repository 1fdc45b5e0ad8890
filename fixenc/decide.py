"""Decide: whether an explanation of damage is good enough to repair it, and unasked.

This is the only place where a repair becomes safe.  The thresholds are calibrated by
``tests/bench/calibrate.py`` on text that the model has not seen.
"""

from __future__ import annotations

from fixenc.codecs import Codec
from fixenc.edits import Safety

SAFE_GAIN, SAFE_LEAD = 12.0, 4.0
"""Bits by which a repair done unasked is likelier than the text as it stands, and than the next
likeliest text."""

UNSAFE_GAIN, UNSAFE_LEAD = 8.0, 1.0
"""The same for a repair that is proposed."""


DENSITY, DENSITY_OF_IDEOGRAPHS, DENSITY_OF_UTF8, DENSITY_OF_COMMON_UTF8 = 7.0, 9.0, 12.0, 16.0
"""Bits for a character of a repair, at most: of one that undoes a legacy codec, one of East Asia,
UTF-8 that some codec showed, and UTF-8 that windows-1252 or Latin-1 showed.  Text in a language
that the model knows costs less, and what reads like none of them is no evidence."""

DENSITY_OF_WHOLE_UTF8 = 24.0
"""The same where all characters outside ASCII of the words that change are UTF-8: symbols are
rare, but so is UTF-8 by chance."""

_COMMON = 1.0


def reads_like_a_language(density: float, reader: Codec, writer: Codec, *, whole: bool) -> bool:
    """Whether a repair of so many bits for a character reads as if somebody had written it.

    ``whole`` says that nothing outside ASCII is left as it was in the words that change.
    """
    if writer.is_utf8 and whole:
        return density <= DENSITY_OF_WHOLE_UTF8
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


BYTES_GAIN, BYTES_LEAD = -7.0, 5.0
"""Bits by which all stray bytes of a text together are likelier letters of a codec than noise, and
before the next likely codec.  Noise in a text is rarer than letters are, by some bits once."""

BYTES_LOSS = 16.0
"""Bits by which the stray bytes of one word may be likelier noise: it may be a rare name."""


def decide_bytes(gain: float, total: float, lead: float) -> Safety | None:
    """How safe it is to read the stray bytes of a word in a codec; nothing if they are noise.

    ``gain`` are the log-odds of the word against noise, in bits, ``total`` those of all words of
    the text in the codec, and ``lead`` those against the next likely codec.
    """
    if gain < -BYTES_LOSS or total < BYTES_GAIN:
        return None
    return Safety.SAFE if lead >= BYTES_LEAD else Safety.UNSAFE
