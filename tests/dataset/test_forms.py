"""Files that do not say how to read them: encodings, dialects, bytes, whole texts, streams."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.cli import main
from fixenc.dataset.tables import lines
from fixenc.dataset.tables.delimited import Dialect, with_field

BAD = "caf\xc3\xa9"
GOOD = "café"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(name: str, data: bytes, *args: str) -> bytes:
    """The output for a file of this content."""
    Path(name).write_bytes(data)
    columns = () if "--column" in args else ("--column", "text")
    assert main(["dataset", name, "out", *columns, *args]) == 0
    return Path("out", name).read_bytes()


@pytest.mark.parametrize(
    ("name", "before", "after", "args"),
    [
        ("a.csv", f"1;{BAD}\n2;x\n", f"1;{GOOD}\n2;x\n", ["--no-header", "--column", "2"]),
        ("a.csv", f"{BAD}\nx\n", f"{GOOD}\nx\n", ["--no-header", "--column", "*"]),
        ("a.tsv", f"1\t{BAD}\t{BAD}\n", f"1\t{BAD}\t{GOOD}\n", ["--no-header", "--column", "3"]),
        ("a.csv", f"a:text\n1:{BAD}\n", f"a:text\n1:{GOOD}\n", ["--delimiter", ":"]),
        ("a.csv", f"text\t,\n{BAD}\t,\n", f"text\t,\n{GOOD}\t,\n", ["--delimiter", "tab"]),
        ("a.csv", f"a,text\n1,'{BAD},b'\n", f"a,text\n1,'{GOOD},b'\n", ["--quote", "'"]),
        ("a.csv", f'text,b\n{BAD} 5",3\n', f'text,b\n{GOOD} 5",3\n', ["--quote", "none"]),
        ("a.csv", f'text,b\n"{BAD} \\"x\\\\",3\n', f'text,b\n"{GOOD} ""x\\\\",3\n',
         ["--escape", "\\"]),
        ("a.csv", f"text,b\n{BAD}\\, x,3\n", f"text,b\n{GOOD}\\, x,3\n",
         ["--escape", "\\", "--quote", "none"]),
        ("a.txt", f"{BAD}\n\n{BAD}", f"{GOOD}\n\n{GOOD}", ["--whole-files"]),
        ("a.json", f'[ {{"text": "{BAD}"}},\n {{}} ]\n', f'[ {{"text": "{GOOD}"}},\n {{}} ]\n', []),
        ("a.json", f'{{\n "text": "{BAD}"\n}}', f'{{\n "text": "{GOOD}"\n}}', []),
        ("a.json", f'{{"text": "{BAD}"}}\n{{"text": "x"}}\n',
         f'{{"text": "{GOOD}"}}\n{{"text": "x"}}\n', []),
        ("a.json", f'\ufeff[{{"m": [{{"text": "{BAD}"}}], "n": "\\u00e9"}}]',
         f'\ufeff[{{"m": [{{"text": "{GOOD}"}}], "n": "\\u00e9"}}]', ["--column", "m[].text"]),
    ],
)  # fmt: skip
def test_forms(folder: Path, name: str, before: str, after: str, args: list[str]) -> None:
    assert run(name, before.encode(), *args).decode() == after


@pytest.mark.parametrize(
    ("name", "encoding", "content"),
    [
        ("a.csv", "cp1252", "a;text\r\n1;“{}” – naïve\r\n"),
        ("a.csv", "utf-16", "a\ttext\r\n1\t{} – \N{GRINNING FACE}\r\n"),
        ("a.jsonl", "utf-16-le", '{{"text": "{} ü"}}\n'),
        ("a.txt", "iso-8859-2", "{} - zażółć\n"),
        ("a.json", "cp1251", '[{{"text": "Ничего"}}, {{"text": "caf\\u00c3\\u00a9"}}]'),
        ("a.csv", "utf-8", "a,text\n1,{}\n"),
    ],
)
def test_another_encoding_becomes_utf_8(
    folder: Path, name: str, encoding: str, content: str
) -> None:
    bad, good = (
        (BAD, GOOD) if encoding in ("utf-16", "utf-16-le", "utf-8", "cp1252") else ("x", "x")
    )
    before, after = (
        content.format(bad),
        content.format(good).replace("caf\\u00c3\\u00a9", "caf\\u00e9"),
    )
    assert run(name, before.encode(encoding), "--encoding", encoding).decode() == after


def test_a_wrong_encoding_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_bytes("a,text\n1,naïve\n".encode("latin-1"))
    args = ["dataset", "a.csv", "out", "--column", "text", "--encoding", "utf-8"]
    assert main(args) == 2
    assert "a.csv: is not utf-8: bytes ef; name its --encoding" in capsys.readouterr().err
    assert not Path("out/a.csv").exists()


@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
def test_the_encoding_of_a_file_that_is_not_utf_8_is_detected_and_told(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text = "text\n" + "Où est la bibliothèque ? L’été dernier, elle était fermée.\n" * 20
    Path(name).write_bytes(text.encode("cp1252"))
    assert main(["dataset", name, "out", "--column", "text"]) == 2
    hint = "is not UTF-8, and the file seems to be cp1252: --encoding cp1252"
    assert hint in capsys.readouterr().err


def test_a_field_that_nothing_can_be_put_around() -> None:
    with pytest.raises(ValueError, match="within quotes"):
        with_field("a,b\n", 0, "x,y", Dialect(",", ""))


@given(
    st.lists(st.text(st.sampled_from("ab,;\\'\"\r\n é"), max_size=6), min_size=1, max_size=4),
    st.text(st.sampled_from("ab,;\\'\"\r\n é"), max_size=6),
    st.sampled_from(["'", '"', ""]),
    st.data(),
)
def test_a_record_of_any_dialect_changes_only_there(
    fields: list[str], new: str, quote: str, data: st.DataObject
) -> None:
    import csv

    dialect = Dialect(",", quote, "\\")
    quoting = {} if quote else {"quoting": csv.QUOTE_NONE}
    file = io.StringIO()
    writer = csv.writer(
        file, quotechar=quote or None, escapechar="\\", lineterminator="\n", **quoting
    )  # type: ignore[arg-type]
    try:
        writer.writerow(fields)
    except csv.Error:  # one empty field
        return
    record = file.getvalue()

    def read(text: str) -> list[list[str]]:
        return [*dialect.reader(io.StringIO(text, newline=""))]

    if read(record) != [fields]:  # Python's reader and writer differ on some
        return
    at = data.draw(st.integers(0, len(fields) - 1))
    if not quote and [new] == [*fields[:at], new, *fields[at + 1 :]] == [""]:
        with pytest.raises(ValueError, match="within quotes"):
            with_field(record, at, new, dialect)
        return
    assert read(with_field(record, at, new, dialect)) == [[*fields[:at], new, *fields[at + 1 :]]]


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
@pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
def test_bytes_that_are_text(folder: Path, name: str, kind: pa.DataType) -> None:
    cells = [BAD.encode(), None, b"\xff\x00", b"fine"]
    table = pa.table({"text": pa.array(cells, kind), "none": pa.nulls(4), "n": [1, 2, 3, 4]})
    if name == "a.parquet":
        pq.write_table(table, name)
    else:
        with pa.ipc.new_file(name, table.schema) as writer:
            writer.write_table(table)
    args = ["dataset", name, "out", "--column", "text,none"]
    assert main(args) == 2
    assert main([*args, "--decode"]) == 0
    read = pq.read_table if name == "a.parquet" else lambda p: pa.ipc.open_file(p).read_all()
    after = read(f"out/{name}")
    assert after.schema == read(name).schema
    assert after.column("text").to_pylist() == [GOOD.encode(), *cells[1:]]


def test_all_text_leaves_nulls_and_bytes_alone(folder: Path) -> None:
    table = pa.table({"text": [BAD], "bytes": [BAD.encode()], "none": pa.nulls(1)})
    pq.write_table(table, "a.parquet")
    assert main(["dataset", "a.parquet", "out", "--column", "*"]) == 0
    expected = [{"text": GOOD, "bytes": BAD.encode(), "none": None}]
    assert pq.read_table("out/a.parquet").to_pylist() == expected


def test_json_beside_tables_is_copied(folder: Path) -> None:
    Path("in").mkdir()
    Path("in/a.csv").write_text(f"text\n{BAD}\n", encoding="utf-8")
    Path("in/state.json").write_text(f'[{{"text": "{BAD}"}}]', encoding="utf-8")
    assert main(["dataset", "in", "out", "--column", "text"]) == 0
    assert Path("out/state.json").read_bytes() == Path("in/state.json").read_bytes()
    assert Path("out/a.csv").read_text(encoding="utf-8") == f"text\n{GOOD}\n"


def test_json_is_a_table_where_there_are_no_others(folder: Path) -> None:
    Path("in").mkdir()
    Path("in/README.txt").write_text(BAD, encoding="utf-8")
    Path("in/a.json").write_text(f'[{{"text": "{BAD}"}}]', encoding="utf-8")
    assert main(["dataset", "in", "out", "--column", "text"]) == 0
    assert Path("out/README.txt").read_text(encoding="utf-8") == BAD
    assert json.loads(Path("out/a.json").read_text(encoding="utf-8")) == [{"text": GOOD}]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('[{"text": "x"}', "a.json: is no JSON"),
        ('"text"', "a.json: is no JSON: neither an array nor an object"),
        ('[{"text": "x"}] 5', "a.json: is no JSON: something follows at character 15"),
        ('[{"text": "x"}, 5]', "a.json: element 2: is no JSON object"),
        ('[{"t": "x"}]', "a.json: has no column 'text'; its columns are 't'"),
    ],
)
def test_json_that_makes_no_sense(
    folder: Path, capsys: pytest.CaptureFixture[str], content: str, what: str
) -> None:
    Path("a.json").write_text(content)
    assert main(["dataset", "a.json", "out", "--column", "text"]) == 2
    assert what in capsys.readouterr().err


class Standard:
    """Standard input and output, of bytes."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)

    def write(self, text: str) -> int:
        raise AssertionError(f"{text!r} is not of the table")

    def flush(self) -> None:
        pass


