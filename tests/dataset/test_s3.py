"""A data set in an object store: a real server of moto's, on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import fs

from fixenc.cli import main
from fixenc.dataset.plan import plan
from fixenc.dataset.run import dispatcher
from fixenc.dataset.store import store_of
from fixenc.run.config import Settings

moto = pytest.importorskip("moto.server", reason="moto, which acts as S3, is not installed")

DAMAGED = ["fine", "caf\xc3\xa9", None]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = moto.ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> fs.S3FileSystem:
    """An empty bucket, with two tables in its folder ``in``."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    store = fs.S3FileSystem(
        endpoint_override=endpoint, scheme="http", region="us-east-1", allow_bucket_creation=True
    )
    store.create_dir("bucket")
    store.delete_dir_contents("bucket")
    for name in ("a", "deep/b"):
        with store.open_output_stream(f"bucket/in/{name}.parquet") as file:
            pq.write_table(pa.table({"text": [*DAMAGED, name]}), file)
    with store.open_output_stream("bucket/in/c.jsonl.gz", compression="gzip") as file:
        file.write(b'{"text": "caf\xc3\x83\xc2\xa9"}\n')
    return store


def names(bucket: fs.S3FileSystem) -> list[str]:
    """All objects of the bucket that are no input."""
    found = bucket.get_file_info(fs.FileSelector("bucket", recursive=True))
    files = (info.path.removeprefix("bucket/") for info in found if info.is_file)
    return sorted(name for name in files if not name.startswith("in/"))


RECORDS = [f"out/.fixenc/records/{name}.json" for name in ("a.parquet", "c.jsonl.gz")]
OUTPUT = ["out/a.parquet", "out/c.jsonl.gz", "out/deep/b.parquet"]


def uri(path: str, endpoint: str) -> str:
    return f"s3://bucket/{path}?scheme=http&region=us-east-1&endpoint_override={endpoint}"


@pytest.mark.parametrize("source", ["in", "in/**/*"])
def test_from_a_bucket_to_a_bucket(
    bucket: fs.S3FileSystem, endpoint: str, capsys: pytest.CaptureFixture[str], source: str
) -> None:
    args = [uri(source, endpoint), uri("out", endpoint), "--column", "text"]
    args += ["--changes", uri("log", endpoint), "--jobs", "1"]
    assert main(["dataset", *args]) == 0, capsys.readouterr().err
    logs = [f"log/{name.removeprefix('out/')}.changes.parquet" for name in OUTPUT]
    records = [*RECORDS, "out/.fixenc/records/deep/b.parquet.json"]
    assert names(bucket) == sorted([*OUTPUT, *records, *logs])
    table = pq.read_table("bucket/out/deep/b.parquet", filesystem=bucket)
    assert table["text"].to_pylist() == ["fine", "café", None, "deep/b"]
    with bucket.open_input_stream("bucket/out/c.jsonl.gz", compression="gzip") as file:
        assert file.read() == b'{"text": "caf\xc3\xa9"}\n'
    # By the tags of their contents, nothing has to be fetched to know that all is done.
    with bucket.open_input_stream("bucket/out/.fixenc/records/a.parquet.json") as file:
        assert json.loads(file.read())["outputs"]["a.parquet"].startswith("etag:")
    capsys.readouterr()
    assert main(["dataset", *args, "--resume"]) == 0
    assert "Files: 3 finished before." in capsys.readouterr().err
    with bucket.open_output_stream("bucket/out/a.parquet") as file:
        file.write(b"something else")
    assert main(["dataset", *args, "--resume"]) == 0
    told = capsys.readouterr().err
    assert "2 finished before" in told
    assert "1 written" in told


def test_from_a_bucket_to_this_machine(
    bucket: fs.S3FileSystem, endpoint: str, tmp_path: Path
) -> None:
    args = [uri("in/deep/b.parquet", endpoint), str(tmp_path), "--column", "text"]
    assert main(["dataset", *args, "--jobs", "1"]) == 0
    assert pq.read_table(tmp_path / "b.parquet")["text"].to_pylist()[1] == "café"


def test_an_upload_that_fails_leaves_nothing(
    bucket: fs.S3FileSystem, endpoint: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    planned = plan(uri("in/a.parquet", endpoint), uri("out", endpoint), ("text",), Settings())
    attempts = 0

    def fail(*args: object) -> None:
        nonlocal attempts
        attempts += 1
        raise OSError("When uploading part: AWS Error NETWORK_CONNECTION during UploadPart")

    monkeypatch.setattr("fixenc.dataset.store.NewFile._send", fail)
    work = dispatcher(planned)
    (done,) = work.run()
    assert (work.retries, attempts) == (2, 3)
    assert done.problem.startswith("a.parquet: when uploading part: AWS Error NETWORK_CONNECTION")
    assert names(bucket) == []
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("name", ["nowhere", "in/nothing.parquet"])
def test_what_is_not_there(
    bucket: fs.S3FileSystem, endpoint: str, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    source = uri(name, endpoint)
    assert main(["dataset", source, "out", "--column", "text"]) == 2
    assert "there is no such file or folder" in capsys.readouterr().err


def test_a_store_is_found_again_by_its_name(endpoint: str) -> None:
    store = store_of(uri("in", endpoint))
    assert store.display_name("a.parquet") == "s3://bucket/in/a.parquet"
    assert store.path("a.parquet") == "bucket/in/a.parquet"
    assert not store.local
