"""Bytes of legacy codecs in UTF-8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import codecs
from fixenc.channels.mixed_bytes.mixture import separate
from fixenc.channels.mixed_bytes.stray_bytes import stray_bytes
from fixenc.core.edits import Edit, Safety, apply, disjoint


def as_utf8(*parts: tuple[str, str]) -> str:
    """Parts, each in its codec, as a reader of UTF-8 sees them."""
    return b"".join(text.encode(codec) for text, codec in parts).decode("utf-8", "surrogateescape")


def repaired(text: str, trusted: Safety = Safety.SAFE) -> str:
    return apply(text, [edit for edit in stray_bytes(text) if edit.safety <= trusted])


FRENCH = "Le café de l’été, où l’on déjeune très bien.\n"
RUSSIAN = "Это обычная строка, и в ней всё хорошо.\n"
SPANISH = "La canción más vendida del año llegó al 2.º puesto.\n"
JAPANESE = "これは普通の文章であり、問題はありません。\n"


@pytest.mark.parametrize(
    "parts",
    [
        [(FRENCH, "utf-8"), ("La crème brûlée est prête.", "cp1252")],
        [(FRENCH, "utf-8"), ("La crème ", "cp1252"), ("brûlée", "utf-8"), (" est prête", "cp1252")],
        [(SPANISH, "utf-8"), ("El álbum subió al 31.º lugar en Perú.", "cp1252")],
        [(RUSSIAN, "utf-8"), ("Ещё одна строка, но другая.", "cp1251")],
        [(RUSSIAN, "utf-8"), ("Ещё одна строка, но другая.", "koi8-r")],
        [(RUSSIAN, "utf-8"), ("Ещё одна строка, но другая.", "cp866")],
        [(JAPANESE, "utf-8"), ("東日本", "utf-8"), ("、", "cp932"), ("きっかけに", "utf-8")],
        [("ข้อความธรรมดา\n", "utf-8"), ("เกมนี้สนุกมาก ", "cp874"), ("และ", "utf-8")],
        [("말한다\n", "utf-8"), ("한국어 수도 그 이 ", "cp949"), ("말한다", "utf-8")],
        [("Two plain lines of English.\nIt", "ascii"), ("’", "cp1252"), ("s fine.", "ascii")],
    ],
)
def test_each_part_is_read_in_its_codec(parts: list[tuple[str, str]]) -> None:
    text = as_utf8(*parts)
    wanted = "".join(part for part, _ in parts)
    assert repaired(text) == wanted


def test_the_first_bytes_of_lost_characters_are_no_letters() -> None:
    text = FRENCH + "Le caf\udcc3 et la cr\udcc3me, apr\udcc3s le repas."
    assert list(stray_bytes(text)) == []


def test_noise_is_not_made_text_unasked() -> None:
    text = "some bytes: \udcff\udcfe\udc80\udc81 \udcc3( \udca0\udca1\n"
    assert repaired(text) == text


def test_halves_of_characters_are_no_bytes() -> None:
    assert list(stray_bytes("a skull: \ud83d\udc80, and a lone half \udc00 \udce9")) == []


def test_a_long_line_is_read_in_pieces() -> None:
    text = as_utf8(("très bien ", "utf-8"), ("été ", "cp1252")) * 1000
    assert repaired(text) == "très bien été " * 1000


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["é", "ы", "あ", "ไ", "a", " ", "—", "\N{GRINNING FACE}"]),
            st.integers(0x80, 0xFF).map(lambda byte: chr(0xDC00 + byte)),
        ),
        max_size=12,
    ).map(
        lambda pieces: as_utf8(
            ("".join(pieces).encode("utf-8", "surrogateescape").decode("latin-1"), "latin-1")
        )
    ),
    # Shift-JIS has some characters twice, so that its bytes are not told by them.
    st.sampled_from(
        [*codecs.SINGLE_BYTE, *(name for name in codecs.MULTI_BYTE if name != "cp932")]
    ),
)
def test_separated_edits_are_disjoint_and_stand_for_the_same_bytes(line: str, codec: str) -> None:
    edits = separate(line, codec)
    assert disjoint(edits) == edits
    for edit in edits:
        assert line[edit.start : edit.end] != edit.new
        before = line[edit.start : edit.end].encode("utf-8", "surrogateescape")
        assert legacy(edit, codec) == before


def legacy(edit: Edit, codec: str) -> bytes:
    """The bytes that were read as the edit's text, where each is its own or the codec's."""
    data = b""
    for character in edit.new or "":
        if "\udc80" <= character <= "\udcff":
            data += bytes([ord(character) - 0xDC00])
        else:
            data += codecs.encode(character, codec) or b"?"
    return data


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_text_without_stray_bytes_is_left(text: str) -> None:
    assert list(stray_bytes(text)) == []


@pytest.mark.parametrize(("data", "is_safe"), [(b"\xff", False), (b"caf\xe9", True)])
def test_a_byte_alone_is_no_word(data: bytes, is_safe: bool) -> None:
    edits = [*stray_bytes(data.decode("utf-8", "surrogateescape"))]
    assert [edit.safety is Safety.SAFE for edit in edits] == [is_safe] * len(edits)
    assert edits or not is_safe
