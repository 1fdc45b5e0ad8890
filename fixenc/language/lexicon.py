"""The word lists of wordfreq: which words a language has, and how frequent they are.

The lists are read straight from wordfreq's data files: importing the package
takes a fifth of a second, reading one small list 5 milliseconds.
"""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

CEDILLAS = str.maketrans("\u0218\u0219\u021a\u021b", "\u015e\u015f\u0162\u0163")
"""What Romanian wrote for its letters with a comma below before there were any for computers."""

_MOST = 150_000
"""Words that are read.  Rarer ones are names and misspellings more than words."""


def word_list(language: str, size: str = "small") -> Path:
    """The file with the word list of ``language``, a code such as ``de``."""
    spec = find_spec("wordfreq")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("fixenc needs the package wordfreq: pip install wordfreq")
    return Path(spec.origin).with_name("data") / f"{size}_{language}.msgpack.gz"


def word_frequencies(language: str, size: str = "small") -> dict[str, float]:
    """The words of a language, lower case, with their share of all words.

    The small lists hold the words that make up at least one in a million; the
    large ones, which some twenty languages have, one in a hundred million, and
    here the most frequent 150,000.  A language without a list has no words.  The
    small lists are kept; ten of the large ones would fill half a gigabyte.
    """
    return _kept(language) if size == "small" else _read(language, size)


@cache
def has_list(language: str, size: str = "small") -> bool:
    """Whether there is a list of that size of the words of a language."""
    return word_list(language, size).exists()


@lru_cache(maxsize=64)
def _kept(language: str) -> dict[str, float]:
    return _read(language, "small")


def _read(language: str, size: str) -> dict[str, float]:
    import msgpack

    path = word_list(language, size)
    if not path.exists():
        return {}
    frequencies: dict[str, float] = {}
    with gzip.open(path) as file:
        # A header, and behind it the words by the centibels that they are below certainty.
        lists = msgpack.Unpacker(file, raw=False)
        count = lists.read_array_header() - 1
        lists.skip()
        for cb in range(count):
            words = lists.unpack()
            if language == "ro":
                words += [old for word in words if (old := word.translate(CEDILLAS)) != word]
            frequencies.update(dict.fromkeys(words, 10 ** (-cb / 100)))
            if len(frequencies) >= _MOST:
                break
    return frequencies


@lru_cache(maxsize=2)
def frequent_words(language: str, most: int) -> list[tuple[str, float]]:
    """The most frequent words of a language with their shares, from its largest list.

    Only as much of the list is read as it takes: the rest of it is rare words.
    """
    import msgpack

    path = word_list(language, "large" if has_list(language, "large") else "small")
    words: list[tuple[str, float]] = []
    if not path.exists():
        return words
    with gzip.open(path) as file:
        unpacker = msgpack.Unpacker(file, raw=False)
        buckets = unpacker.read_array_header() - 1
        unpacker.skip()
        for cb in range(buckets):
            share = 10 ** (-cb / 100)
            words += [(word, share) for word in unpacker.unpack()]
            if len(words) >= most:
                break
    return words[:most]


@cache
def simplified_characters() -> dict[str, str]:
    """The simplified form of each traditional Chinese character; the lists have no others."""
    import msgpack

    with gzip.open(word_list("zh").with_name("_chinese_mapping.msgpack.gz")) as file:
        mapping = msgpack.load(file, raw=False, strict_map_key=False)
    return {chr(code): simplified for code, simplified in mapping.items()}