def streamed(monkeypatch: pytest.MonkeyPatch, data: bytes, *args: str) -> tuple[int, bytes]:
    out = Standard()
    monkeypatch.setattr(sys, "stdin", Standard(data))
    monkeypatch.setattr(sys, "stdout", out)
    status = main(["dataset", "-", *args, "--column", "text"])
    monkeypatch.undo()
    return status, out.buffer.getvalue()


def parquet(text: str) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": [text]}), sink)
    return sink.getvalue()


LINE = f'{{"text": "{BAD}"}}\n'.encode()
FIXED = f'{{"text": "{GOOD}"}}\n'.encode()


@pytest.mark.parametrize(
    ("kind", "data", "open_", "expected"),
    [
        ("jsonl", LINE, bytes, FIXED),
        (".jsonl", LINE, bytes, FIXED),
        ("jsonl.gz", gzip.compress(LINE, mtime=0), gzip.decompress, FIXED),
        ("jsonl.xz", lzma.compress(LINE), lzma.decompress, FIXED),
        ("txt.bz2", bz2.compress(BAD.encode()), bz2.decompress, GOOD.encode()),
        ("csv", f"text\n{BAD}\n".encode(), bytes, f"text\n{GOOD}\n".encode()),
        ("json", b"[" + LINE + b"]", bytes, b"[" + FIXED + b"]"),
        ("jsonl", b"", bytes, b""),
    ],
)
def test_standard_input_to_standard_output(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str, data: bytes, open_: object,
    expected: bytes,
) -> None:  # fmt: skip
    status, out = streamed(monkeypatch, data, "-", "--format", kind)
    assert (status, open_(out)) == (0, expected)  # type: ignore[operator]
    assert not [*folder.iterdir()]


