"""Columns of text: every layout of Arrow, cell for cell what fix_text makes of it."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import Policy, Safety, fix_text
from fixenc.channels.by_hand.notation import channel_named
from fixenc.core.automaton import BETWEEN
from fixenc.core.edits import Edit, apply
from fixenc.engine.blocks import BLOCK
from fixenc.engine.text_only import restorer
from fixenc.integrations import arrow
from fixenc.integrations.arrow_scan import Scan, scan
from fixenc.model.suspicion import rows_with_suspicion, suspicious_lines
from fixenc.rules import every_rule

LAYOUTS = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.int32(), pa.large_string()),
]
each_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=str)

FINE = [*"aé.\n”", "", "fine", "It wasn’t me", "„So“, sagte sie.", "Всё хорошо", "long " * 9]
EXAMPLES = [text for rule in every_rule() for text in (*rule.damaged, *rule.intact)]
DAMAGED = ["It wasn\xe2t me", "caf\xc3\xa9 cr\xc3\xa8me", "\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea?"]
CELLS = st.none() | st.sampled_from(
    FINE
    + [
        text
        for text in DAMAGED + EXAMPLES
        if text.isascii() or text.encode("utf-8", "ignore").decode() == text
    ]
)
COLUMNS = st.lists(CELLS, max_size=9)


def made(cells: list[str | None], layout: pa.DataType) -> pa.Array:
    return pa.array(cells, pa.string()).cast(layout)


def repaired(cells: list[str | None]) -> list[str | None]:
    return [cell if cell is None else fix_text(cell) for cell in cells]


@each_layout
@given(
    cells=COLUMNS, start=st.integers(0, 3), length=st.integers(0, 9), few=st.sampled_from([0, 32])
)
def test_cells_are_repaired_as_texts_are(
    layout: pa.DataType, cells: list[str | None], start: int, length: int, few: int
) -> None:
    array = made(cells, layout)
    before = array.to_pylist()
    piece = array.slice(start, length)
    with patch.multiple(arrow, _FEW=few, _FEW_IN_ASCII=few):
        fixed = arrow.fix_array(piece)
    fixed.validate(full=True)
    assert fixed.type == layout
    assert fixed.to_pylist() == repaired(cells[start:][:length])
    assert array.to_pylist() == before
    if piece.to_pylist() == fixed.to_pylist() and not pa.types.is_dictionary(layout):
        assert fixed is piece


@each_layout
@given(chunks=st.lists(COLUMNS, max_size=3))
def test_chunks_stay_chunks(layout: pa.DataType, chunks: list[list[str | None]]) -> None:
    array = pa.chunked_array([made(cells, layout) for cells in chunks], type=layout)
    fixed = arrow.fix_array(array)
    fixed.validate(full=True)
    assert fixed.type == layout
    assert [chunk.to_pylist() for chunk in fixed.chunks] == [repaired(cells) for cells in chunks]
    if fixed.equals(array) and not pa.types.is_dictionary(layout):
        assert fixed is array


def test_chunks_that_could_outgrow_their_type_are_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "_LARGEST", 60)
    damaged = ["It wasn\xe2t me", None, "fine", "It wasn\xe2t me", "“So”"]
    array = pa.chunked_array([["fine"] * 40, damaged])
    fixed, log = arrow.repair_array(array)
    assert fixed.num_chunks > 2
    assert fixed.to_pylist() == ["fine"] * 40 + repaired(damaged)
    assert [change.row for change in log] == [40, 43]
    assert arrow.fix_array(fixed) is fixed


@each_layout
@given(chunks=st.lists(COLUMNS, max_size=3), few=st.sampled_from([0, 32]))
def test_changes_are_what_is_done(
    layout: pa.DataType, chunks: list[list[str | None]], few: int
) -> None:
    array = pa.chunked_array([made(cells, layout) for cells in chunks], type=layout)
    cells = array.to_pylist()
    with patch.multiple(arrow, _FEW=few, _FEW_IN_ASCII=few):
        fixed, log = arrow.repair_array(array)
        assert log == list(arrow.changes(array))
    assert fixed.to_pylist() == arrow.fix_array(array).to_pylist()
    edits: dict[int, list[Edit]] = {}
    for change in log:
        assert cells[change.row][change.start : change.end] == change.before
        edits.setdefault(change.row, []).append(Edit(change.start, change.end, change.after))
    assert [
        cell if cell is None else apply(cell, edits.get(row, [])) for row, cell in enumerate(cells)
    ] == fixed.to_pylist()
    assert [change.row for change in log] == sorted(change.row for change in log)


def test_a_change_says_where_and_by_what() -> None:
    array = pa.array([None, "fine", "A caf&Atilde;&copy;, cr\xc3\xa8me"])
    assert list(arrow.changes(array)) == [
        arrow.Change(2, 5, 19, "&Atilde;&copy;", "é", "html-entity, mojibake", Safety.SAFE),
        arrow.Change(2, 23, 25, "\xc3\xa8", "è", "mojibake", Safety.SAFE),
    ]


def test_only_cells_that_may_be_damaged_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def watched(policy: Policy) -> Callable[[str], str]:
        def fixed(text: str) -> str:
            seen.append(text)
            return restorer(policy)(text)

        return fixed

    monkeypatch.setattr(arrow, "restorer", watched)
    cells = ["It wasn’t me."] * 500 + ["It wasn\xe2t me."] + ["„So“, sagte sie."] * 500
    assert arrow.fix_array(pa.array(cells))[500].as_py() == "It wasn’t me."
    assert seen == ["It wasn\xe2t me."]


@pytest.mark.parametrize(
    ("first", "rows", "scans"),
    [("é", 31, 0), ("é", 32, 1), ("e", 32, 0), ("e", 127, 0), ("e", 128, 1)],
)
def test_few_cells_are_looked_at_one_by_one(
    monkeypatch: pytest.MonkeyPatch, first: str, rows: int, scans: int
) -> None:
    asked: list[Policy] = []

    def watched(policy: Policy) -> Scan:
        asked.append(policy)
        return scan(policy)

    monkeypatch.setattr(arrow, "scan", watched)
    texts = [first, None, *["It wasn&rsquo;t me"] * (rows - 2)]
    assert arrow.fix_array(pa.array(texts)).to_pylist() == repaired(texts)
    assert len(asked) == scans


@pytest.mark.parametrize("rows", [1, 40])
def test_a_channel_is_undone_in_every_cell(rows: int) -> None:
    policy = Policy(channel=channel_named("cp1251>cp1252"))
    array = pa.array(["\xef\xf0\xe8\xe2\xe5\xf2"] * rows)
    assert arrow.fix_array(array, policy).to_pylist() == ["привет"] * rows


def test_a_dictionary_keeps_its_words_apart() -> None:
    words = pa.array(["café", "caf\xc3\xa9 cr\xc3\xa8me", "café crème", None])
    indices = pa.array([0, 1, 2, None, 1, 3], pa.int8())
    array = pa.DictionaryArray.from_arrays(indices, words, ordered=True)
    fixed = arrow.fix_array(array)
    fixed.validate(full=True)
    assert fixed.type == array.type
    assert fixed.to_pylist() == ["café", "café crème", "café crème", None, "café crème", None]
    assert fixed.dictionary.to_pylist() == ["café", "café crème"]
    assert arrow.fix_array(fixed) is fixed


def in_cells(cells: list[bytes], valid: bytes) -> pa.Array:
    """A column of these bytes, UTF-8 or not; the bits of ``valid`` say which are no nulls."""
    array = pa.array(cells, pa.binary())
    buffers = [pa.py_buffer(valid), *array.buffers()[1:]]
    return pa.Array.from_buffers(pa.string(), len(cells), buffers)


def test_bytes_that_are_no_utf8_are_kept() -> None:
    array = in_cells([b"\xff\xfe\x00", b"It wasn\xc3\xa2t me, \xff."], b"\x03")
    for fixed in (arrow.fix_array(array), arrow.repair_array(array)[0]):
        assert fixed.view(pa.binary()).to_pylist() == [
            b"\xff\xfe\x00",
            b"It wasn\xe2\x80\x99t me, \xff.",
        ]


def test_what_is_no_utf8_is_kept_by_rules_for_halves_of_characters() -> None:
    from fixenc.integrations.ftfy import policy

    array = in_cells([b"\xff\x07"], b"\x01")
    fixed = arrow.fix_array(array, policy("web"))
    assert fixed.view(pa.binary()).to_pylist() == [b"\xff"]


def test_what_lies_under_a_null_is_not_looked_at() -> None:
    array = in_cells(["It wasn\xe2t me".encode()] * 2, b"\x02")
    assert arrow.fix_array(array).to_pylist() == [None, "It wasn’t me"]
    under = in_cells([b"It wasn\xc3\xa2t me", b"fine"], b"\x02")
    assert arrow.fix_array(under) is under


class TestBatches:
    def batch(self, *text: str) -> pa.RecordBatch:
        schema = pa.schema(
            [
                pa.field("text", pa.string(), nullable=False, metadata={b"lang": b"en"}),
                pa.field("n", pa.int64()),
                pa.field("title", pa.large_string()),
            ],
            {b"source": b"a crawl"},
        )
        return pa.record_batch([list(text), [1] * len(text), list(text)], schema)

    @pytest.mark.parametrize("shape", [lambda batch: batch, lambda batch: pa.table(batch)])
    def test_schema_and_other_columns_stay(
        self, shape: Callable[[pa.RecordBatch], pa.RecordBatch | pa.Table]
    ) -> None:
        batch = shape(self.batch("It wasn\xe2t me"))
        fixed = arrow.fix_batch(batch, "text")
        assert type(fixed) is type(batch)
        assert fixed.schema.equals(batch.schema, check_metadata=True)
        assert fixed.to_pydict() == {
            "text": ["It wasn’t me"],
            "n": [1],
            "title": ["It wasn\xe2t me"],
        }
        both = arrow.fix_batch(batch, ["text", "title"])
        assert both.column("title").to_pylist() == ["It wasn’t me"]
        assert arrow.fix_batch(fixed, "text") is fixed

    @pytest.mark.parametrize(
        ("columns", "error", "problem"),
        [
            ("txt", ValueError, "there is no column 'txt'; the columns are: text, n, title"),
            (["text", "n"], TypeError, "column 'n' is int64, not text"),
        ],
    )
    def test_a_column_that_is_none(
        self, columns: str | list[str], error: type[Exception], problem: str
    ) -> None:
        with pytest.raises(error, match=f"^{problem}$"):
            arrow.fix_batch(self.batch("fine"), columns)

    def test_batches_one_at_a_time(self) -> None:
        given_out: list[str] = []

        def source() -> Iterator[pa.RecordBatch]:
            for text in ("It wasn\xe2t me", "fine"):
                given_out.append(text)
                yield self.batch(text)

        fixed = arrow.fix_batches(source(), "text")
        assert next(fixed).column("text").to_pylist() == ["It wasn’t me"]
        assert given_out == ["It wasn\xe2t me"]
        assert len(list(fixed)) == 1


def test_it_can_be_sent_away() -> None:
    policy = Policy(ignore=frozenset({"lone-circumflex"}))
    fix = pickle.loads(pickle.dumps(partial(arrow.fix_array, policy=policy)))
    cells = pa.array(["It wasn\xe2t me", "caf\xc3\xa9 cr\xc3\xa8me"])
    assert fix(cells).to_pylist() == ["It wasn\xe2t me", "café crème"]


@pytest.mark.unix
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_it_works_after_a_fork() -> None:
    column = pa.array(["It wasn\xe2t me"])
    arrow.fix_array(column)  # what it keeps is there before the fork
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(arrow.fix_array, (column,)).to_pylist() == ["It wasn’t me"]


@pytest.mark.parametrize("cells", [[1], [b"a"], [[1]], [{}]])
def test_what_is_no_text_is_an_error(cells: list[Any]) -> None:
    with pytest.raises(TypeError, match="not text"):
        arrow.fix_array(pa.array(cells))


@pytest.mark.parametrize(
    "call", [arrow.fix_array, arrow.repair_array, lambda x: [*arrow.changes(x)]]
)
def test_what_is_no_array_is_an_error(call: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError, match=r"^list, not an Arrow array: make it one"):
        call(["x"])


def test_what_is_no_batch_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"^dict, not a RecordBatch or Table of Arrow$"):
        arrow.fix_batch({"text": ["x"]}, "text")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "Ça va. ", "Voilà l’été à l’œuvre. ", "Всё хорошо. "]),
            st.sampled_from([0, 1, 30, 45, 80, 4000]),
            st.sampled_from(["", "Ã", "caf\xc3\xa9", "\xcf\xf0\xe8\xe2\xe5\xf2", "Ñ\x81\n"]),
        ),
        max_size=4,
    )
)
def test_rows_are_suspicious_as_texts_are(parts: list[tuple[str, int, str]]) -> None:
    rows = [fine * times + odd + fine * (times // 2) for fine, times, odd in parts]
    named = rows_with_suspicion(BETWEEN.join(rows), BETWEEN, BLOCK)
    for row, text in enumerate(rows):
        if len(text) <= BLOCK:
            assert (row in named) == bool(suspicious_lines(text))
        elif suspicious_lines(text):
            assert row in named


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
@pytest.mark.parametrize("begins", [0, 3])
@pytest.mark.parametrize("damaged", [True, False])
def test_columns_in_which_most_is_suspect_are_looked_at_cell_by_cell(
    monkeypatch: pytest.MonkeyPatch, kind: pa.DataType, begins: int, damaged: bool
) -> None:
    """The first piece decides how the others are looked at, and never what is found in them."""
    from fixenc.integrations import arrow_scan

    monkeypatch.setattr(arrow, "_FEW", 0)
    monkeypatch.setattr(arrow, "_FEW_IN_ASCII", 0)
    monkeypatch.setattr(arrow_scan, "_SAMPLE", 40)
    monkeypatch.setattr(arrow_scan, "_PIECE", 80)
    joined: list[int] = []
    in_piece = arrow_scan.Scan._in_piece

    def counted(self: arrow_scan.Scan, piece: pa.Array) -> Iterator[tuple[int, bytes]]:
        joined.append(len(piece))
        yield from in_piece(self, piece)

    monkeypatch.setattr(arrow_scan.Scan, "_in_piece", counted)
    first = ["caf\xc3\xa9 au lait"] * 4 if damaged else ["fine and dandy"] * 4
    texts = ["x", "y", "z", *first, None, "", "It wasn\xe2t me", "fine", "\xc3\xa9t\xc3\xa9", None]
    array = pa.array(texts, kind).slice(begins)
    expected = [None if text is None else fix_text(text) for text in texts[begins:]]
    assert arrow.fix_array(array).to_pylist() == expected
    assert (sum(joined) < len(array)) == damaged
