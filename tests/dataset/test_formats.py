"""Every format is written again as it was, but for what was repaired."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.core.edits import Edit, Safety, apply
from fixenc.dataset.inputs import inputs
from fixenc.dataset.job import Done, Job, OnError, State, Task
from fixenc.dataset.store import store_of
from fixenc.dataset.tables.delimited import Dialect, with_field
from fixenc.dataset.tables.json.escaped import replaced
from fixenc.dataset.task import perform
from fixenc.integrations.arrow import Change
from fixenc.run.config import Settings

DAMAGED = ["It wasn\xe2t me", None, "fine", "caf\xc3\xa9 au lait"]
REPAIRED = ["It wasn\N{RIGHT SINGLE QUOTATION MARK}t me", None, "fine", "café au lait"]


def repaired(path: Path, *columns: str, on_error: OnError = OnError.FAIL) -> tuple[Path, Done]:
    """What becomes of the file at ``path``."""
    found = inputs(str(path))
    out = path.parent / "out"
    job = Job(found.store, store_of(str(out)), columns or ("text",), Settings(), on_error)
    done = perform(job, Task(found.files[0], path.name))
    return out / path.name, done


def rich_table() -> pa.Table:
    """A table with columns of many kinds."""
    return pa.table(
        {
            "text": pa.array(DAMAGED, pa.string()),
            "words": pa.array(DAMAGED).dictionary_encode(),
            "large": pa.array(DAMAGED, pa.large_string()),
            "number": pa.array([1, None, 3, 4], pa.int32()),
            "decimal": pa.array([1, 2, 3, 4]).cast(pa.decimal128(30, 2)),
            "list": [[1], [], None, [2, 3]],
            "struct": [{"x": "caf\xc3\xa9", "y": [1.5]}] * 4,
            "float": [1.5, 2.5, 3.5, 4.5],
            "when": pa.array([10**15] * 4, pa.timestamp("us", "UTC")),
            "a.b": [True, False, None, True],
        }
    ).replace_schema_metadata({"made by": "somebody", "huggingface": "{}"})


PARQUET: dict[str, dict[str, object]] = {
    "default": {},
    "zstd, no dictionary": {"compression": "zstd", "use_dictionary": False},
    "plain, no statistics": {"compression": "none", "write_statistics": False},
    "per column": {
        "compression": {"text": "gzip", "words": "snappy", "number": "brotli"},
        "use_dictionary": ["words"],
        "column_encoding": {"text": "DELTA_BYTE_ARRAY", "float": "BYTE_STREAM_SPLIT"},
        "write_statistics": ["number"],
    },
    "indexed and sorted": {"write_page_index": True, "sorting_columns": [pq.SortingColumn(3)]},
    "old timestamps and lists": {
        "use_deprecated_int96_timestamps": True,
        "use_compliant_nested_type": False,
    },
    "no schema of Arrow": {"store_schema": False},
    "version 1": {"version": "1.0"},
}


def about_columns(path: Path) -> list[object]:
    """All that a file of Parquet says of how it is written."""
    metadata = pq.read_metadata(path)
    about: list[object] = [metadata.schema.to_arrow_schema(), metadata.format_version]
    about.append({k: v for k, v in (metadata.metadata or {}).items() if k != b"ARROW:schema"})
    for at in range(metadata.num_row_groups):
        group = metadata.row_group(at)
        about += group.num_rows, group.sorting_columns
        for number in range(metadata.num_columns):
            column = group.column(number)
            about.append(
                (
                    column.path_in_schema,
                    column.physical_type,
                    column.compression,
                    sorted(column.encodings),
                    column.is_stats_set,
                    column.has_column_index,
                )
            )
    return about


@pytest.mark.parametrize("options", PARQUET.values(), ids=PARQUET)
def test_parquet_is_kept(tmp_path: Path, options: dict[str, object]) -> None:
    table = rich_table()
    path = tmp_path / "a.parquet"
    with pq.ParquetWriter(path, table.schema, **options) as writer:
        if options.get("store_schema") is False:
            writer.add_key_value_metadata(table.schema.metadata)
        for start, length in ((0, 3), (3, 1), (0, 4)):
            writer.write_table(table.slice(start, length))
    out, done = repaired(path, "text", "words", "large")
    assert (done.state, done.problem) == (State.WRITTEN, "")
    assert done.tally.changed_rows == 4
    assert about_columns(out) == about_columns(path)
    before, after = pq.read_table(path), pq.read_table(out)
    after.validate(full=True)
    for name in before.schema.names:
        if name in ("text", "words", "large"):
            assert after.column(name).to_pylist() == REPAIRED * 2
        else:
            assert after.column(name).equals(before.column(name)), name


def test_a_schema_that_arrow_cannot_write_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fixenc.dataset.tables import parquet

    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": DAMAGED}), path)
    told = iter([["as it is"], ["as it was"]])
    monkeypatch.setattr(parquet, "_leaves", lambda schema: next(told))
    out, done = repaired(path)
    assert done.state is State.FAILED
    assert "cannot be written again" in done.problem
    assert not out.exists()


def arrow_file(path: Path, codec: str | None, table: pa.Table, *, stream: bool) -> None:
    options = pa.ipc.IpcWriteOptions(compression=codec)
    made = (
        pa.ipc.new_stream(path, table.schema, options=options)
        if stream
        else pa.ipc.new_file(path, table.schema, options=options, metadata={"in the": "footer"})
    )
    with made as writer:
        for number, batch in enumerate(table.to_batches(max_chunksize=3)):
            writer.write_batch(batch, custom_metadata={"number": str(number)})


def about_batches(path: Path) -> list[object]:
    """All that a file of Arrow says of its batches; no bytes of them."""
    with pa.OSFile(str(path)) as file:
        is_file = file.read(6) == b"ARROW1"
        file.seek(0)
        if is_file:
            reader = pa.ipc.open_file(file)
            found = [
                reader.get_batch_with_custom_metadata(at) for at in range(reader.num_record_batches)
            ]
            about: list[object] = [reader.metadata]
        else:
            reader = pa.ipc.open_stream(file)
            found = [*reader.iter_batches_with_custom_metadata()]
            about = []
        schema = reader.schema
    return [*about, is_file, schema, [(batch.num_rows, dict(known)) for batch, known in found]]


@pytest.mark.parametrize("stream", [False, True], ids=["file", "stream"])
@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
def test_arrow_is_kept(tmp_path: Path, codec: str | None, stream: bool) -> None:
    # Columns that no codec makes smaller are left as they are, and long ones are not.
    table = rich_table().append_column("long", pa.array(["x" * 1000] * 4))
    path = tmp_path / "a.arrow"
    arrow_file(path, codec, table, stream=stream)
    out, done = repaired(path, "text", "words", "large")
    assert (done.state, done.problem) == (State.WRITTEN, "")
    assert about_batches(out) == about_batches(path)
    size = path.stat().st_size
    assert abs(out.stat().st_size - size) < size / 10, "the codec is another"
    open_it = pa.ipc.open_stream if stream else pa.ipc.open_file
    after = open_it(pa.OSFile(str(out))).read_all()
    assert after.column("text").to_pylist() == REPAIRED
    assert after.column("words").to_pylist() == REPAIRED
    assert after.drop(["text", "words", "large"]).equals(table.drop(["text", "words", "large"]))


JSONL = [
    # as it is, as it should be
    (b'{"text": "caf\xc3\x83\xc2\xa9"}\n', b'{"text": "caf\xc3\xa9"}\n'),
    (b'{"text": "caf\\u00c3\\u00a9"}\n', b'{"text": "caf\\u00e9"}\n'),
    (b'{"b":1e5 ,"text":"caf\\u00C3\\u00A9 \\/ \\t","a":[1, 2]}\r\n',
     b'{"b":1e5 ,"text":"caf\\u00e9 \\/ \\t","a":[1, 2]}\r\n'),
    (b'\xef\xbb\xbf{"text": "caf\xc3\x83\xc2\xa9 \\u00e9t\\u00e9"}\n\n \n{"text": null}\n{}\n',
     b'\xef\xbb\xbf{"text": "caf\xc3\xa9 \\u00e9t\\u00e9"}\n\n \n{"text": null}\n{}\n'),
    (b'{"text": 5, "text": "caf\xc3\x83\xc2\xa9"}', b'{"text": 5, "text": "caf\xc3\xa9"}'),
    (b'{"text": "\\ud83d\\ude00 caf\xc3\x83\xc2\xa9"}\n',
     b'{"text": "\\ud83d\\ude00 caf\xc3\xa9"}\n'),
    (b'{"text": "half \\ud83d caf\xc3\x83\xc2\xa9"}\n',
     b'{"text": "half \\ud83d caf\xc3\x83\xc2\xa9"}\n'),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), JSONL)
@pytest.mark.parametrize("suffix", ["", ".gz", ".zst", ".bz2", ".xz"])
def test_json_lines_are_kept(tmp_path: Path, before: bytes, after: bytes, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    if suffix == ".xz":
        path.write_bytes(lzma.compress(before))
    else:
        with pa.output_stream(path) as file:
            file.write(before)
    out, done = repaired(path)
    assert done.problem == ""
    if suffix == ".xz":
        assert lzma.decompress(out.read_bytes()) == after
        return
    if suffix == ".gz":
        assert gzip.decompress(out.read_bytes()) == after
    with pa.input_stream(out) as file:
        assert file.read() == after


CSV = [
    (b"id,text\n1,caf\xc3\x83\xc2\xa9\n2,x\n", b"id,text\n1,caf\xc3\xa9\n2,x\n"),
    (b'\xef\xbb\xbf"text";"id"\r\n"caf\xc3\x83\xc2\xa9; ""x""";"1"\r\n\r\n"a\r\nb";2',
     b'\xef\xbb\xbf"text";"id"\r\n"caf\xc3\xa9; ""x""";"1"\r\n\r\n"a\r\nb";2'),
    (b'a\ttext\n"1"\t"a ""b""\nc caf\xc3\x83\xc2\xa9"\n',
     b'a\ttext\n"1"\t"a ""b""\nc caf\xc3\xa9"\n'),
    (b'\n"te|xt"|text|n\n1| caf\xc3\x83\xc2\xa9 |3\n', None),
    (b'"te|xt"|text|n\n1| caf\xc3\x83\xc2\xa9 |3\n', b'"te|xt"|text|n\n1| caf\xc3\xa9 |3\n'),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), CSV)
