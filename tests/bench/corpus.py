"""Corpora: the clean lines that the benchmarks damage.

A folder of ``LANG.txt``, one sentence or paragraph a line, is all it takes.  It may have more
languages in ``more/LANG.txt``, and in ``tech/KIND.txt`` lines of READMEs, documentation and
source comments.  Lines that the model was trained on are left out.

Languages whose codecs a channel is about but which the folder lacks are stood
in for by *pseudo-text*, words of wordfreq's lists in random order: ``el*``.
It has no grammar and no rare words, so read its figures with that in mind.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from fixenc.model.training.sources import NON_COMMERCIAL, is_for_training

DEFAULT = Path(__file__).resolve().parent / "../../../shared/corpora"
"""Where clean text is looked for if no folder is named."""

PSEUDO = ["bg", "el", "fa", "fi", "he", "hu", "is", "lt", "lv", "mk", "ro", "sh", "sk", "sl", "uk"]
"""Languages that can be stood in for by pseudo-text."""

_PSEUDO_LINES = 300


def languages(folder: Path) -> list[str]:
    """The languages of the folder itself, then those of pseudo-text (with a star)."""
    real = sorted(path.stem for path in folder.glob("*.txt"))
    return real + [f"{language}*" for language in PSEUDO if language not in real]


def texts(folder: Path, kind: str) -> list[str]:
    """The texts of a kind: ``tech``, or ``text`` in all languages that there are."""
    below = {
        name: [f"{name}/{path.stem}" for path in sorted((folder / name).glob("*.txt"))]
        for name in ("more", "tech")
    }
    if kind == "tech":
        return below["tech"]
    more = {path.partition("/")[2] for path in below["more"]}
    return [
        *(name for name in languages(folder) if name.rstrip("*") not in more or name[-1] != "*"),
        *below["more"],
    ]


def language_of(text: str) -> str:
    """The language, or the kind, of a text."""
    return text.rpartition("/")[2].rstrip("*")


@cache
def lines(folder: Path, text: str) -> list[str]:
    """The clean lines of one text that the model was not trained on."""
    if text.endswith("*"):
        return _pseudo_lines(text[:-1])
    every = (folder / f"{text}.txt").read_text(encoding="utf-8").split("\n")
    unseen = language_of(text) in NON_COMMERCIAL
    return [
        unicodedata.normalize("NFC", line)
        for number, line in enumerate(every)
        if line.strip() and (unseen or not is_for_training(number))
    ]


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
