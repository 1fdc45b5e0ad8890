"""UTF-8 that programs of East Asia showed two bytes at a time."""

from __future__ import annotations

import pytest

from fixenc import codecs, fix_text
from fixenc.channels.misreading.lossy.eastern import pieces_of
from fixenc.channels.misreading.lossy.pairs import FIRST, SECOND, _texts, pieces_of_pairs
from fixenc.channels.misreading.lossy.readers import lossy_readers
from fixenc.core.edits import LOST
from fixenc.model.plausible import is_plausible


def shown_by_windows(text: str, codec: str = "cp949") -> str:
    """What Windows shows for UTF-8: one mark for two bytes that are no character."""
    data, found = text.encode(), ""
    while data:
        size = 1 if data[0] <= 0x80 else 2
        shown = chr(data[0]) if size == 1 else codecs.decode(data[:2], codec)
        found += "?" if shown is None else shown
        data = data[size:]
    return found


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("서버 에러가 발생했습니다", "�버 �러가 발생�습�다"),
        ("비밀번호가 일치하지 않습니다", "비�번호가 �치�� 않습�다"),
    ],
)
def test_characters_of_which_a_pair_is_left_are_restored(text: str, marked: str) -> None:
    assert fix_text(shown_by_windows(text)) == marked


@pytest.mark.parametrize("text", ["데이터베이스 연결", "비밀번호가 일치하지 않습니다"])
def test_what_is_likeliest_is_proposed(text: str) -> None:
    assert fix_text(shown_by_windows(text), unsafe_fixes=True) == text


@pytest.mark.parametrize("codec", ["cp949", "big5"])
def test_a_code_page_shows_the_byte_80_as_a_control_character(codec: str) -> None:
    assert list(codecs.encodings("a\x80", codec)) == [b"a\x80"]
    assert list(codecs.encodings("a", codec)) == [b"a"]


def test_text_with_that_byte_is_restored() -> None:
    assert fix_text(shown_by_windows("가격을 가급적 조회")) == "가격을 가급적 조회"


U, V = FIRST, SECOND


@pytest.mark.parametrize(
    ("shown", "kinds"),
    [
        ([0xEB, 0xA1, 0x9C], "1"),
        ([U, V, 0xB8], "m"),  # the first two bytes are lost
        ([0x41, U, V, 0xB8, 0x42], "1m1"),
        ([U, V, U, V], None),  # three lost bytes, and a character of ASCII
        ([0xEB, 0x8B, U, V, U, V, 0xB8], "m?m"),  # which a character may begin behind
        ([0xC3, U, V], "m?"),  # two bytes, and one of ASCII
        ([0xC3, U, V, U, V, U], None),  # more than the half is lost
        ([0xB8], None),
        ([0x41, V, 0xB8, 0x41], None),  # letters of two bytes are rare
        ([0xEB, 0x41], None),
        ([U, V, 0xB8, 0xB8, 0xB8], None),  # one more than a sequence has
    ],
)
def test_pieces_of_bytes(shown: list[int], kinds: str | None) -> None:
    pieces = pieces_of_pairs(shown, "cp949")
    found = pieces and "".join(
        "?" if piece == (LOST,) else "1" if len(piece) == 1 else "m" for piece in pieces
    )
    assert found == kinds


def test_no_character_of_a_codec_is_lost_as_a_pair() -> None:
    texts = _texts((U, V, 0xB8), "cp949")
    assert "인" in texts  # EC 9D is no character
    assert "자" not in _texts((U, V, 0x90), "cp949") or codecs.decode(b"\xec\x9e", "cp949") is None
    assert all(
        codecs.decode(text.encode()[:2], "cp949") is None for text in texts if len(text) == 1
    )
    assert all(text.encode()[2:] == b"\xb8" for text in texts)


def test_what_lost_a_byte_is_a_character_that_the_model_knows() -> None:
    assert all(map(is_plausible, _texts((0xEB, U, V), "cp949")))
    assert all(map(is_plausible, _texts((0xEB, 0x80, U), "cp949")))
    assert _texts((0xEB, 0xB7, 0x81), "cp949") == ("뷁",)


def test_one_mark_alone_is_enough_to_suggest_a_program_of_east_asia() -> None:
    assert "cp949" in lossy_readers("?곸슜", ())
    assert not [*lossy_readers("곸슜", ())]


def test_three_unknown_bytes_are_lost() -> None:
    assert _texts((U, V, U), "cp949") == (LOST,)


@pytest.mark.parametrize(
    ("run", "reader", "is_pair"),
    [
        ("濡쒓렇?몄씠", "cp949", True),
        ("濡쒓렇?몄씠", "gb18030", False),
        (shown_by_windows("創建系統", "big5"), "big5", True),
    ],
)
def test_pairs_are_lost_in_codecs_that_lack_many(run: str, reader: str, is_pair: bool) -> None:
    pieces = pieces_of(run, reader)
    assert any(len(piece) > 1 for piece in pieces or []) is is_pair
