"""Misreadings are undone wholly, and only where they can have happened."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from fixenc import codecs
from fixenc.channels.misreading import readers
from fixenc.channels.misreading.candidates import _MOST_OTHERS, _most_doubtful
from fixenc.channels.misreading.readers import readers_of, utf8_readers
from fixenc.channels.misreading.undo import Misreading
from fixenc.core.edits import apply
from fixenc.model.score import costs

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
def test_readers_of_utf8_are_those_whose_sequences_are_found(
    damaged: tuple[str, Misreading],
) -> None:
    text, _ = damaged
    found = [name for name in codecs.SINGLE_BYTE if codecs.utf8_sequence(name).search(text)]
    assert set(utf8_readers(text)) <= set(found)
    utf8_readers.cache_clear()
    with patch.object(readers, "suspicious_pairs", _all_suspicious):
        assert utf8_readers(text) == tuple(found)
    utf8_readers.cache_clear()


def _all_suspicious(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    return np.full(len(codes) - 1, np.iinfo(np.uint64).max)


@given(_misread())
def test_readers_of_a_text_have_all_its_characters(damaged: tuple[str, Misreading]) -> None:
    text, _ = damaged
    able = [
        name
        for name in codecs.SINGLE_BYTE
        if all(character.isascii() or character in codecs.writable(name) for character in text)
    ]
    if able and not text.isascii():
        assert readers_of(text) == able


@pytest.mark.parametrize("codec", codecs.SINGLE_BYTE)
def test_each_byte_of_a_codec_is_read_as_the_codec_reads_it(codec: str) -> None:
    table = codecs.table(codec)
    for byte in range(0x100):
        try:
            assert table[byte] == bytes([byte]).decode(codec)
        except UnicodeDecodeError:
            assert table[byte] == (chr(byte) if 0x80 <= byte < 0xA0 else "\ufffe")
    assert all(codecs.encode(each, codec) is not None for each in codecs.writable(codec))


def test_the_next_text_of_the_most_doubtful_runs_is_scored() -> None:
    words = "house water night people school family country morning street".split()
    best = dict(enumerate(words))
    others = {at: word[:-1] + "q" for at, word in best.items()} | {3: "people’"}
    chosen = _most_doubtful(best, others)
    assert len(chosen) == _MOST_OTHERS == len(words) - 1
    assert 3 in chosen
    bits = {at: float(costs([others[at]]).min() - costs([best[at]]).min()) for at in best}
    [left] = set(best) - set(chosen)
    assert bits[left] == max(bits.values())
