"""Scan: the cells of a column that may hold damage, found in one pass over the column.

The cells of a column lie one behind the other in one buffer of UTF-8.  With a character
between them that no text has, one pass of an automaton looks through all of them, and
says of each match in which cell it begins.  A match may run on into the next cell, where
it means nothing: a cell that is named has yet to be looked at by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from fixenc.core.automaton import BETWEEN, compiled_for_joined
from fixenc.engine.blocks import BLOCK
from fixenc.engine.policy import Policy
from fixenc.model.suspicion import rows_with_suspicion
from fixenc.punctuation.doubt import LETTER, doubtful_lines

_WIDTH = len(BETWEEN.encode())

_PIECE = 1 << 20
"""Bytes that are joined at a time, so that memory stays bounded."""

_SAMPLE = 1 << 14
"""Bytes of the first piece, by which it is decided whether to look through the others."""

_MOST = 0.5
"""Share of the bytes in suspect cells beyond which each cell is looked at by itself: each is
looked at then anyway, and one pass over all of them took up to 14 % longer (measured on
documents of 3 kB in French, where half are suspect)."""


class Scan:
    """The necessary conditions of a policy's rules, asked of columns."""

    def __init__(self, policy: Policy) -> None:
        rules = policy.trusted_rules()
        self._scans = any(rule.suspects for rule in rules)
        conditions = dict.fromkeys(rule.condition for rule in rules if rule.condition)
        if any(rule.suspects is doubtful_lines for rule in rules):
            conditions[LETTER] = None
        self._condition = "|".join(f"(?:{condition})" for condition in conditions)

    def suspects(self, array: pa.Array) -> Iterator[tuple[int, bytes]]:
        """The cells that may hold damage, with their rows, in order.

        ``array`` is of the type string or large_string.
        """
        if not self._condition and not self._scans:
            return
        start = 0
        size = _SAMPLE
        while start < len(array):
            rows = max(1, len(array) * size // max(1, array.nbytes))
            piece = array.slice(start, rows)
            suspect = 0
            for row, cell in self._in_piece(piece):
                suspect += len(cell)
                yield start + row, cell
            start += rows
            if suspect > _MOST * piece.nbytes:
                yield from _every(array, start)
                return
            size = _PIECE

    def _in_piece(self, array: pa.Array) -> Iterator[tuple[int, bytes]]:
        if array.null_count:
            array = array.fill_null("")
        places = array.buffers()[1]
        is_small = pa.types.is_string(array.type)
        ends = memoryview(places).cast("B").cast("i" if is_small else "q")[array.offset :]
        first = ends[0]
        column = pa.ListArray.from_arrays(pa.array([0, len(array)], pa.int32()), array)
        text = memoryview(pc.binary_join(column, pa.scalar(BETWEEN, array.type))[0].as_buffer())
        automaton = compiled_for_joined(self._condition) if self._condition else None
        odd = self._suspicious_rows(text) if self._scans else []

        def start(row: int) -> int:
            """Where what stands in front of the cell begins."""
            return ends[row] - first + _WIDTH * (row - 1)

        found = set(odd)
        row = 0
        while automaton and row < len(array):
            match = automaton.search(text, max(0, start(row)))
            if match is None:
                break
            row = bisect_right(range(len(array)), match.start(), row, key=start) - 1
            found.add(row)
            row += 1
        for row in sorted(found):
            cell = bytes(text[start(row) + _WIDTH : start(row + 1)])
            if cell:
                yield row, cell

    @staticmethod
    def _suspicious_rows(text: memoryview) -> list[int]:
        """The rows of joined cells in which neighbours are suspicious."""
        joined = bytes(text)
        if joined.replace(BETWEEN.encode(), b"").isascii():
            return []
        return rows_with_suspicion(joined.decode("utf-8", "surrogateescape"), BETWEEN, BLOCK)


def _every(array: pa.Array, start: int) -> Iterator[tuple[int, bytes]]:
    """All cells from the row ``start`` on that hold anything."""
    rest = array.slice(start)
    kind = pa.binary() if pa.types.is_string(array.type) else pa.large_binary()
    for row, cell in enumerate(rest.view(kind), start):
        data = cell.as_py()
        if data:
            yield row, data


@lru_cache(maxsize=1 << 4)
def scan(policy: Policy) -> Scan:
    """The scan for a policy, kept: to compile the conditions takes longer than most columns."""
    return Scan(policy)
