"""Text in lists, structs and maps: repaired where paths lead, the rest left as it is."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import fix_text
from fixenc.integrations import arrow
from fixenc.integrations.change import Change, Key, general_name, path_name
from fixenc.integrations.paths import parse, split_names

BAD, GOOD = "caf\xc3\xa9 cr\xc3\xa8me", "café crème"
TEXTS = st.none() | st.sampled_from(["", "fine", "é", BAD, "It wasn\xe2t me"])


def values(kind: pa.DataType) -> st.SearchStrategy[Any]:
    """Values of a type of Arrow."""
    if pa.types.is_struct(kind):
        fields = {kind.field(at).name: values(kind.field(at).type) for at in range(kind.num_fields)}
        return st.none() | st.fixed_dictionaries(fields)
    if pa.types.is_map(kind):
        entries = st.tuples(st.sampled_from(["a", BAD]), values(kind.item_type))
        return st.none() | st.lists(entries, max_size=3, unique_by=lambda entry: entry[0])
    if pa.types.is_fixed_size_list(kind):
        size = kind.list_size
        return st.none() | st.lists(values(kind.value_type), min_size=size, max_size=size)
    if pa.types.is_nested(kind):
        return st.none() | st.lists(values(kind.value_type), max_size=3)
    return st.none() | st.integers(0, 9) if pa.types.is_integer(kind) else TEXTS


def repaired(value: Any) -> Any:
    """A value with all its text repaired but the keys of maps."""
    if isinstance(value, str):
        return fix_text(value)
    if isinstance(value, dict):
        return {key: repaired(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return value[0], repaired(value[1])
    return [repaired(each) for each in value] if isinstance(value, list) else value


MESSAGE = pa.struct([("role", pa.string()), ("n", pa.int32()), ("content", pa.large_string())])
KINDS = [
    pa.list_(pa.string()),
    pa.large_list(pa.string_view()),
    pa.list_(pa.string(), 2),
    pa.list_view(pa.string()),
    pa.large_list_view(pa.string()),
    pa.list_(pa.dictionary(pa.int8(), pa.string())),
    MESSAGE,
    pa.list_(MESSAGE),
    pa.map_(pa.string(), pa.string()),
    pa.map_(pa.string(), pa.list_(MESSAGE)),
    pa.struct([("a", pa.list_(pa.list_(pa.string()))), ("b", pa.map_(pa.string(), MESSAGE))]),
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@given(data=st.data(), start=st.integers(0, 2))
def test_all_text_in_nested_columns(kind: pa.DataType, data: st.DataObject, start: int) -> None:
    cells = data.draw(st.lists(values(kind), max_size=5))
    whole = pa.array(cells, kind)
    array = whole.slice(start)
    fixed, log = arrow.repair_array(array)
    fixed.validate(full=True)
    assert fixed.type == kind
    assert fixed.to_pylist() == [repaired(cell) for cell in array.to_pylist()]
    assert whole.to_pylist() == pa.array(cells, kind).to_pylist()
    assert arrow.fix_array(array).equals(fixed)
    if not log and "dictionary" not in str(kind):
        assert arrow.fix_array(array) is array
    for change in log:
        text = reached(array[change.row].as_py(), change)
        assert text[change.start : change.end] == change.before


def reached(value: Any, change: Change) -> str:
    """The text in a cell at the path of a change."""
    for step in change.path:
        value = dict(value)[step] if isinstance(step, Key) else value[step]
    assert isinstance(value, str)
    return value


def test_text_under_a_null_is_no_change() -> None:
    texts = pa.array([BAD, BAD])
    mask = pa.array([True, False])
    for array in (
        pa.StructArray.from_arrays([texts], ["a"], mask=mask),
        pa.ListArray.from_arrays(pa.array([0, 1, 2], pa.int32()), texts, mask=mask),
    ):
        fixed, log = arrow.repair_array(array)
        assert {change.row for change in log} == {1}
        assert fixed.null_count == 1


TABLE = pa.table(
    {
        "messages": [[{"role": BAD, "content": BAD}], None],
        "meta": [{"title": BAD, "title2": BAD, "n": 1, "a.b": BAD}] * 2,
        "text": [BAD, "fine"],
        "text.x": ["fine", BAD],
        "a,b": [BAD, BAD],
        "n": [1, 2],
        "nothing": pa.nulls(2),
    }
)


@pytest.mark.parametrize(
    ("columns", "paths"),
    [
        (["text"], ["text"]),
        (["text.x"], ["text.x"]),
        (['"text.x"'], ["text.x"]),
        (["text*"], ["text", "text.x"]),
        (["messages[].content"], ["messages[].content"]),
        (["messages[*].content"], ["messages[].content"]),
        (["messages"], ["messages[].content", "messages[].role"]),
        (["messages[].r?le"], ["messages[].role"]),
        (["meta.title"], ["meta.title"]),
        (["meta.title*", "meta.title"], ["meta.title", "meta.title2"]),
        (['meta."a.b"', '"a,b"'], ["a,b", 'meta."a.b"']),
        (["nothing"], []),
    ],
)
def test_patterns(columns: list[str], paths: list[str]) -> None:
    fixed = arrow.fix_batch(TABLE, columns)
    assert fixed.schema == TABLE.schema
    changed = set()
    for name in TABLE.schema.names:
        if not fixed[name].equals(TABLE[name]):
            log = arrow.repair_array(TABLE[name])[1] if TABLE[name].type != pa.int64() else []
            left = arrow.repair_array(fixed[name])[1]
            where = {(name, *change.path) for change in log}
            where -= {(name, *change.path) for change in left}
            changed |= {general_name(path) for path in where}
    assert sorted(changed) == paths


@pytest.mark.parametrize(
    ("columns", "problem", "said"),
    [
        ("titel", ValueError, "there is no column 'titel'; the columns are: messages, meta"),
        ("messages.content", TypeError, "column 'messages' is list<.*, in which this path leads"),
        ("meta.n", TypeError, "column 'meta' is struct<.*, in which this path leads to no text"),
        ("n", TypeError, "column 'n' is int64, not text"),
        ("n*", None, ""),
        ("?", TypeError, "no column that '\\?' matches holds text"),
        ("a..b", ValueError, "'a..b' is no path: write it as"),
        ("messages[]content", ValueError, "'messages\\[\\]content' is no path"),
        ('"text', ValueError, "is no path"),
    ],
)
def test_patterns_that_lead_nowhere(
    columns: str, problem: type[Exception] | None, said: str
) -> None:
    if problem is None:
        arrow.fix_batch(TABLE, columns)
    else:
        with pytest.raises(problem, match=said):
            arrow.fix_batch(TABLE, columns)


def test_names_of_paths_are_patterns() -> None:
    for path in (("a", 3, "b.c"), ("x", 'q"q', 0), ("a", "b", "c,d")):
        [pattern] = split_names(path_name(path).replace("[3]", "[]").replace("[0]", "[]"))
        assert len(parse(pattern)) == len(path)
    assert path_name(("a", Key("b"), 1)) == "a['b'][1]"
    assert general_name(("a[0]",)) == "a[0]"