def test_csv_is_kept(tmp_path: Path, before: bytes, after: bytes | None) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(before)
    out, done = repaired(path)
    if after is None:
        assert "does not name its columns" in done.problem
    else:
        assert (done.problem, out.read_bytes()) == ("", after)


def write(path: Path, texts: list[str | None]) -> None:
    """A file of the format that its name says."""
    table = pa.table({"text": texts})
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=2)
    elif path.suffix == ".arrow":
        arrow_file(path, "zstd", table, stream=False)
    elif path.suffix == ".csv":
        path.write_text("text\n" + "".join(f"{text or ''}\n" for text in texts), encoding="utf-8")
    else:
        lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
        path.write_bytes(gzip.compress(lines.encode(), 1))


def content(path: Path) -> object:
    """What is in a file, whatever it is compressed with."""
    if path.suffix == ".parquet":
        return pq.read_table(path)
    if path.suffix == ".arrow":
        return pa.ipc.open_file(pa.OSFile(str(path))).read_all()
    with pa.input_stream(path) as file:
        return file.read()


FILES = ["a.parquet", "a.arrow", "a.jsonl.gz", "a.csv"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_fine_is_copied_to_the_byte(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write(path, ["fine", None, "Ça va très bien", "x"])
    out, done = repaired(path)
    assert done.state is State.COPIED
    assert out.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_damage_at_the_end_does_not_lose_the_beginning(tmp_path: Path, name: str) -> None:
    texts = ["fine", "x", "Ça va", "y", "caf\xc3\xa9"]
    write(tmp_path / name, texts)
    out, done = repaired(tmp_path / name)
    assert done.tally.rows == 5
    want = tmp_path / "want" / name
    want.parent.mkdir()
    write(want, [*texts[:-1], "café"])
    assert content(out) == content(want)


def test_many_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fixenc.dataset.tables import delimited, lines

    monkeypatch.setattr(lines, "BLOCK", 37)
    monkeypatch.setattr(delimited, "SIZE", 50)
    chance = random.Random(0)
    rows = [[chance.choice(["x", "a,b", 'q"q', "two\nlines"]), f"n{at}"] for at in range(40)]
    for at in (7, 23, 39):
        rows[at][1] += " caf\xc3\xa9"
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["other", "text"], *rows])
    lined = [json.dumps({"text": text, "n": other}) for other, text in rows]
    (tmp_path / "a.jsonl").write_text("\n".join(lined), encoding="utf-8")
    for name in ("a.csv", "a.jsonl"):
        out, done = repaired(tmp_path / name)
        assert (done.problem, done.tally.rows, done.tally.changed_rows) == ("", 40, 3)
        shown = done.tally.examples["mojibake"]
        assert [each.row for each in shown] == [7, 23, 39]
        want = (tmp_path / name).read_bytes()
        want = want.replace(b"\xc3\x83\xc2\xa9", b"\xc3\xa9")
        assert out.read_bytes() == want.replace(b"\\u00c3\\u00a9", b"\\u00e9")


