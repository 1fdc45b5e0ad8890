"""Crawls: pages are repaired in their encoding, and all records stay valid."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
from pathlib import Path

import pytest

from fixenc.cli import main

pytest.importorskip("warcio")
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

BAD = "caf\xc3\xa9"
GOOD = "café"
PAGE = (
    "<html><head><title>{0}</title></head><body title='{0}'>"
    f"<script>x = '{BAD}'</script><a href='/{BAD}'>{{0}}</a></body></html>"
)
HTML = "text/html"


def page(kind: str, before: bytes, after: bytes | None = None, **headers: str) -> tuple:
    """A response: its HTTP headers, its payload, and that payload repaired."""
    http = [("Content-Type", kind), *((k.replace("_", "-"), v) for k, v in headers.items())]
    return "response", "", http, before, before if after is None else after


TITLE = {"Head": {"Title": BAD, "url": f"http://x/{BAD}"}}
RECORDS = {
    "page": page(f"{HTML}; charset=utf-8", PAGE.format(BAD).encode(),
                 PAGE.format(GOOD).encode(), Content_Length="length"),
    "page-in-its-encoding": page(
        f"{HTML}; charset=ISO-8859-1", f"<p>{BAD} \x93oui\x94".encode("latin-1"),
        f"<p>{GOOD} \x93oui\x94".encode("latin-1")),
    "encoding-in-the-page": page(
        HTML, f"<meta charset='latin1'><p>{BAD} \xe9t\xe9".encode("latin-1"),
        f"<meta charset='latin1'><p>{GOOD} \xe9t\xe9".encode("latin-1")),
    "a-code-that-is-missing": page(
        f"{HTML}; charset=iso-8859-2", "<p>It wasnât me, źdźbło".encode("iso-8859-2"),
        "<p>It wasn&#8217;t me, źdźbło".encode("iso-8859-2")),
    "one-that-a-text-misses": page(
        "text/plain; charset=iso-8859-2", "It wasnât me, źdźbło".encode("iso-8859-2")),
    "text": page("text/plain", BAD.encode(), GOOD.encode()),
    "extracted": ("conversion", "text/plain", [], f"{BAD}\r\n\r\n{BAD}".encode(),
                  f"{GOOD}\r\n\r\n{GOOD}".encode()),
    "resource": ("resource", "text/plain; charset=utf-8", [], BAD.encode(), GOOD.encode()),
    "fine": page(HTML, GOOD.encode()),
    "image": page("image/png", BAD.encode()),
    "packed": page(HTML, BAD.encode(), Content_Encoding="identity"),
    "chunks": page(HTML, f"6\r\n{BAD}\r\n0\r\n\r\n".encode(), Transfer_Encoding="chunked"),
    "unknown-encoding": page(HTML, b"\xff caf\xc3\x83\xc2\xa9"),
    "metadata": ("metadata", "application/json", [], json.dumps(TITLE).encode(),
                 json.dumps(TITLE).encode()),
    "request": ("request", "", [("Accept", "text/html")], b"", b""),
}  # fmt: skip


def write(path: Path, packed: bool) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": BAD}))
        for name, (kind, content_type, http, payload, _) in RECORDS.items():
            sized = [(k, str(len(payload)) if v == "length" else v) for k, v in http]
            line, protocol = ("GET / HTTP/1.1", "") if kind == "request" else ("200 OK", "HTTP/1.1")
            record = writer.create_warc_record(
                f"http://example.org/{name}", kind, io.BytesIO(payload), len(payload),
                warc_content_type=content_type,
                http_headers=StatusAndHeaders(line, sized, protocol) if http else None,
            )  # fmt: skip
            writer.write_record(record)


def records(path: Path) -> list[tuple[dict[str, str], dict[str, str], bytes]]:
    """Headers, HTTP headers and payloads; a wrong digest or length raises."""
    with path.open("rb") as file:
        found = []
        for record in ArchiveIterator(file, check_digests="raise"):
            http = dict(record.http_headers.headers) if record.http_headers else {}
            payload = record.raw_stream.read()
            found.append((dict(record.rec_headers.headers), http, payload))
        return found


def raw_records(path: Path) -> list[bytes]:
    """Each record as it lies in the file."""
    data = path.read_bytes()
    with path.open("rb") as file:
        found = ArchiveIterator(file)
        starts = [found.get_record_offset() for _ in found]
    return [data[a:b] for a, b in zip(starts, [*starts[1:], len(data)], strict=True)]


def run(path: Path, *args: str) -> int:
    return main(["dataset", str(path), str(path.parent / "out"), *args])


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wet.gz"])
def test_a_crawl(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write(path, name.endswith(".gz"))
    assert run(path, "--column", "text") == 0
    out = tmp_path / "out" / name
    before, after = records(path), records(out)
    assert [payload for *_, payload in after[1:]] == [each[4] for each in RECORDS.values()]
    raw_before, raw_after = raw_records(path), raw_records(out)
    assert raw_after[0] == raw_before[0]
    made = {"Content-Length", "WARC-Payload-Digest", "WARC-Block-Digest"}
    for at, (title, (*_, old, new)) in enumerate(RECORDS.items(), 1):
        if old == new:
            assert raw_after[at] == raw_before[at], title
            continue
        for theirs, ours in zip(before[at][:2], after[at][:2], strict=True):
            assert {k: v for k, v in ours.items() if k not in made} == {
                k: v for k, v in theirs.items() if k not in made
            }, title
        assert after[at][1].get("Content-Length", str(len(new))) == str(len(new))


def test_paths_in_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.wat.gz"
    write(path, True)
    assert run(path, "--column", "Head.Title", "--changes", str(tmp_path / "log")) == 0
    found = {each[0]["WARC-Target-URI"].rpartition("/")[2]: each[2]
             for each in records(tmp_path / "out" / "a.wat.gz")[1:]}  # fmt: skip
    assert json.loads(found.pop("metadata")) == {"Head": {"Title": GOOD, "url": f"http://x/{BAD}"}}
    assert found == {name: each[3] for name, each in RECORDS.items() if name != "metadata"}


def one_record(path: Path, **headers: str) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        payload = BAD.encode()
        record = writer.create_warc_record(
            "http://x", "conversion", io.BytesIO(payload), len(payload),
            warc_content_type="text/plain",
            warc_headers_dict={k.replace("_", "-"): v for k, v in headers.items()},
        )  # fmt: skip
        writer.write_record(record)


@pytest.mark.parametrize(
    "headers",
    [
        {"WARC_Truncated": "length"},
        {"WARC_Segment_Number": "1"},
        {"WARC_Payload_Digest": "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
        {"WARC_Payload_Digest": "nope:AAAA"},
    ],
)
def test_records_that_are_cut_off_or_do_not_fit_their_digest_stay(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    path = tmp_path / "a.warc"
    one_record(path, **headers)
    assert run(path, "--column", "text") == 0
    assert (tmp_path / "out" / "a.warc").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("digest", ["sha256", "md5", "sha1", "sha-1"])
def test_digests_of_other_algorithms(tmp_path: Path, digest: str) -> None:
    def of(text: str) -> str:
        return f"{digest}:{hashlib.new(digest.replace('-', ''), text.encode()).hexdigest()}"

    path = tmp_path / "a.warc"
    one_record(path, WARC_Payload_Digest=of(BAD))
    assert run(path, "--column", "text") == 0
    with (tmp_path / "out" / "a.warc").open("rb") as file:
        headers = [record.rec_headers for record in ArchiveIterator(file)]
    assert headers[0].get_header("WARC-Payload-Digest") == of(GOOD)


@pytest.mark.parametrize(
    "data", [b"nonsense" * 100, gzip.compress(b"WARC/1.0\r\n" * 3, mtime=0), b""]
)
def test_files_that_make_no_sense(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / ("a.warc.gz" if data.startswith(b"\x1f") else "a.warc")
    path.write_bytes(data)
    status = run(path, "--column", "text")
    out = tmp_path / "out" / path.name
    assert out.exists() == (status == 0)
    assert status == 2 or out.read_bytes() == data


def test_records_in_one_piece_of_gzip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a.warc", False)
    path = tmp_path / "b.warc.gz"
    path.write_bytes(gzip.compress((tmp_path / "a.warc").read_bytes()))
    assert run(path, "--column", "text") == 2
    assert "b.warc.gz: cannot be read as WARC: ERROR: non-chunked gzip" in capsys.readouterr().err


def test_a_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.warc.gz"
    write(path, True)
    assert run(path, "--column", "text", "--dry-run") == 0
    changed = sum(old != new for *_, old, new in RECORDS.values())
    assert f"{changed} would change" in capsys.readouterr().out


def test_a_reader_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "warcio", None)
    (tmp_path / "a.warc").write_bytes(b"")
    assert run(tmp_path / "a.warc", "--column", "text") == 2
    assert "pip install 'fixenc[warc]'" in capsys.readouterr().err
