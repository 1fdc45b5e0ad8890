"""Texts: columns whose rows hold any number of texts, each with its path."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pyarrow as pa

from fixenc.dataset.tables.table import Columns
from fixenc.integrations.change import Change
from fixenc.integrations.change import Path as TextPath
from fixenc.integrations.paths import EVERYTHING, Pattern


@dataclass
class Texts:
    """The texts of a pattern in some rows: those of row ``n`` are ``ends[n]`` to ``ends[n + 1]``.

    ``paths`` lead to each text, from its row.
    """

    texts: list[str] = field(default_factory=list)
    paths: list[TextPath] = field(default_factory=list)
    ends: list[int] = field(default_factory=lambda: [0])

    def array(self) -> pa.Array:
        """A list for each row."""
        texts = pa.array(self.texts, pa.large_string())
        return pa.ListArray.from_arrays(pa.array(self.ends, pa.int32()), texts)


class TextsPart:
    """Rows of a table in which each column holds a list of texts."""

    @abstractmethod
    def _read(self) -> tuple[dict[str, Texts], dict[int, str]]:
        """The texts of each column, and messages about rows that are not what they should be."""

    @cached_property
    def _texts(self) -> tuple[dict[str, Texts], dict[int, str]]:
        return self._read()

    @cached_property
    def columns(self) -> Columns:
        """A list of texts for each pattern that is asked for."""
        return {name: pa.chunked_array([texts.array()]) for name, texts in self._texts[0].items()}

    @property
    def problems(self) -> Mapping[int, str]:
        """Messages about rows that are not what they should be."""
        return self._texts[1]

    def patterns(self, column: str) -> tuple[Pattern, ...]:
        """All texts: others were not read."""
        return (EVERYTHING,)

    def located(self, column: str, changes: Sequence[Change]) -> list[Change]:
        """``changes`` with the paths of their texts, in the place of the numbers of these."""
        texts = self._texts[0][column]
        return [
            replace(change, path=texts.paths[texts.ends[change.row] + int(change.path[0])])
            for change in changes
        ]


def by_row(
    changes: Mapping[str, Sequence[Change]],
) -> dict[int, dict[TextPath, list[Change]]]:
    """The changes of all columns, by their row and the path of their text."""
    found: dict[int, dict[TextPath, list[Change]]] = {}
    for several in changes.values():
        for change in several:
            found.setdefault(change.row, {}).setdefault(change.path, []).append(change)
    return found