BAD = {
    "a.jsonl": (
        b'{"text": "caf\xc3\x83\xc2\xa9"}\n{"text": 5}\n{"text": "\xff"}\n[1]\n'
        b'{"text": "x"\n{"text": "y"}\n',
        b'{"text": "caf\xc3\xa9"}\n{"text": "y"}\n',
        b'{"text": 5}\n{"text": "\xff"}\n[1]\n{"text": "x"\n',
        [
            "a.jsonl: line 2: column 'text' is a number, not text",
            "a.jsonl: line 3: is not UTF-8",
            "a.jsonl: line 4: is no JSON object",
            "a.jsonl: line 5: is no JSON: Expecting ',' delimiter: line 2 column 1 (char 13)",
        ],
    ),
    "a.csv": (
        b'n,text\n1,caf\xc3\x83\xc2\xa9\n2\n3,"x"y\n4,\xff\n5,"y',
        b"n,text\n1,caf\xc3\xa9\n",
        b'n,text\n2\n3,"x"y\n4,\xff\n5,"y',
        [
            "a.csv: line 3: has 1 fields, too few for the columns asked for",
            "a.csv: line 4: is no CSV: ',' expected after '\"'",
            "a.csv: line 5: is not UTF-8",
            "a.csv: line 6: is no CSV: unexpected end of data",
        ],
    ),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("on_error", OnError)
def test_rows_that_make_no_sense(tmp_path: Path, name: str, on_error: OnError) -> None:
    before, good, bad, problems = BAD[name]
    path = tmp_path / name
    path.write_bytes(before)
    out, done = repaired(path, on_error=on_error)
    aside = out.parent / "_quarantine" / name
    if on_error is OnError.FAIL:
        assert done.state is State.FAILED
        assert done.problem.startswith(problems[0] + "; --on-error skip keeps")
        assert not out.exists()
        return
    assert done.state is State.WRITTEN
    assert (done.tally.bad_rows, [*done.problems]) == (4, problems)
    if on_error is OnError.SKIP:
        assert out.read_bytes() == before.replace(b"\xc3\x83\xc2\xa9", b"\xc3\xa9")
        assert not aside.exists()
    else:
        assert (out.read_bytes(), aside.read_bytes()) == (good, bad)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.parquet", b"PAR1 nonsense", "a.parquet: cannot be read as Parquet: Parquet"),
        ("a.arrow", b"nonsense", "a.arrow: cannot be read as Arrow IPC: "),
        ("a.arrow", b"", "a.arrow: cannot be read as Arrow IPC: "),
        ("a.jsonl.gz", b"nonsense", "a.jsonl.gz: cannot be read as JSON Lines: "),
        # Without the time in it, or no two workers would agree on the test's name.
        ("a.jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 99, mtime=0)[:-9], "cannot be read"),
        ("a.jsonl.xz", b"nonsense", "a.jsonl.xz: cannot be read as JSON Lines: xz: "),
        ("a.jsonl.xz", lzma.compress(b'{"text": "x"}\n')[:-9], "as JSON Lines: xz: "),
        ("a.jsonl.bz2", b"nonsense", "a.jsonl.bz2: cannot be read as JSON Lines: "),
        ("a.jsonl", b'{"txt": "a", "n": "b"}\n', "no column 'text'; its columns are 'txt', 'n'"),
        ("a.csv", b"a,b\n", "a.csv: has no column 'text'; its columns are 'a', 'b'"),
        ("a.csv", b"text,text\n", "a.csv: has more than one column 'text'; rename the others"),
    ],
)  # fmt: skip
def test_files_that_make_no_sense(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    out, done = repaired(path)
    assert done.state is State.FAILED
    assert problem in done.problem
    assert "\n" not in done.problem
    assert not out.exists()
    out, done = repaired(path, on_error=OnError.QUARANTINE)
    assert done.state is State.QUARANTINED
    assert not out.exists()
    assert (out.parent / "_quarantine" / name).read_bytes() == content


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"text": [1]}, "column 'text' is int64, not text; none of it is"),
        ({"text": [b"x"], "t": ["x"]}, "column 'text' is binary, not text; its columns of text"),
        ({"title": ["x"]}, "has no column 'text'; its columns are 'title'"),
    ],
)  # fmt: skip
def test_columns_that_are_no_text(tmp_path: Path, table: dict[str, object], problem: str) -> None:
    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    arrow_file(tmp_path / "a.arrow", None, pa.table(table), stream=True)
    for name in ("a.parquet", "a.arrow"):
        _, done = repaired(tmp_path / name)
        assert done.problem.startswith(f"{name}: {problem}")


