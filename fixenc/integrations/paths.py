"""Patterns of columns: names, ``*`` in names, and paths into lists, structs and maps.

A pattern is a column's name, as ``text`` or ``text*`` (``*``: any characters, ``?``: one),
then steps: ``.name`` into a struct, ``[]`` into each item of a list or value of a map.
Names in quotation marks are taken as they are.  A pattern that ends at a list, struct or
map means all text below.  A column that is called as the whole pattern comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from fixenc.integrations.change import path_name

_TOKEN = re.compile(
    r'"(?P<quoted>(?:[^"]|"")*)"|(?P<items>\[\*?\])|(?P<dot>\.)|(?P<name>(?:[^."\[]|\[(?!\*?\]))+)'
)
_WILD = {"*": ".*", "?": "."}


@dataclass(frozen=True)
class Name:
    """A step to the fields of a name; ``wild`` says that it is a pattern with ``*`` or ``?``."""

    text: str
    wild: bool = False

    def matches(self, name: str) -> bool:
        """Whether it is the step to the field ``name``."""
        return bool(_expression(self.text).fullmatch(name)) if self.wild else name == self.text


@dataclass(frozen=True)
class Items:
    """A step to each item of a list, or to each value of a map."""


Step = Name | Items
Pattern = tuple[Step, ...]
EVERYTHING: Pattern = ()
"""The pattern of all text below."""


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = (_WILD.get(each) or re.escape(each) for each in pattern)
    return re.compile("".join(parts), re.DOTALL)


def split_names(names: str) -> list[str]:
    """The patterns in a list, at the commas outside quotation marks.

    >>> split_names('id,"a,b".c')
    ['id', '"a,b".c']
    """
    return [name for name in re.findall(r'(?:"(?:[^"]|"")*"|[^,])+', names) if name.strip()]


@lru_cache(maxsize=256)
def parse(pattern: str) -> Pattern:
    """The steps of ``pattern``; raises :exc:`ValueError` if it is none.

    >>> parse('messages[]."a.b"')
    (Name(text='messages', wild=False), Items(), Name(text='a.b', wild=False))
    """
    steps: list[Step] = []
    at = 0
    due = True  # whether a name has to come next
    while at < len(pattern):
        match = _TOKEN.match(pattern, at)
        kind = match.lastgroup if match else None
        if match is None or due != (kind in ("quoted", "name")):
            break
        at = match.end()
        due = kind == "dot"
        if kind == "items":
            steps.append(Items())
        elif kind == "quoted":
            steps.append(Name(match["quoted"].replace('""', '"')))
        elif kind == "name":
            steps.append(Name(match["name"], not {"*", "?"}.isdisjoint(match["name"])))
    if due or at < len(pattern):
        raise ValueError(f"{pattern!r} is no path: write it as messages[].content, or quote names")
    return tuple(steps)


class Unmatched(Exception):
    """A pattern leads nowhere: ``column`` is the name that is not there, if that is why."""

    def __init__(self, pattern: str, what: str = "", *, other_type: bool = False) -> None:
        super().__init__(what)
        self.pattern = pattern
        self.what = what
        self.other_type = other_type


def resolve(schema: pa.Schema, patterns: Iterable[str]) -> dict[int, tuple[Pattern, ...]]:
    """The columns of ``schema`` that ``patterns`` name, by index, and what is meant in each.

    Raises :exc:`Unmatched` for a pattern that names no text, and :exc:`ValueError` for one
    that is no pattern.
    """
    found: dict[int, tuple[Pattern, ...]] = {}
    for pattern in patterns:
        named = schema.get_all_field_indices(pattern)
        steps = (Name(pattern),) if named else parse(pattern)
        first, rest = steps[0], steps[1:]
        assert isinstance(first, Name)
        if not named:
            named = [at for at, name in enumerate(schema.names) if first.matches(name)]
        if not named:
            raise Unmatched(pattern)
        good = [at for at in named if reaches_text(schema.field(at).type, rest)]
        if not good:
            raise Unmatched(pattern, _why(schema, named, first, rest), other_type=True)
        for at in good:
            found[at] = (*found.get(at, ()), rest)
    return found


def _why(schema: pa.Schema, named: Sequence[int], first: Name, rest: Pattern) -> str:
    if first.wild:
        return f"no column that {first.text!r} matches holds text"
    field = schema.field(named[0])
    whole = path_name((field.name,))
    if not rest:
        return f"column {whole!r} is {field.type}, not text"
    return f"column {whole!r} is {field.type}, in which this path leads to no text"


def reaches_text(kind: pa.DataType, steps: Pattern) -> bool:
    """Whether there is text in a column of the type ``kind`` where ``steps`` lead."""
    if pa.types.is_struct(kind):
        children = [kind.field(at) for at in range(kind.num_fields)]
        return any(
            reaches_text(child.type, rest)
            for child in children
            for rest in below(steps, child.name)
        )
    if is_list(kind) or pa.types.is_map(kind):
        value = kind.item_type if pa.types.is_map(kind) else kind.value_type
        return any(reaches_text(value, rest) for rest in items_of(steps))
    # A column of nulls is of any type: there is nothing to repair in it.
    return not steps and (is_text(kind) or bool(pa.types.is_null(kind)))


def below(steps: Pattern, name: str) -> tuple[Pattern, ...]:
    """The patterns that ``steps`` are in the field ``name``: one, or none."""
    if not steps:
        return (EVERYTHING,)
    first = steps[0]
    return (steps[1:],) if isinstance(first, Name) and first.matches(name) else ()


def items_of(steps: Pattern) -> tuple[Pattern, ...]:
    """The patterns that ``steps`` are in the items of a list: one, or none."""
    if not steps:
        return (EVERYTHING,)
    return (steps[1:],) if isinstance(steps[0], Items) else ()


def is_text(kind: pa.DataType) -> bool:
    """Whether an array of the type ``kind`` holds text, maybe in a dictionary."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type) and not pa.types.is_dictionary(kind.value_type)
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def is_list(kind: pa.DataType) -> bool:
    """Whether an array of the type ``kind`` holds lists, in any layout."""
    return bool(
        pa.types.is_list(kind)
        or pa.types.is_large_list(kind)
        or pa.types.is_fixed_size_list(kind)
        or pa.types.is_list_view(kind)
        or pa.types.is_large_list_view(kind)
    )