def test_parquet_through_standard_input(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, out = streamed(monkeypatch, parquet(BAD), "--format", "parquet")
    assert status == 0
    assert pq.read_table(io.BytesIO(out)).to_pydict() == {"text": [GOOD]}


def test_rows_of_a_stream_that_make_no_sense(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = LINE + b"nonsense\n" + LINE
    status, out = streamed(monkeypatch, data, "--format", "jsonl")
    assert (status, out) == (2, b"")
    assert "standard input: line 2: is no JSON" in capsys.readouterr().err
    status, out = streamed(monkeypatch, data, "--format", "jsonl", "--on-error", "skip")
    assert (status, out) == (1, FIXED + b"nonsense\n" + FIXED)


@pytest.mark.parametrize(
    ("kind", "line", "bad"),
    [("txt", BAD.encode(), b"\xe9t\xe9"), ("jsonl", LINE.strip(), b'{"text": "\xe9t\xe9"}')],
)
def test_a_long_stream_is_read_on_after_a_line_that_is_not_utf_8(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    line: bytes,
    bad: bytes,
) -> None:
    monkeypatch.setattr(lines, "BLOCK", 64)
    data = b"\n".join([line, bad, *[line] * 40])
    status, out = streamed(monkeypatch, data, "--format", kind, "--on-error", "skip")
    assert (status, out) == (1, data.replace(BAD.encode(), GOOD.encode()))
    said = capsys.readouterr().err
    assert said.startswith("fixenc: standard input: line 2: is not UTF-8")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "a\n" + "Où est la bibliothèque ? L’été dernier, elle était fermée.\n" * 20,
            "seems to be",
        ),
        (
            "a\n\xa0x\n",
            "not UTF-8, or all of the file is in another encoding, which --encoding names;",
        ),
        ("Größe\n" * 9 + "\udce9t\udce9\n" * 9, "is not UTF-8;"),
    ],
)
def test_a_line_that_is_not_utf_8_names_the_likely_encoding(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, hint: str
) -> None:
    codec = "utf-8" if hint == "is not UTF-8;" else "cp1252"
    Path("a.txt").write_bytes(text.encode(codec, "surrogateescape"))
    assert main(["dataset", "a.txt", "out", "--column", "text"]) == 2
    assert hint in capsys.readouterr().err
    objects = (f'{{"text": "{line}"}}\n' for line in text.splitlines())
    Path("a.jsonl").write_bytes("".join(objects).encode(codec, "surrogateescape"))
    assert main(["dataset", "a.jsonl", "out", "--column", "text"]) == 2
    assert hint in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["-"], "-: --format says what it is: parquet, jsonl"),
        (["-", "--format", "docx"], "--format docx: is none of parquet"),
        (["-", "out", "--format", "csv"], "--output is not for standard input"),
        (["-", "--format", "csv", "--resume"], "--resume is not for standard"),
        (["a.csv", "out", "--format", "csv"], "--format is for standard input"),
        (["a.csv", "out", "--delimiter", "::"], "--delimiter ::: is more than one character"),
        (["a.csv", "out", "--key", "id"], "--key is for databases, which a.csv is not"),
        (["a.csv", "out", "--encoding", "nope"], "--encoding: there is no text encoding named"),
    ],
)
def test_arguments_that_do_not_go_together(
    folder: Path, capsys: pytest.CaptureFixture[str], args: list[str], what: str
) -> None:
    Path("a.csv").write_text("text\nx\n")
    assert main(["dataset", *args, "--column", "text"]) == 2
    assert what in capsys.readouterr().err