def test_empty_files(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "a.parquet")
    (tmp_path / "a.jsonl").write_bytes(b"")
    (tmp_path / "a.csv").write_bytes(b"text\n")
    for name in ("a.parquet", "a.jsonl", "a.csv"):
        out, done = repaired(tmp_path / name)
        assert done.state is State.COPIED, done.problem
        assert out.read_bytes() == (tmp_path / name).read_bytes()


TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\/\té\xc3'), max_size=12
)


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Change]]:
    """A text, and changes of it."""
    text = draw(TEXT)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    changes = [
        Change(0, start, end, text[start:end], draw(TEXT), "rule", Safety.SAFE)
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return text, changes


def changed(text: str, changes: list[Change]) -> str:
    return apply(text, [Edit(each.start, each.end, each.after) for each in changes])


@given(
    edited_texts(),
    st.lists(st.tuples(TEXT, st.none() | st.integers() | st.lists(TEXT)), max_size=3),
    st.booleans(),
    st.sampled_from([(", ", ": "), (",", ":"), (" ,\t", " :\r ")]),
    st.integers(0, 3),
)
def test_a_line_of_json_changes_only_there(
    edited: tuple[str, list[Change]],
    others: list[tuple[str, object]],
    ascii_only: bool,
    separators: tuple[str, str],
    at: int,
) -> None:
    text, changes = edited
    values = [(key, value) for key, value in others if key != "text"]
    values.insert(at, ("text", text))
    line = json.dumps(dict(values), ensure_ascii=ascii_only, separators=separators).encode()
    after = replaced(line, ("text",), changes)
    assert [*json.loads(after).items()] == [
        *(dict(values) | {"text": changed(text, changes)}).items()
    ]
    if not changes:
        assert after == line
    if ascii_only and not text.isascii():
        assert after.isascii()


@given(
    st.lists(TEXT.filter(lambda text: "\0" not in text), min_size=1, max_size=4),
    TEXT.filter(lambda text: "\0" not in text),
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.data(),
)
def test_a_record_of_csv_changes_only_there(
    fields: list[str], new: str, delimiter: str, quoting: int, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(fields) - 1))
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=quoting).writerow(fields)  # type: ignore[arg-type]
    record = file.getvalue()
    after = with_field(record, at, new, Dialect(delimiter))
    read = [*csv.reader(io.StringIO(after, newline=""), delimiter=delimiter, strict=True)]
    wanted = [*fields[:at], new, *fields[at + 1 :]]
    assert read == [wanted]
    # With the same quoted text in both, nothing is left in which they could differ.
    assert with_field(after, at, '"', Dialect(delimiter)) == with_field(
        record, at, '"', Dialect(delimiter)
    )


