"""Changes in columns, and the path of the text in a cell that one is in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from fixenc.core.edits import Safety

_PLAIN = re.compile(r'[^."\[\],*?]+')


class Key(str):
    """The key of an entry of a map: data, other than the name of a field."""

    __slots__ = ()


Path = tuple[str | int, ...]
"""Names of fields, indices of items, and :class:`Key` for entries of maps, outermost first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One replacement in a column: in the cell ``row``, counted from 0 in the array.

    ``start`` and ``end`` are half-open characters of the text as it was read, where
    ``before`` stood and ``after`` now stands.  ``rule`` is the chain of rules that led
    to it, first to last, joined by ", ".  In a column of lists, structs or maps, ``path``
    leads from the cell to the text: ``(3, "content")``.
    """

    row: int
    start: int
    end: int
    before: str
    after: str
    rule: str
    safety: Safety
    path: Path = ()


def path_name(path: Path) -> str:
    """The name of ``path``, as patterns are written.

    >>> print(path_name(("messages", 3, "content")), path_name(("a", "b.c", Key("key"))))
    messages[3].content a."b.c"['key']
    """
    return _named(path, lambda step: repr(str(step)) if isinstance(step, Key) else str(step))


def general_name(path: Path) -> str:
    """The name of ``path`` without indices and keys, under which changes are counted.

    >>> general_name(("messages", 3, "content"))
    'messages[].content'
    """
    return _named(path, lambda step: "")


def _named(path: Path, name_of: Callable[[int | Key], str]) -> str:
    """The name of ``path``, with ``name_of`` an index or key in brackets."""
    name = ""
    for at, step in enumerate(path):
        if isinstance(step, (int, Key)):
            name += f"[{name_of(step)}]"
        elif at == 0:
            # The name of a column, by which the log is joined with the data, stays as it is.
            name = step if len(path) == 1 else _quoted(step)
        else:
            name += "." + _quoted(step)
    return name


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else '"' + name.replace('"', '""') + '"'
