"""Scores: the costs of the texts that words may have been, and which of these is likeliest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fixenc.model.plausible import POINTS
from fixenc.model.score import costs

MOST_AT_ONCE = 2048
"""Texts that are scored in one call."""

_AS_LISTED = {ord("ß"): "ss"} | {ord(point): "" for point in POINTS}
"""How the word lists write characters that they do not have."""


class Scores:
    """The costs of texts in some languages."""

    def __init__(self, texts: Sequence[str], columns: NDArray[np.int64] | None) -> None:
        self._at = {text: at for at, text in enumerate(dict.fromkeys(texts))}
        every = [text.translate(_AS_LISTED) for text in self._at]
        parts = range(0, len(every), MOST_AT_ONCE)
        scored = [costs(every[at : at + MOST_AT_ONCE], columns) for at in parts]
        self._bits = np.concatenate(scored) if scored else np.zeros((0, 0), np.float32)

    def of(self, texts: Sequence[str], columns: NDArray[np.int64]) -> NDArray[np.float32]:
        rows = [self._at[text] for text in texts]
        bits: NDArray[np.float32] = self._bits[rows][:, columns]
        return bits


def rank(
    bits: NDArray[np.float32], others: NDArray[np.float32], least: float
) -> tuple[list[int], float]:
    """The likeliest texts of a word, and the bits by which the first is likelier than all others.

    ``bits`` are their costs by languages, ``others`` those of the other words of the line, and
    ``least`` those of the line in its likeliest language.
    """
    joint = (bits + others - least).astype(np.float64)
    each = -np.logaddexp2.reduce(-joint, axis=1)
    order = np.argsort(each, kind="stable")
    rest = each[order[1:]]
    lead = float(-np.logaddexp2.reduce(-rest) - each[order[0]]) if len(rest) else ALONE
    return order[:4].tolist(), min(lead, ALONE)


ALONE = 20.0
"""Bits of lead of a text without a rival; no lead is larger."""
