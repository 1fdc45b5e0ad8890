"""Bytes in, bytes out, the whole way: decode, repair, encode, write; whatever the bytes are."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixenc.core.edits import apply
from fixenc.files import FileProblem, encode, read, repair_bytes, write_atomically
from tests.process import peak_memory

DAMAGED = st.sampled_from(
    [
        *("It wasn\xe2t me.", "caf\xc3\xa9", "\xe2\u20ac\u0153quoted\xe2\u20ac\x9d", "&eacute;"),
        *("\u043f\u0440\u0438\u0432\u0435\u0442", "\xef\xf0\xe8\xe2\xe5\xf2", "\ufffd", "\xe2" * 9),
        *("\N{EURO SIGN}", "\u6f22\u5b57", "\x85", "\x00", "fixenc: ignore", " said, \u201d he"),
        *("\n", "\r\n"),
    ]
)
FILES = st.builds(
    lambda pieces, codec: b"".join(
        piece if isinstance(piece, bytes) else piece.encode(codec, "replace") for piece in pieces
    ),
    st.lists(DAMAGED | st.text(max_size=8) | st.binary(max_size=6), max_size=12),
    st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "cp1251", "utf-16", "cp932"]),
)


@settings(deadline=None)
@given(FILES, st.booleans())
def test_nothing_is_lost_and_a_second_run_finds_nothing(data: bytes, unsafe: bool) -> None:
    try:
        found = repair_bytes(data, unsafe_fixes=unsafe)
        after = found.data
    except FileProblem:
        return  # said in one line, and the file left as it is
    document = found.document
    assert found.text == apply(document.text, found.repair.applied)
    if not found.repair.applied:
        assert after == data
    # Between the edits every byte is the one that was there.
    kept = done = 0
    for edit in found.repair.applied:
        piece = encode(document.text[done : edit.start], document)[len(document.bom) :]
        assert piece in data
        kept += len(piece)
        done = edit.end
    assert kept <= len(data)
    again = repair_bytes(after, encoding=document.encoding, unsafe_fixes=unsafe)
    assert again.text == found.text
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.txt")
        path.write_bytes(data)
        write_atomically(path, after, read=read(path).identity)
        assert path.read_bytes() == after


@pytest.mark.parametrize(
    "data",
    [b"", b"a", b"\n", b"\xff", b"\0", b"a\0b", b"no newline at the end", b"\r", b"\xef\xbb\xbf"],
)
def test_small_files_stay(data: bytes) -> None:
    assert repair_bytes(data).data == data


def test_a_line_of_50_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "line.txt"
    words = b"plain words, and nothing wrong "
    data = words * (50_000_000 // len(words)) + "caf\xc3\xa9 cr\xc3\xa8me".encode()
    file.write_bytes(data)
    peak = peak_memory(
        "import sys; from fixenc.cli import main; "
        "assert main(['-iq', '--no-journal', sys.argv[1]]) == 0",
        file,
    )
    assert file.read_bytes() == data.replace("\xc3\xa9".encode(), "é".encode()).replace(
        "\xc3\xa8".encode(), "è".encode()
    )
    assert peak < 300  # megabytes