NESTED_JSONL = [
    # patterns, as it is, as it should be
    ("messages[].content",
     '{"messages": [{"role": "Ã©", "content": "cafÃ©"}, {"content": null}, {"content": "Ã©tÃ©"}]}',
     '{"messages": [{"role": "Ã©", "content": "café"}, {"content": null}, {"content": "été"}]}'),
    ("messages[].content",
     '{"messages":[{"content":[{"type":"text","text":"caf\\u00c3\\u00a9"},5]}],"messages2":"cafÃ©"}',
     '{"messages":[{"content":[{"type":"text","text":"caf\\u00e9"},5]}],"messages2":"cafÃ©"}'),
    ("meta.title", '{"meta": {"title": "x", "title": "cafÃ©"}}',
     '{"meta": {"title": "x", "title": "café"}}'),
    ("tags[]", '{"tags": {"cafÃ©": "cafÃ©"}}', '{"tags": {"cafÃ©": "café"}}'),
    ("tags[]", '{"tags": [ "cafÃ©" , "x", "cafÃ©"]}', '{"tags": [ "café" , "x", "café"]}'),
    ("*", '{"a": 1, "b": "cafÃ©", "c": {"d": ["cafÃ©", null]}}',
     '{"a": 1, "b": "café", "c": {"d": ["café", null]}}'),
    ("a.b", '{"a": {"b": "cafÃ©"}, "a.b": "cafÃ©"}', '{"a": {"b": "cafÃ©"}, "a.b": "café"}'),
    ('"a.b".c', '{"a.b": {"c": "cafÃ©"}}', '{"a.b": {"c": "café"}}'),
    ("t*,text", '{"text": "cafÃ©", "t": 5}', '{"text": "café", "t": 5}'),
]  # fmt: skip


