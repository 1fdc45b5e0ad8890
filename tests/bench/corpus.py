"""Corpora: the clean lines that the benchmark damages.

A folder of ``LANG.txt``, one sentence or paragraph a line, is all it takes.
Languages whose codecs a channel is about but which the folder lacks are stood
in for by *pseudo-text*, words of wordfreq's lists in random order: ``el*``.
It has no grammar and no rare words, so read its figures with that in mind.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

DEFAULT = Path(__file__).resolve().parent / "../../../shared/corpora"
"""Where clean text is looked for if no folder is named."""

PSEUDO = ["bg", "el", "fa", "fi", "he", "hu", "is", "lt", "lv", "mk", "ro", "sh", "sk", "sl", "uk"]
"""Languages that can be stood in for by pseudo-text."""

_PSEUDO_LINES = 300


def languages(folder: Path) -> list[str]:
    """The languages of the folder, then those of pseudo-text (with a star)."""
    real = sorted(path.stem for path in folder.glob("*.txt"))
    return real + [f"{language}*" for language in PSEUDO if language not in real]


@cache
def lines(folder: Path, language: str) -> list[str]:
    """The clean lines of one language."""
    if language.endswith("*"):
        return _pseudo_lines(language[:-1])
    text = (folder / f"{language}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip()]


def _pseudo_lines(language: str) -> list[str]:
    from wordfreq import get_frequency_dict

    frequencies = get_frequency_dict(language, "small")
    words = [word for word in frequencies if word.isalpha()]
    weights = list(accumulate(frequencies[word] for word in words))
    chance = Random(language)
    sentences = []
    for _ in range(_PSEUDO_LINES):
        sentence = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(8, 16)))
        sentences.append(sentence[:1].upper() + sentence[1:] + ".")
    return sentences
