"""Misreadings are undone wholly, and only where they can have happened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.edits import apply
from fixenc import codecs
from fixenc.channels.misreading import Misreading, may_be_utf8

_READERS = (*codecs.SINGLE_BYTE, *codecs.MULTI_BYTE)
_MISREADINGS = st.builds(
    Misreading,
    st.sampled_from(_READERS),
    st.sampled_from(("utf-8", *_READERS)),
    st.none() | st.builds(Misreading, st.sampled_from(codecs.SINGLE_BYTE), st.just("utf-8")),
)


@st.composite
def _misread(draw: st.DrawFn) -> tuple[str, Misreading]:
    """Text with damage of a kind in it, and that kind or another one."""
    misreading = draw(_MISREADINGS)
    words = draw(st.lists(st.text("aé’яжнαβ日本かÃ©", min_size=1, max_size=4), max_size=4))
    for at, word in enumerate(words):
        if draw(st.booleans()):
            data = codecs.encode(word, misreading.truth) or b""
            words[at] = codecs.decode(data, misreading.reader) or word
    return " ".join(words), draw(st.just(misreading) | _MISREADINGS)


@given(_misread())
def test_what_is_undone_is_what_the_edits_say(damaged: tuple[str, Misreading]) -> None:
    text, misreading = damaged
    edits = misreading.edits(text)
    assert (misreading.undo(text) or text) == apply(text, edits)


@given(_misread())
def test_what_may_be_utf8_is_told_for_all_readers_at_once(damaged: tuple[str, Misreading]) -> None:
    text, _ = damaged
    shown = any(codecs.utf8_sequence(reader).search(text) for reader in codecs.SINGLE_BYTE)
    eastern = any("\u3000" <= each <= "\uffef" for each in text)
    assert may_be_utf8(text) == (shown or eastern)


@pytest.mark.parametrize("codec", codecs.SINGLE_BYTE)
def test_each_byte_of_a_codec_is_read_as_the_codec_reads_it(codec: str) -> None:
    table = codecs.table(codec)
    for byte in range(0x100):
        try:
            assert table[byte] == bytes([byte]).decode(codec)
        except UnicodeDecodeError:
            assert table[byte] == (chr(byte) if 0x80 <= byte < 0xA0 else "\ufffe")
    assert all(codecs.encode(each, codec) is not None for each in codecs.writable(codec))
