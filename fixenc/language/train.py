"""Make the letter statistics that :mod:`fixenc.language.letters` reads.

For some sixty languages this counts which letter follows which, at the start,
inside and at the end of words, and writes how surprising each pair is, in
tenths of a bit.  The result is ``letters.bin`` beside this file.

The words of most languages, with their frequencies, come from the small lists
of Robyn Speer's wordfreq (https://github.com/rspeer/wordfreq, which names the
corpora behind them).  For the languages that it does not have the words, each
counted once, come from the spelling dictionaries that Debian distributes as
``hunspell-*`` and ``myspell-*``.  To make the file anew, install those named in
:data:`DICTIONARIES` and run ``python -m fixenc.language.train``.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections import defaultdict
from importlib.resources import files
from math import log2
from pathlib import Path

from fixenc.language.families import EDGE, FAMILIES, IDEOGRAPHIC, family_of
from fixenc.language.lexicon import word_frequencies, word_list

SPELLING = Path("/usr/share/hunspell")

DICTIONARIES = {
    "af": ("af_ZA", "utf-8"),
    "an": ("an_ES", "latin-1"),
    "be": ("be_BY", "utf-8"),
    "br": ("br_FR", "utf-8"),
    "eo": ("eo", "iso8859-3"),
    "et": ("et_EE", "iso8859-15"),
    "eu": ("eu", "utf-8"),
    "fo": ("fo", "latin-1"),
    "ga": ("ga_IE", "latin-1"),
    "gd": ("gd_GB", "utf-8"),
    "gv": ("gv_GB", "latin-1"),
    "hy": ("hy_AM", "utf-8"),
    "kk": ("kk_KZ", "utf-8"),
    "ku": ("kmr_Latn", "utf-8"),
    "lo": ("lo_LA", "utf-8"),
    "mn": ("mn_MN", "utf-8"),
    "oc": ("oc_FR", "utf-8"),
    "sq": ("sq_AL", "latin-1"),
    "sw": ("sw_TZ", "latin-1"),
    "th": ("th_TH", "utf-8"),
    "uz": ("uz_UZ", "utf-8"),
}
"""Languages that wordfreq has no list of: their dictionaries, and the codecs of those."""

_MOST_WORDS = 60_000  # of a dictionary, evenly taken: more change no figure

# Serbian is in wordfreq's "sh" list, in Latin letters: this is its official
# one-to-one transliteration (digraphs first).
_SERBIAN = dict(
    zip(
        "lj nj dž a b c č ć d đ e f g h i j k l m n o p r s š t u v z ž".split(),
        "љ њ џ а б ц ч ћ д ђ е ф г х и ј к л м н о п р с ш т у в з ж".split(),
        strict=True,
    )
)

# How far the weight of frequent words is flattened: letters of a rare word say
# as much about spelling as those of "the", but there are many rare words.
_FLATTEN = 0.55
# A pair never seen after a letter seen often costs about this much more than
# its second letter alone.
_BACKOFF = 2.0


def frequencies(language: str) -> dict[str, float]:
    """The words of a language with their frequencies, in its own script."""
    if language == "sr":
        return {_cyrillic(word): frequency for word, frequency in word_frequencies("sh").items()}
    if language in DICTIONARIES:
        words = dictionary(*DICTIONARIES[language])
        return dict.fromkeys(words, 1 / len(words))
    return word_frequencies(language)


def dictionary(name: str, codec: str) -> list[str]:
    """The words of an installed hunspell dictionary, without their affix flags."""
    lines = (SPELLING / f"{name}.dic").read_text(codec, errors="replace").splitlines()
    words = [re.split(r"[/\s]", line.lower(), maxsplit=1)[0] for line in lines[1:]]
    return words[:: len(words) // _MOST_WORDS + 1]


def _cyrillic(word: str) -> str:
    for latin, cyrillic in _SERBIAN.items():
        word = word.replace(latin, cyrillic)
    return word


def _traditional() -> dict[str, str]:
    """Traditional characters and the simplified ones that stand for them in the list."""
    import gzip

    import msgpack

    with gzip.open(word_list("zh").with_name("_chinese_mapping.msgpack.gz")) as file:
        mapping: dict[int, str] = msgpack.load(file, raw=False, strict_map_key=False)
    return {chr(code): simplified for code, simplified in mapping.items()}


def costs(language: str, ideographic: bool) -> tuple[dict[str, float], dict[str, float]]:
    """The bits that single letters and pairs of letters cost in a language."""
    singles: defaultdict[str, float] = defaultdict(float)
    pairs: defaultdict[str, float] = defaultdict(float)
    before: defaultdict[str, float] = defaultdict(float)
    script = next(name for name, codes in FAMILIES.items() if language in codes)
    for word, frequency in frequencies(language).items():
        if any(family_of(letter) != script for letter in word):
            continue
        weight = frequency**_FLATTEN
        padded = f"{EDGE}{word}{EDGE}"
        for first, second in zip(padded, padded[1:], strict=False):
            if ideographic and not (_is_kana(first) and _is_kana(second)):
                if second != EDGE:
                    singles[second] += weight
                continue
            singles[second] += weight
            pairs[first + second] += weight
            before[first] += weight
    if language == "zh":
        # The list is of simplified characters.  Their traditional forms are
        # about a third as common in the world's text.
        for traditional, simplified in _traditional().items():
            if traditional != simplified and simplified in singles:
                singles[traditional] = max(singles[traditional], singles[simplified] / 3)
    total = sum(singles.values())
    single_bits = {letter: -log2(weight / total) for letter, weight in singles.items()}
    lightest = min(singles.values())
    pair_bits = {
        pair: -log2(
            (weight + _BACKOFF * lightest * singles[pair[1]] / total)
            / (before[pair[0]] + _BACKOFF * lightest)
        )
        for pair, weight in pairs.items()
    }
    return single_bits, pair_bits


def _unseen(entry: str, singles: dict[str, float]) -> float:
    """The bits for a pair that a language does not have, but another of its family does.

    Names and loans bring foreign pairs into every text: they cost 5 bits more
    than the second letter alone.
    """
    return singles.get(entry[1:], 20.0) + 5.0 if entry[1:] else 22.0


def _is_kana(letter: str) -> bool:
    return "\N{HIRAGANA LETTER SMALL A}" <= letter <= "\N{KATAKANA-HIRAGANA PROLONGED SOUND MARK}"


def pack() -> bytes:
    """The contents of ``letters.bin``.

    For each family a table of singles and a table of pairs: the number of
    entries, the entries themselves as UTF-8, and for each entry one byte a
    language, its cost in tenths of a bit.
    """
    sections: list[bytes] = []
    for family, languages in FAMILIES.items():
        measured = [costs(language, family in IDEOGRAPHIC) for language in languages]
        for part in (0, 1):
            table = [cost[part] for cost in measured]
            # An entry that no language uses more than once in 2^16 letters
            # is a loan or a slip; leaving it out halves the file.
            entries = sorted(
                {entry for bits in table for entry, cost in bits.items() if cost < 16 - 2 * part}
            )
            matrix = bytes(
                min(255, round(10 * bits.get(entry, _unseen(entry, cost[0]))))
                for entry in entries
                for bits, cost in zip(table, measured, strict=True)
            )
            keys = "".join(entries).encode("utf-8")
            sections.append(struct.pack("<II", len(entries), len(keys)) + keys + matrix)
    return zlib.compress(b"".join(sections), 9)


if __name__ == "__main__":
    (Path(str(files(__package__))) / "letters.bin").write_bytes(pack())
