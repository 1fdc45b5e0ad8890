"""Completion: what the damaged words of lines were, by the language model.

A line in which single characters are lost is cut into words.  Each word allows the texts that
its lost characters allow; they are scored in the languages that the rest of the line may be
in, and all words of a line together tell the language.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fixenc.channels.loss.damaged_line import Choices, Completed, DamagedLine
from fixenc.channels.loss.losses import Site
from fixenc.channels.loss.scores import Scores
from fixenc.model.score import costs
from fixenc.model.tables import tables

LANGUAGES = 6
"""Languages that the words of a line are scored in."""

FOREIGN = 25.0
"""Bits by which a language is less likely than the likeliest one, at most."""


def complete(
    lines: Sequence[tuple[str, Sequence[Site]]], foreign: float = FOREIGN
) -> list[list[Completed]]:
    """The likeliest texts of the damaged words of each line: ``lines`` are texts and their sites.

    ``foreign`` are the bits by which a language may be less likely than the likeliest one.
    """
    keys = [_key(text, sites) for text, sites in lines]
    fresh = dict(zip(keys, lines, strict=True))
    found = dict(zip(fresh, _completed(list(fresh.values()), foreign), strict=True))
    return [found[key] for key in keys]


def _key(text: str, sites: Sequence[Site]) -> tuple[object, ...]:
    """A key that equal lines share, as long as their sites are kept."""
    return text, *((site.start, site.end, id(site.options), site.lost) for site in sites)


def _completed(
    lines: Sequence[tuple[str, Sequence[Site]]], foreign: float
) -> list[list[Completed]]:
    """The same for lines that differ."""
    choices: Choices = {}
    prepared = [DamagedLine(text, sites, choices) for text, sites in lines]
    intact = [line.intact for line in prepared]
    ranked = costs(intact) + tables().language_bits if intact else np.zeros((0, 1))
    for line, against in zip(prepared, ranked, strict=True):
        line.against = against - against.min()
        order = np.argsort(against[:-1], kind="stable")[:LANGUAGES]
        line.languages = order[line.against[order] <= foreign]
        if not len(line.languages):
            line.languages = order
        line.find_words()
    every = [line.languages for line in prepared]
    columns = np.bincount(np.concatenate(every)).nonzero()[0] if every else None
    table = Scores([text for line in prepared for text in line.scored()], columns)
    return [line.completed(table) for line in prepared]