@pytest.mark.parametrize(("column", "before", "after"), NESTED_JSONL)
def test_paths_in_json_lines(tmp_path: Path, column: str, before: str, after: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(before + "\n", encoding="utf-8")
    out, done = repaired(path, *column.split(","))
    assert done.problem == ""
    assert out.read_text(encoding="utf-8") == after + "\n"


@pytest.mark.parametrize(
    ("column", "line", "problem"),
    [
        ("meta.title", '{"meta": {"title": 5}}', "column 'meta.title' is a number, not text"),
        ("meta.title", '{"meta": "x"}', "column 'meta' is text, not an object"),
        ("meta[].title", '{"meta": 5}', "column 'meta' is a number, not a list"),
        ("meta[].title", '{"meta": [5]}', "column 'meta[0]' is a number, not an object"),
    ],
)
def test_paths_that_lead_to_no_text(tmp_path: Path, column: str, line: str, problem: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    _, done = repaired(path, column)
    assert done.problem.startswith(f"a.jsonl: line 1: {problem}; --on-error")


CHATS = [
    {"messages": [{"content": "x"}, {"role": "y"}], "meta": None, "maps": {"a": {"b": "x"}}},
    {"messages": [], "meta": {"title": "x"}, "tags": []},
    {"messages": None, "n": 1, "tags": None},
]


@pytest.mark.parametrize(
    ("column", "there"),
    [
        ("messages[].content", True),
        ("messages[].role", True),
        ("messages[].contnt", False),
        ("messages", True),
        ("meta.title", True),
        ("meta.titel", False),
        ("maps[].b", True),
        ("maps[].c", False),
        ("maps.a.b", True),
        ("maps.a.c", False),
        ("maps.b*", False),
        ("tags[]", True),
        ("tags[].x", True),  # no row says that there is no such name
        ("tags[].x.y", True),
        ("texts", False),
    ],
)
@pytest.mark.parametrize("suffix", ["jsonl", "json"])
def test_a_path_that_leads_nowhere_in_json_is_an_error(
    tmp_path: Path, column: str, there: bool, suffix: str
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(
        "".join(f"{json.dumps(row)}\n" for row in CHATS) if suffix == "jsonl" else json.dumps(CHATS)
    )
    out, done = repaired(path, column)
    assert out.exists() == there
    assert done.problem.partition(";")[0] == (
        "" if there else f"{path.name}: has no column {column!r}"
    )


def test_a_step_into_a_list_that_lacks_its_brackets(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(CHATS[0]))
    _, done = repaired(path, "messages.content")
    assert "column 'messages' is a list, not an object (write 'messages[]' for " in done.problem


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "a.jsonl"])
def test_changes_name_the_path(tmp_path: Path, name: str) -> None:
    messages = [[{"role": "user", "content": "x"}, {"role": "cafÃ©", "content": "cafÃ©"}], None]
    table = pa.table({"messages": messages, "n": [1, 2]})
    path = tmp_path / name
    if path.suffix == ".parquet":
        pq.write_table(table, path)
    elif path.suffix == ".arrow":
        arrow_file(path, None, table, stream=False)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in table.to_pylist()))
    found = inputs(str(path))
    target, log = (store_of(str(tmp_path / folder)) for folder in ("out", "log"))
    job = Job(found.store, target, ("messages[].content",), Settings(), log=log)
    done = perform(job, Task(found.files[0], name))
    assert done.problem == ""
    assert [*done.tally.changes] == [("messages[].content", "mojibake")]
    [change] = pq.read_table(tmp_path / "log" / f"{name}.changes.parquet").to_pylist()
    assert (change["row"], change["column"], change["start"]) == (0, "messages[1].content", 3)
    out = tmp_path / "out" / name
    wanted = [[messages[0][0], {"role": "cafÃ©", "content": "café"}], None]
    if path.suffix == ".jsonl":
        assert [json.loads(line)["messages"] for line in out.read_text().splitlines()] == wanted
    else:
        after = content(out)
        assert isinstance(after, pa.Table)
        assert after.schema == table.schema
        assert after["messages"].to_pylist() == wanted


