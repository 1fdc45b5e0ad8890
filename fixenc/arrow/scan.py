"""Scan: which cells of a column may hold damage, told from all of the column at once.

A column is one buffer of UTF-8 that the cells lie in one behind the other, so one pass
over it looks through all of them, and says of each match in which cell it begins.  A
match may then run on into the next cell, where it means nothing: a cell that is named
has yet to be looked at by itself.  Conditions that speak of where a text begins or ends
are asked of each cell, in one call as well.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from fixenc.automaton import compiled, translated
from fixenc.repair import Policy

_AT_AN_END = re.compile(r"(?<![\[\\])\^|(?<!\\)\$|\\[AzZ]")


class Scan:
    """The necessary conditions of a policy's rules, asked of columns."""

    def __init__(self, policy: Policy) -> None:
        rules = (rule for rule in policy.rules() if rule.safety <= policy.trusted)
        conditions = dict.fromkeys(rule.needs for rule in rules)
        at_ends = [each for each in conditions if _AT_AN_END.search(each)]
        self._of_cells = translated(_any_of(at_ends))
        self._anywhere = _any_of(each for each in conditions if each not in at_ends)

    def suspects(self, array: pa.Array) -> Iterator[tuple[int, bytes]]:
        """The cells that may hold damage, with their rows, in order.

        ``array`` has one buffer of text: it is of the type string or large_string.
        """
        if array.offset:
            array = pa.concat_arrays([array])  # a slice alone, in buffers of its own
        validity, places, data = array.buffers()
        if data is None or not len(array):
            return
        bounds = memoryview(places).cast("B").cast("i" if pa.types.is_string(array.type) else "q")
        text = memoryview(data)[: bounds[len(array)]]
        rows = set(self._anywhere_in(text, bounds, len(array)))
        if self._of_cells:
            holds = pc.match_substring_regex(array, self._of_cells)
            rows.update(pc.indices_nonzero(holds).to_pylist())
        for row in sorted(rows):
            if validity is None or validity[row >> 3] >> (row & 7) & 1:
                yield row, bytes(text[bounds[row] : bounds[row + 1]])

    def _anywhere_in(self, text: memoryview, bounds: memoryview, length: int) -> Iterator[int]:
        """The rows in which a match begins."""
        if not self._anywhere:
            return
        automaton = compiled(self._anywhere)
        row = 0
        while match := automaton.search(text, bounds[row]):
            row = bisect_right(bounds, match.start(), row, length) - 1
            yield row
            row += 1


def _any_of(conditions: Iterable[str]) -> str:
    return "|".join(f"(?:{condition})" for condition in conditions)


@lru_cache(maxsize=1 << 4)
def scan(policy: Policy) -> Scan:
    """The scan for a policy, kept: to compile the conditions takes longer than most columns."""
    return Scan(policy)
