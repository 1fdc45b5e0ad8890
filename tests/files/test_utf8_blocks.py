"""Blocks that are cut as bytes are those that are cut as text."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.core.document import Document, Kind
from fixenc.engine.blocks import blocks
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.files import utf8_blocks as module
from fixenc.files.utf8_blocks import Block, Fine, prover, utf8_blocks

PIECES = ["a", "word ", "\n", "\n\n", "é", "я", "語\n", "\U0001f600", " ", "fine line\n", "x" * 30]
INVALID = [b"\xff", b"\xe2\x80", b"\x80", b"\xf0\x9f"]

valid = st.lists(st.sampled_from(PIECES), max_size=60).map(lambda all_: "".join(all_).encode())
broken = st.lists(
    st.sampled_from([*(piece.encode() for piece in PIECES), *INVALID]), max_size=60
).map(b"".join)


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for where in (import_module("fixenc.engine.blocks"), module):
            patch.setattr(where, "BLOCK", 20)
            patch.setattr(where, "LONGEST_BLOCK", 60)
        yield


@given(valid | broken, st.integers(1, 300))
def test_they_end_where_those_of_the_text_end(data: bytes, size: int) -> None:
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    found = list(utf8_blocks(chunks))
    text = data.decode("utf-8", "surrogateescape")
    assert [block.text for block in found] == [part for _, part in blocks(text) if part]
    assert [block.size for block in found] == [len(block.text) for block in found]
    for block in found:
        assert not block.valid or block.data.decode("utf-8")


def test_what_is_fine_is_seen_as_bytes() -> None:
    found = list(utf8_blocks(["Всё хорошо.\n".encode() * 100]))
    assert sum(block.valid for block in found) > len(found) // 2


@given(st.lists(st.sampled_from(["line\n", "é", "\n", "語"]), min_size=1).map("".join))
def test_the_rest_of_a_fine_block_is_that_of_its_text(text: str) -> None:
    start = Document("", offset=7, first_line=3, first_column=5)
    fine = Fine(start, Block(text.encode(), len(text), valid=True))
    behind = fine.repair.document.rest(len(text))
    assert (fine.rest.offset, fine.rest.first_line, fine.rest.first_column) == (
        behind.offset,
        behind.first_line,
        behind.first_column,
    )


HIDDEN = ["caf\xc3\xa9 cr\xc3\xa8me\n", "# fixenc: off\n", '"\\u00c3\\u00a9"\n', "plain\n"]


@pytest.mark.parametrize("path", ["a.txt", "a.json", "a.eml"])
@pytest.mark.parametrize("text", HIDDEN)
def test_a_proof_agrees_with_the_repair(path: str, text: str) -> None:
    kind = Kind.DATA if path == "a.json" else Kind.PROSE
    document = Document("", path=path, kind=kind)
    proves = prover(document, Policy())
    if proves(Block(text.encode(), len(text), valid=True)):
        assert text == "plain\n" or ("u00c3" in text and path == "a.txt")
        assert not repair(Document(text, path=path, kind=kind), Policy()).edits
    else:
        assert text != "plain\n" or path == "a.eml"
    assert not proves(Block(text.encode(), len(text), valid=False))
