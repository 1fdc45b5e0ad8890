"""Large files, block by block: the same result as at once, in little memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixenc.engine.blocks import BLOCK, LONGEST_BLOCK
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.files import (
    FileProblem,
    decode,
    encode,
    read,
    target_of,
    write_atomically,
)
from fixenc.files.stream import open_large
from fixenc.files.utf8_blocks import Fine
from tests.process import peak_memory

PARAGRAPH = "It wasn\xe2t me, caf\xc3\xa9 \xe9t\xe9 \N{CYRILLIC SMALL LETTER YA}. " * 40
LINES = (PARAGRAPH + "\n") * 60
OFF = "# fixenc: off\n" + LINES + "# fixenc: on\n" + LINES


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("", "utf-8"),
        ("short, caf\xc3\xa9", "utf-8"),
        (LINES, "utf-8"),
        (LINES.replace("\n", "\r\n\r\n"), "utf-8-sig"),
        (LINES, "utf-16"),
        (LINES.replace("\n", ""), "utf-8"),
        ("plain words " * (LONGEST_BLOCK // 12) + BLOCK * " a" + " caf\xc3\xa9", "utf-8"),
        (OFF, "utf-8"),
        ("# coding: cp1251\n" + "\u044f\u0432\u043b\u0435\u043d\u0438\u0435 " * BLOCK, "cp1251"),
    ],
)
def test_the_same_as_at_once(tmp_path: Path, text: str, codec: str) -> None:
    file = tmp_path / "file.txt"
    data = text.encode(codec)
    file.write_bytes(data)
    document = decode(data)
    at_once = repair(document)
    large = open_large(file)
    assert large is not None
    assert large.identity == read(file).identity
    assert large.document.encoding == document.encoding
    blocks = [each.repair if isinstance(each, Fine) else each for each in large.blocks(Policy())]
    assert "".join(block.document.text for block in blocks) == document.text
    moved = [e.moved(block.document.offset) for block in blocks for e in block.applied]
    assert moved == list(at_once.applied)
    for block in blocks:
        assert block.document.position(0) == document.position(block.document.offset)
    pieces = target_of(large.document).pieces(large.edited(iter(moved)))
    write_atomically(file, pieces, read=large.identity)
    assert file.read_bytes() == encode(at_once.text, document)


def test_bytes_far_into_the_file_that_do_not_fit(tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes("word\n".encode("utf-16") * 10 + b"\0")
    with pytest.raises(FileProblem, match="is not valid utf-16-le"):
        open_large(file)


def test_memory_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    with open(file, "wb") as out:
        for _ in range(20):
            out.write(b"a line of ASCII, and nothing is wrong with it\n" * 22_000)
    peak = peak_memory(
        "import sys, fixenc.run.one_file; from fixenc.cli import main; "
        "fixenc.run.one_file.LARGE = 1 << 20; assert main(['-iq', sys.argv[1]]) == 0",
        file,
    )
    assert peak < 90  # megabytes, of which the program is 40
