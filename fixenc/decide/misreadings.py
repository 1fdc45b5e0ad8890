"""Misreadings: how safe it is to undo one, and to read stray bytes in a codec."""

from __future__ import annotations

from dataclasses import dataclass

from fixenc.codecs import Codec
from fixenc.core.edits import Safety

SAFE_GAIN, SAFE_LEAD = 13.0, 4.0
"""Bits by which a repair done unasked is likelier than the text as it stands, and than the next
likeliest text.

Of 2,839 lines misread in the ways that lose nothing, these restore 90.9 %, and 98.9 to 99.6 % of
the repairs are right (interval of 95 %): 18 are wrong, 12 of them where two layers had different
codecs.  A gain of 8 or of 20 leaves 18 or 17 wrong ones, a lead of 8 leaves 10 for 0.3 % of the
lines.  Of 5,164 clean lines, and 4,464 of languages that the model was made to forget, none
changes.  Of all 4,351 lines, with those that lost bytes, 95.9 to 97.1 % of the repairs are right.
"""

SAFE_LEAD_OF_FEW_IDEOGRAPHS, FEW_IDEOGRAPHS = 8.0, 2
"""The lead that it takes where a legacy codec of East Asia makes two ideographs or syllables at
most: several of these codecs make words of them.  Of words of two characters, in five codecs, that
led by as much 169 of 173 were right, with 4 to 8 bits 58 of 78; of three and four characters with
as few bits 76 of 82 and 32 of 32."""

SAFE_GAIN_OF_FORM = 8.0
"""The gain that it takes where all that changes is ``Â`` before a sign or a space that follow it in
UTF-8: none of 97,511 clean lines in 47 languages has that.  The same for symbols in UTF-8 with a
single Greek letter among them, as in formulas, if no other repair is about as likely: as 13 codecs
show them, none is in 92 million characters of clean text but for 360 pairs of Cyrillic letters."""

SAFE_LEAD_OF_SPACES = 12.0
"""The lead that it takes where that makes no-break spaces alone: MacRoman shows ``å`` as ``Â``.
Of 5,157 no-break spaces behind words 99.5 % lead by as much, and of 392 Scandinavian words 13 %."""

SAFE_GAIN_OF_APOSTROPHE = 20.0
"""The gain that it takes where all that changes is an apostrophe in a word, which MacRoman or GBK
shows as hardly any text has it: a contraction gains 25 bits or more (``donÕt``), and a word with a
capital by mistake 13 (``SlÕhtuleht``)."""

SAFE_GAIN_OF_ONE_LETTER = 30.0
"""The gain that it takes where a single letter is all the evidence: names and words of languages
that the model does not have reach 29 bits so (``óegyiptomi``, ``Kõrgõzstan``)."""

SAFE_GAIN_WITHOUT_A_WORD = 30.0
"""The gain that it takes where no word that a legacy codec makes is listed in the language: the
letters may be those of a language that the model does not have.

Of 474 right repairs in the legacy codecs, 470 make a listed word, and the others gain 31 bits or
more.  Silesian and Khasi, in which letters of the text are rare elsewhere, reach 27 bits."""

SAFE_GAIN_OF_ONE_LETTER_WITHOUT_A_WORD = 40.0
"""The gain that it takes where both hold: a Cyrillic letter that looks like one of the word, as in
``сomplete``, costs the word up to 33 bits."""

UNSAFE_GAIN, UNSAFE_LEAD = 8.0, 1.0
"""The same for a repair that is proposed: 98.7 to 99.4 % are right, and 1 of 4,464 lines of
forgotten languages would change."""


DENSITY, DENSITY_OF_IDEOGRAPHS, DENSITY_BETWEEN_IDEOGRAPHS = 6.0, 9.0, 9.5
"""Bits for a character of a repair, at most: of one that undoes a legacy codec, one of East Asia,
and one of East Asia that another one of them read.  Text in a language that the model knows costs
less, and what reads like none of them is no evidence.

Of the repairs that they hold for, 5, 2 and 0 are wrong; without them 25, 6 and 0 would be.  They
leave 0.7, 3.3 and 3.2 % of the lines that would be restored else.
"""

DENSITY_OF_UTF8, DENSITY_OF_COMMON_UTF8, DENSITY_OF_UNKNOWN_UTF8 = 12.0, 16.0, 8.0
"""The same for UTF-8: that some codec showed, that windows-1252 or Latin-1 showed, and that is in
no language of the model although none of these two showed it.

Of the repairs that they hold for, 0, 17 and 0 are wrong; without them 1, 24 and 21 would be.  They
leave 0.2, 0 and 28 % of the lines that would be restored else."""

DENSITY_OF_PROVEN = 3.0
"""Bits for a character that a repair may have beyond these, where lines near by prove the same
misreading: lists of names, and text in languages that the model lacks.  Of 27 repairs that have
up to 3 bits more, none is wrong; of 15 that no other line speaks for, all are."""

DENSITY_OF_SYMBOLS = 28.0
"""The same where all characters outside ASCII of the words that change are symbols in UTF-8: they
are rare, but so is UTF-8 by chance.  None of 90 repairs is wrong, with it or without."""