def test_patterns_of_columns_of_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id;"title, de";title\nÃ©tÃ©;cafÃ©;cafÃ©\n', encoding="utf-8")
    out, done = repaired(path, "title*")
    assert (done.problem, out.read_text(encoding="utf-8").splitlines()[1]) == (
        "",
        "Ã©tÃ©;café;café",
    )
    _, done = repaired(path, "title.de")
    assert "has no column 'title.de'" in done.problem


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_lines_of_text(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.txt{suffix}"
    before = b"caf\xc3\x83\xc2\xa9\r\n\n\xff\nfine \xc3\x83\xc2\xa9t\xc3\x83\xc2\xa9"
    path.write_bytes(gzip.compress(before) if suffix else before)
    out, done = repaired(path, on_error=OnError.SKIP)
    after = gzip.decompress(out.read_bytes()) if suffix else out.read_bytes()
    assert after == b"caf\xc3\xa9\r\n\n\xff\nfine \xc3\xa9t\xc3\xa9"
    assert (done.tally.rows, done.tally.changed_rows, done.tally.bad_rows) == (4, 2, 1)
    _, done = repaired(path, "body")
    assert done.problem.startswith(f"a.txt{suffix}: has no column 'body'; its columns are 'text'")


def test_texts_are_tables_where_there_are_no_others(tmp_path: Path) -> None:
    (tmp_path / "LICENSE.txt").touch()
    assert [file.name for file in inputs(str(tmp_path)).files] == ["LICENSE.txt"]
    (tmp_path / "a.csv").touch()
    found = inputs(str(tmp_path))
    assert [file.name for file in found.files] == ["a.csv"]
    assert [file.name for file in found.others] == ["LICENSE.txt"]
    assert [file.name for file in inputs(f"{tmp_path}/*.txt").files] == ["LICENSE.txt"]
