"""Columns of text, repaired where they stand: the shapes in which data engines hand out tables.

Ray Data, Spark, Dask, Daft, DuckDB, Polars and ``datasets`` all pass text around in
Arrow's memory, as one buffer of UTF-8 for a whole column.  Nearly all of it is fine,
so a column is first proved clean as the one buffer that it is; only cells that might
hold damage become Python strings, and only those that change are written anew.  A
column in which nothing changes comes back as the very object that went in.

>>> import pyarrow as pa
>>> fix_array(pa.array(["It wasn\\xe2t me", None])).to_pylist()
['It wasn’t me', None]

Columns of lists, structs and maps are repaired where their text stands; the keys of maps stay.

:mod:`fixenc.arrow` shows how each engine calls these functions.

Every function here is one of its module, so it can be pickled and sent to a worker
(:func:`functools.partial` carries the columns), starts no threads, and may be
called after a fork.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

try:
    import pyarrow as pa
except ImportError:
    raise ImportError("fixenc.arrow needs pyarrow: pip install 'fixenc[arrow]'") from None
import pyarrow.compute as pc

from fixenc.core.edits import Edit, apply
from fixenc.engine.applied import editor
from fixenc.engine.policy import Policy
from fixenc.engine.text_only import restorer
from fixenc.integrations.arrow_nested import is_nested, repair_nested
from fixenc.integrations.arrow_scan import scan
from fixenc.integrations.change import Change
from fixenc.integrations.paths import EVERYTHING, Pattern, Unmatched, is_text, reaches_text, resolve
from fixenc.rules.surrogate import surrogate

Column = TypeVar("Column", pa.Array, pa.ChunkedArray)
Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)

_LARGEST = 1 << 30
"""Bytes of a chunk that is repaired as it is; Arrow's type string holds twice as many."""

_FEW = 32
"""Cells of an array that are repaired one by one: to scan them as one takes longer than it saves.
Arrays of 16 lines in 53 languages took 0.9 to 1.0 times as long scanned, of 32 lines 0.8 to 1.0."""

_FEW_IN_ASCII = 128
"""The same for cells in ASCII, of which each takes microseconds: arrays of 32, 64, 100 and 127
lines took 1.6, 1.3, 1.1 and 1.1 times as long scanned."""


def fix_array(array: Column, policy: Policy | None = None) -> Column:
    """``array`` with the damage in its cells repaired.

    Strings of any of Arrow's layouts, dictionaries of them, and lists, structs and maps that
    hold them, in one piece or chunked; the type, the nulls and the length stay, and so do the
    keys of maps.  If nothing is damaged, ``array`` itself is returned.  Raises
    :exc:`TypeError` if it is no array, or holds no text.
    """
    return _column(array, policy or Policy(), None)


def changes(array: pa.Array | pa.ChunkedArray, policy: Policy | None = None) -> Iterator[Change]:
    """The changes that :func:`fix_array` makes in ``array``, in the order of its text."""
    yield from repair_array(array, policy)[1]


def repair_array(
    array: Column, policy: Policy | None = None, patterns: tuple[Pattern, ...] = (EVERYTHING,)
) -> tuple[Column, list[Change]]:
    """Both in one go: the repaired array, and the changes in it.

    In nested arrays only the text is repaired where ``patterns`` lead
    (:mod:`fixenc.integrations.paths`).
    """
    log: list[Change] = []
    return _column(array, policy or Policy(), log, patterns), log


def fix_batch(batch: Batch, columns: str | Sequence[str], policy: Policy | None = None) -> Batch:
    """``batch`` with the damage in ``columns`` repaired; schema and metadata stay.

    ``columns`` are names, names with ``*``, or paths as ``messages[].content``
    (:mod:`fixenc.integrations.paths`).  Raises :exc:`ValueError` if there is no such column,
    and :exc:`TypeError` if one does not hold text, or ``batch`` is none.  If nothing is
    damaged, ``batch`` itself is returned.
    """
    if not isinstance(batch, (pa.RecordBatch, pa.Table)):
        raise TypeError(f"{type(batch).__name__}, not a RecordBatch or Table of Arrow")
    try:
        chosen = resolve(batch.schema, [columns] if isinstance(columns, str) else columns)
    except Unmatched as problem:
        if problem.other_type:
            raise TypeError(problem.what) from None
        there = ", ".join(batch.schema.names)
        raise ValueError(
            f"there is no column {problem.pattern!r}; the columns are: {there}"
        ) from None
    whole = list(batch.columns)
    changed = False
    for at, patterns in chosen.items():
        fixed = _column(whole[at], policy or Policy(), None, patterns)
        changed = changed or fixed is not whole[at]
        whole[at] = fixed
    return type(batch).from_arrays(whole, schema=batch.schema) if changed else batch


def fix_batches(
    batches: Iterable[Batch], columns: str | Sequence[str], policy: Policy | None = None
) -> Iterator[Batch]:
    """Each of ``batches`` as :func:`fix_batch` repairs it, one at a time."""
    for batch in batches:
        yield fix_batch(batch, columns, policy)


def _column(
    array: Column,
    policy: Policy,
    log: list[Change] | None,
    patterns: tuple[Pattern, ...] = (EVERYTHING,),
) -> Column:
    """The repaired ``array``; its changes are added to ``log``, if there is one."""
    if not isinstance(array, (pa.Array, pa.ChunkedArray)):
        raise TypeError(
            f"{type(array).__name__}, not an Arrow array: make it one, pyarrow.array(…)"
        )
    if isinstance(array, pa.ChunkedArray):
        row = 0
        chunks = []
        same = True
        for chunk in (small for each in array.chunks for small in _small(each)):
            own: list[Change] | None = None if log is None else []
            fixed = _piece(chunk, policy, own, patterns)
            if log is not None:
                log += (replace(change, row=change.row + row) for change in own or ())
            same = same and fixed is chunk
            chunks.append(fixed)
            row += len(chunk)
        return array if same else pa.chunked_array(chunks, type=array.type)
    return _piece(array, policy, log, patterns)