FORM, FORM_OF_RARE_CODEC = 11.0, 16.0
"""Bits that the form of UTF-8 has, from which on a repair is UTF-8 by no chance, whatever it reads
like: where windows-1252 or Latin-1 showed it, and where another codec did.

Names in scripts without a language, and in rare ideographs, cost more bits than the densities
allow.  Of 2,288 names of people, places and companies in 70 countries these restore 41 more."""

MOST_RARE = 0.1
"""The share of the ideographs of a repair of a legacy codec that no language lists, at most.

Of 322 repairs of Chinese, Japanese and Korean text in legacy codecs, none has more than half of
that; Cyrillic words that were no mojibake became ideographs of which a quarter is unlisted."""

COMMON = 1.0
"""The improbability, in bits, up to which a codec counts as common."""


@dataclass(frozen=True)
class Reading:
    """How a repair reads: what tells whether somebody may have written it.

    ``density`` are its bits for a character; ``symbols`` says that all characters outside ASCII
    of the words that change were UTF-8, and are no letters; ``known`` that the language in which
    it costs least is one of the model, ``foreign`` that letters are of a script in which the model
    has no language; ``letters`` that most words are single letters, ``lossy`` that bytes were
    changed; ``rare`` is the share of ideographs that no language lists; ``form`` are the
    bits by which it is improbable that all that is not ASCII has the form of UTF-8 by chance;
    ``proven`` says that lines near by prove the misreading.
    """

    density: float
    reader: Codec
    writer: Codec
    symbols: bool
    known: bool
    foreign: bool = False
    letters: bool = False
    lossy: bool = False
    rare: float = 0.0
    form: float = 0.0
    proven: bool = False


def reads_like_a_language(reading: Reading) -> bool:
    """Whether a repair reads as if somebody had written it."""
    is_common_utf8 = reading.writer.is_utf8 and reading.reader.improbability <= COMMON
    if reading.letters and not is_common_utf8:
        return False
    if reading.form >= (FORM if is_common_utf8 else FORM_OF_RARE_CODEC):
        return True
    if reading.foreign and reading.reader.improbability > COMMON and not reading.proven:
        return False
    if reading.rare > MOST_RARE:
        return False
    return reading.density <= most_dense(reading) + DENSITY_OF_PROVEN * reading.proven


def most_dense(reading: Reading) -> float:
    """The bits for a character that a repair may have, by what it reads like."""
    if not reading.writer.is_utf8:
        if not reading.writer.wide:
            return DENSITY
        return DENSITY_BETWEEN_IDEOGRAPHS if reading.reader.wide else DENSITY_OF_IDEOGRAPHS
    if reading.symbols:
        return DENSITY_OF_SYMBOLS
    if reading.reader.improbability <= COMMON and not reading.lossy:
        return DENSITY_OF_COMMON_UTF8
    return DENSITY_OF_UTF8 if reading.known else DENSITY_OF_UNKNOWN_UTF8


def decide(
    gain: float,
    lead: float,
    *,
    one_letter: bool = False,
    no_word: bool = False,
    guessed: bool = False,
    has_form: bool = False,
    spaces: bool = False,
    apostrophe: bool = False,
    formula: bool = False,
    few_ideographs: bool = False,
) -> Safety | None:
    """How safe a repair is; nothing if it is not even worth a proposal.

    ``gain`` is the log-odds, in bits, of the repair against the text as it stands, ``lead``
    those against the likeliest repair that makes another text.  ``one_letter`` says that a single
    letter is all the evidence, and that no other line lends any; ``no_word`` that a legacy codec
    makes no word that its language lists, and that no other line lends any either; ``guessed``
    that a byte is gone which may as well have been another one: such a repair is never safe;
    ``has_form`` that all that changes has a form that no clean text has, ``spaces`` that it is
    no-break spaces, ``apostrophe`` that it is an apostrophe in a word, as hardly any text shows it,
    ``formula`` that it is symbols with a Greek letter, ``few_ideographs`` that a legacy codec makes
    two ideographs or fewer.
    Damage of which two repairs are about as likely is flagged, and no other repair is made of a
    part of it.
    """
    needed = SAFE_GAIN_OF_ONE_LETTER if one_letter else SAFE_GAIN
    if no_word:
        both = SAFE_GAIN_OF_ONE_LETTER_WITHOUT_A_WORD
        needed = both if one_letter else SAFE_GAIN_WITHOUT_A_WORD
    if apostrophe:
        needed = SAFE_GAIN_OF_APOSTROPHE
    if formula:
        needed = SAFE_GAIN_OF_FORM
    has_form = has_form and (lead >= SAFE_LEAD_OF_SPACES or not spaces)
    if has_form and gain >= SAFE_GAIN_OF_FORM and not guessed:
        return Safety.SAFE
    least = SAFE_LEAD_OF_FEW_IDEOGRAPHS if few_ideographs else SAFE_LEAD
    if gain >= needed and lead >= least and not guessed:
        return Safety.SAFE
    if gain >= UNSAFE_GAIN and lead >= UNSAFE_LEAD:
        return Safety.UNSAFE
    return Safety.FLAG if gain >= needed else None  # the lead is less than a proposal needs


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
