"""Columns of lists, structs and maps: the text in them is repaired where it stands.

Nested columns are columns of their own inside, with offsets beside: only the column of
text in which something changes is made anew, and the offsets and nulls around it stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fixenc.integrations.change import Change, Key
from fixenc.integrations.paths import Pattern, below, is_list, items_of, reaches_text

Log = list[Change] | None
Repair = Callable[[pa.Array, Log], pa.Array]
"""Returns the array of text repaired, or itself, and adds the changes to the log."""


def is_nested(kind: pa.DataType) -> bool:
    """Whether an array of the type ``kind`` holds other arrays."""
    return bool(is_list(kind) or pa.types.is_struct(kind) or pa.types.is_map(kind))


def repair_nested(
    array: pa.Array, patterns: tuple[Pattern, ...], repair: Repair, log: Log
) -> pa.Array:
    """``array`` with its text ``repair``\\ ed where ``patterns`` lead, or itself.

    The keys of maps stay as they are: programs look for them.
    """
    kind = array.type
    if not any(reaches_text(kind, steps) for steps in patterns):
        return array
    if not is_nested(kind):
        return repair(array, log)
    own: Log = None if log is None else []
    if pa.types.is_struct(kind):
        fixed = _struct(array, patterns, repair, own)
    elif pa.types.is_map(kind):
        fixed = _map(array, patterns, repair, own)
    elif pa.types.is_list_view(kind) or pa.types.is_large_list_view(kind):
        fixed = _view(array, patterns, repair, own)
    else:
        fixed = _list(array, patterns, repair, own)
    if log is not None and own:
        # Text that lies under a null belongs to no cell.
        valid = array.is_valid()
        log += (change for change in own if valid[change.row].as_py())
    return fixed


def _struct(array: pa.Array, patterns: tuple[Pattern, ...], repair: Repair, log: Log) -> pa.Array:
    children = []
    changed = False
    found: list[Change] = []
    for at in range(array.type.num_fields):
        name = array.type.field(at).name
        child = array.field(at)
        inner = tuple(rest for steps in patterns for rest in below(steps, name))
        own: Log = None if log is None else []
        fixed = repair_nested(child, inner, repair, own)
        found += (replace(change, path=(name, *change.path)) for change in own or ())
        changed = changed or fixed is not child
        children.append(fixed)
    if not changed:
        return array
    if log is not None:
        log += sorted(found, key=lambda change: change.row)
    mask = array.is_null() if array.null_count else None
    return pa.StructArray.from_arrays(children, fields=list(array.type), mask=mask)


def _list(array: pa.Array, patterns: tuple[Pattern, ...], repair: Repair, log: Log) -> pa.Array:
    inner = tuple(rest for steps in patterns for rest in items_of(steps))
    own: Log = None if log is None else []
    values = _values(array, lambda piece: repair_nested(piece, inner, repair, own))
    if values is None:
        return array
    if log is not None:
        _place(own or (), _ends(array), log)
    return _with_values(array, values)


def _map(array: pa.Array, patterns: tuple[Pattern, ...], repair: Repair, log: Log) -> pa.Array:
    inner = tuple(rest for steps in patterns for rest in items_of(steps))
    own: Log = None if log is None else []

    def fix(entries: pa.Array) -> pa.Array:
        items = entries.field(1)
        fixed = repair_nested(items, inner, repair, own)
        if fixed is items:
            return entries
        return pa.StructArray.from_arrays([entries.field(0), fixed], fields=list(entries.type))

    values = _values(array, fix)
    if values is None:
        return array
    if log is not None:
        first = _ends(array)[0]
        keys = array.values.field(0)
        named = [keys[int(first) + change.row].as_py() for change in own or ()]
        _place(own or (), _ends(array), log, [Key(key) for key in named])
    return _with_values(array, values)


def _view(array: pa.Array, patterns: tuple[Pattern, ...], repair: Repair, log: Log) -> pa.Array:
    """Views may share their items, in any order: as a list, each has its own."""
    is_large = pa.types.is_large_list_view(array.type)
    lengths = array.value_lengths().fill_null(0)
    ends = np.concatenate(([0], np.cumsum(lengths.to_numpy(zero_copy_only=False))))
    offsets = pa.array(ends, pa.int64() if is_large else pa.int32())
    make = pa.LargeListArray if is_large else pa.ListArray
    mask = array.is_null() if array.null_count else None
    plain = make.from_arrays(offsets, array.flatten(), mask=mask)
    fixed = _list(plain, patterns, repair, log)
    if fixed is plain:
        return array
    return type(array).from_arrays(
        offsets[:-1], lengths.cast(offsets.type), fixed.values, type=array.type, mask=mask
    )


def _ends(array: pa.Array) -> npt.NDArray[np.int64]:
    """Where each cell begins in the values of a list or map, and the last one ends."""
    if pa.types.is_fixed_size_list(array.type):
        size = array.type.list_size
        rows = range(array.offset, array.offset + len(array) + 1)
        return np.array([row * size for row in rows], dtype=np.int64)
    return np.asarray(array.offsets, dtype=np.int64)


def _values(array: pa.Array, fix: Callable[[pa.Array], pa.Array]) -> pa.Array | None:
    """All values of a list or map, repaired where they belong to its cells, if any changes."""
    if not len(array):
        return None
    values = array.values
    ends = _ends(array)
    first, last = int(ends[0]), int(ends[-1])
    own = values.slice(first, last - first)
    fixed = fix(own)
    if fixed is own:
        return None
    return pa.concat_arrays([values.slice(0, first), fixed, values.slice(last)])


def _with_values(array: pa.Array, values: pa.Array) -> pa.Array:
    """The list or map with other ``values``, as many as it has."""
    own = 1 if pa.types.is_fixed_size_list(array.type) else 2
    return pa.Array.from_buffers(
        array.type, len(array), array.buffers()[:own], array.null_count, array.offset, [values]
    )


def _place(
    changes: list[Change] | tuple[()],
    ends: npt.NDArray[np.int64],
    log: list[Change],
    keys: list[Key] | None = None,
) -> None:
    """Add ``changes`` in the items to ``log`` as changes of the cells that hold these."""
    first = int(ends[0])
    for number, change in enumerate(changes):
        item = first + change.row
        row = int(np.searchsorted(ends, item, side="right")) - 1
        step = keys[number] if keys else item - int(ends[row])
        log.append(replace(change, row=row, path=(step, *change.path)))