def _small(chunk: pa.Array) -> Iterator[pa.Array]:
    """A chunk in pieces that have room to grow: a mark that lost bytes gets them back."""
    if len(chunk) < 2 or not pa.types.is_string(chunk.type) or chunk.nbytes <= _LARGEST:
        yield chunk
    else:
        half = len(chunk) // 2
        yield from _small(chunk.slice(0, half))
        yield from _small(chunk.slice(half))


def _piece(
    array: pa.Array,
    policy: Policy,
    log: list[Change] | None,
    patterns: tuple[Pattern, ...] = (EVERYTHING,),
) -> pa.Array:
    """The repaired cells of an array that is one chunk."""
    kind = array.type
    if pa.types.is_string(kind) and EVERYTHING in patterns:
        return _strings(array, policy, log)
    if not any(reaches_text(kind, steps) for steps in patterns):
        raise TypeError(f"{kind}, not text")
    if is_nested(kind):
        return repair_nested(array, patterns, lambda piece, own: _text(piece, policy, own), log)
    return _text(array, policy, log)


def _text(array: pa.Array, policy: Policy, log: list[Change] | None) -> pa.Array:
    """The repaired cells of an array of text."""
    kind = array.type
    if pa.types.is_string_view(kind):
        # Views lie about in many buffers: in one, they are proved clean in one scan.
        plain = array.cast(pa.large_string())
        fixed = _strings(plain, policy, log)
        return array if fixed is plain else fixed.cast(kind)
    if pa.types.is_dictionary(kind):
        return _dictionary(array, policy, log)
    return _strings(array, policy, log) if is_text(kind) else array


def _dictionary(array: pa.Array, policy: Policy, log: list[Change] | None) -> pa.Array:
    """Each distinct text is repaired once; where two become one, so do their indices."""
    found: list[Change] | None = None if log is None else []
    words = array.dictionary
    fixed = _text(words, policy, found)
    if fixed is words:
        return array
    if log is not None:
        by_word: dict[int, list[Change]] = {}
        for change in found or ():
            by_word.setdefault(change.row, []).append(change)
        for row, word in enumerate(array.indices.to_pylist()):
            log += (replace(change, row=row) for change in by_word.get(word, ()))
    places = fixed.dictionary_encode()
    indices = places.indices.take(array.indices).cast(array.type.index_type)
    return pa.DictionaryArray.from_arrays(indices, places.dictionary, ordered=array.type.ordered)


def _strings(array: pa.Array, policy: Policy, log: list[Change] | None) -> pa.Array:
    """The repaired cells of an array with one buffer of text."""
    # A channel is undone wherever it decodes: no condition says where that may be.
    if policy.channel is None and not _has_few(array):
        return _suspects(array, policy, log)
    try:
        texts = array.to_pylist()
    except UnicodeDecodeError:
        return _suspects(array, policy, log)
    fix = _fixer(policy, log)
    fixed = [fix(row, text) if text else text for row, text in enumerate(texts)]
    return array if fixed == texts else pa.array(fixed, array.type)


def _has_few(array: pa.Array) -> bool:
    """Whether the cells are so few that to repair them one by one takes the least time."""
    if len(array) < _FEW:
        return True
    return len(array) < _FEW_IN_ASCII and pc.all(pc.string_is_ascii(array)).as_py() is not False


def _suspects(array: pa.Array, policy: Policy, log: list[Change] | None) -> pa.Array:
    """The repaired cells, found by one scan: only those that change are written anew."""
    mask = bytearray(len(array) + 7 >> 3)
    texts: list[bytes] = []
    fix = _fixer(policy, log)
    for row, cell in scan(policy).suspects(array):
        try:
            text = cell.decode()
        except UnicodeDecodeError:
            # Such bytes are repaired as what they are, or stay: no rule may take them for
            # halves of characters, as which Python holds them.
            text = cell.decode("utf-8", "surrogateescape")
            own = replace(policy, ignore=policy.ignore | {surrogate.name})
            fixed = _fixer(own, log)(row, text)
        else:
            fixed = fix(row, text)
        if fixed != text:
            mask[row >> 3] |= 1 << (row & 7)
            texts.append(fixed.encode("utf-8", "surrogateescape"))
    if not texts:
        return array
    return pc.replace_with_mask(
        array,
        pa.Array.from_buffers(pa.bool_(), len(array), [None, pa.py_buffer(mask)]),
        pa.array(texts, _bytes(array)).view(array.type),
    )


def _fixer(policy: Policy, log: list[Change] | None) -> Callable[[int, str], str]:
    """A function from the row and text of a cell to its repaired text, which adds to ``log``."""
    if log is None:
        restore = restorer(policy)
        return lambda row, text: restore(text)
    edits_of = editor(policy)

    def fix(row: int, text: str) -> str:
        edits = edits_of(text)
        if not edits:
            return text
        log.extend(changes_of(row, text, edits))
        return apply(text, edits)

    return fix


def _bytes(array: pa.Array) -> pa.DataType:
    """The type of the same array of bytes."""
    return pa.binary() if pa.types.is_string(array.type) else pa.large_binary()


def changes_of(row: int, text: str, applied: Iterable[Edit]) -> Iterator[Change]:
    """The edits that were ``applied`` to ``text``, of the cell ``row``, as changes."""
    for edit in applied:
        before, after = text[edit.start : edit.end], edit.new or ""
        rule = ", ".join(edit.rules)
        yield Change(row, edit.start, edit.end, before, after, rule, edit.safety)
