"""Initials: names of organizations, and the initials that translation leaves of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from fixenc.fragments.table import rows


@dataclass(frozen=True)
class Initials:
    """The initials of a name in English, what is left of them, and other names with the latter."""

    english: str
    name: str
    left: str
    own_names: tuple[str, ...]

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the organization, by its initials or its name."""
        pattern = rf"\b(?:{self.english}\b|{re.escape(self.name)})"
        return re.search(pattern, text) is not None

    def may_be_meant_in(self, text: str) -> bool:
        """Whether a text has a word of another name that the initials are of, or explains them."""
        return any(name in text for name in self.own_names) or f"({self.left})" in text


@cache
def initials() -> dict[str, Initials]:
    """The table, by the initials that are left."""
    found = (
        Initials(c[0], c[1], c[2], tuple(filter(None, c[3].split("; "))))
        for c in rows("initials.tsv")
    )
    return {one.left: one for one in found}
