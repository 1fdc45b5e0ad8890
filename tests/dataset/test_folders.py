"""Folders that are a data set: the output loads as the input does, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from fixenc.arrow import fix_batch, fix_batches
from fixenc.cli import main

BAD, GOOD = "caf\xc3\xa9 cr\xc3\xa8me", "café crème"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder: Path) -> list[str]:
    """The files in ``folder``, without the records of a run."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.parts[0] != ".fixenc")


def write_partitions(folder: Path) -> None:
    """A data set in partitions with all that Dask and Spark write beside them."""
    footers: list[pq.FileMetaData] = []
    table = pa.table({"text": ["fine", BAD, "fine"], "n": [0, 1, 2], "lang": ["de", "fr", "fr"]})
    pq.write_to_dataset(
        table, folder, partition_cols=["lang"], metadata_collector=footers,
        basename_template="part-{i}.parquet",
    )  # fmt: skip
    schema = table.schema.remove(2)
    pq.write_metadata(schema, folder / "_common_metadata")
    pq.write_metadata(schema, folder / "_metadata", metadata_collector=footers)
    (folder / "_SUCCESS").touch()
    (folder / "lang=fr" / ".part-0.parquet.crc").write_bytes(b"crc")
    (folder / "README.md").write_text(BAD)
    (folder / ".hidden.parquet").write_bytes(b"of somebody")


def test_partitions_with_what_stands_beside(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_partitions(folder / "in")
    command = ["dataset", "in", "out", "--column", "text"]
    assert main(command) == 0
    assert names(folder / "out") == [
        name for name in names(folder / "in") if not name.endswith(".crc")
    ]
    err = capsys.readouterr().err
    assert "1 written, 1 copied unchanged, 4 other than tables copied" in err
    assert "1 file left out: checksums (.crc) of what the tables were." in err
    for name in ("_SUCCESS", "_common_metadata", "README.md", ".hidden.parquet"):
        assert (folder / "out" / name).read_bytes() == (folder / "in" / name).read_bytes()
    # With its own footers, the output is read through them alone.
    read = ds.parquet_dataset(folder / "out" / "_metadata", partitioning="hive").to_table()
    assert sorted(read["text"].to_pylist()) == [GOOD, "fine", "fine"]
    assert sorted(read["lang"].to_pylist()) == ["de", "fr", "fr"]
    # A run that goes on leaves all of it.
    assert main([*command, "--resume"]) == 0
    assert "6 finished before" in capsys.readouterr().err
    assert main(command) == 2
    assert "is there already" in capsys.readouterr().err


def test_footers_that_cannot_be_made_are_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "in").mkdir()
    pq.write_table(pa.table({"text": [BAD]}), folder / "in" / "a.parquet")
    pq.write_table(pa.table({"text": [BAD], "n": [1]}), folder / "in" / "b.parquet")
    (folder / "in" / "_metadata").write_bytes(b"old")
    assert main(["dataset", "in", "out", "--column", "text"]) == 0
    assert "_metadata: is left out, and readers do without it: " in capsys.readouterr().err
    assert names(folder / "out") == ["a.parquet", "b.parquet"]


def test_a_table_that_is_named_leaves_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "in").mkdir()
    pq.write_table(pa.table({"text": [BAD]}), folder / "in" / "a.parquet")
    (folder / "in" / "notes.md").touch()
    assert main(["dataset", "in", "out/new.parquet", "--column", "text"]) == 0
    assert names(folder / "out") == ["new.parquet"]
    assert "1 file left out: beside the table that was named." in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_datasets_saved_loads_again(folder: Path) -> None:
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()
    train = datasets.Dataset.from_dict({"text": [BAD, "x"] * 4, "chat": [[{"content": BAD}]] * 8})
    test = datasets.Dataset.from_dict({"text": ["fine"], "chat": [[{"content": "x"}]]})
    datasets.DatasetDict({"train": train, "test": test}).save_to_disk(
        "in", num_shards={"train": 2, "test": 1}
    )
    loaded = datasets.load_from_disk("in")
    loaded["train"].map(lambda row: {"n": 1})  # leaves its cache beside
    assert [*(folder / "in" / "train").glob("cache-*.arrow")]
    assert main(["dataset", "in", "out", "--column", "text,chat[].content"]) == 0
    assert not [*(folder / "out").rglob("cache-*.arrow")]
    read = datasets.load_from_disk("out")
    assert read["train"].features == train.features
    assert read["train"]["text"][:] == [GOOD, "x"] * 4
    assert read["train"]["chat"][:] == [[{"content": GOOD}]] * 8
    assert read["test"]["text"][:] == ["fine"]


@pytest.mark.parametrize(
    ("files", "place", "lake"),
    [
        (["_delta_log/00000000000000000000.json", "part-0.parquet"], "in", "Delta"),
        (["x/_delta_log/0.json", "x/part-0.parquet", "a.parquet"], "in/x", "Delta"),
        (["metadata/v1.metadata.json", "data/0.parquet"], "in", "Iceberg"),
        (["t/metadata/version-hint.text", "t/data/0.parquet"], "in/t", "Iceberg"),
        (["_versions/1.manifest", "data/0.lance"], "in", "Lance"),
        ([".hoodie/hoodie.properties", "0.parquet"], "in", "Hudi"),
    ],
)
def test_tables_of_a_lakehouse_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], files: list[str], place: str, lake: str
) -> None:
    for name in files:
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).touch()
    assert main(["dataset", "in", "out", "--column", "text"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"fixenc: {place}: is a table of {lake}, whose log says which files")
    assert err.count("\n") == 1
    assert not (folder / "out").exists()


def test_a_pattern_beside_a_lakehouse_is_none_of_it(folder: Path) -> None:
    (folder / "in" / "x" / "_delta_log").mkdir(parents=True)
    (folder / "in" / "x" / "_delta_log" / "0.json").touch()
    for name in ("in/a.parquet", "in/x/b.parquet"):
        pq.write_table(pa.table({"text": [BAD]}), folder / name)
    assert main(["dataset", "in/*.parquet", "out", "--column", "text"]) == 0
    assert main(["dataset", "in/**/*.parquet", "out2", "--column", "text"]) == 2


def test_a_delta_table_through_its_own_library(folder: Path) -> None:
    deltalake = pytest.importorskip("deltalake")
    deltalake.write_deltalake("old", pa.table({"text": [BAD, "x"]}))
    assert main(["dataset", "old", "out", "--column", "text"]) == 2
    old = deltalake.DeltaTable("old").to_pyarrow_table()
    fixed = pa.Table.from_batches(fix_batches(old.to_batches(), "text"))
    deltalake.write_deltalake("new", fixed)
    new = deltalake.DeltaTable("new").to_pyarrow_table()
    assert sorted(new["text"].to_pylist()) == [GOOD, "x"]


def test_a_lance_table_through_its_own_library(folder: Path) -> None:
    lance = pytest.importorskip("lance")
    lance.write_dataset(pa.table({"text": [BAD, "x"]}), "old.lance")
    assert main(["dataset", "old.lance", "out", "--column", "text"]) == 2
    lance.write_dataset(fix_batch(lance.dataset("old.lance").to_table(), "text"), "new.lance")
    assert lance.dataset("new.lance").to_table()["text"].to_pylist() == [GOOD, "x"]
