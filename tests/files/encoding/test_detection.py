"""Which guesses of a codec are sure: none of a codec that is not there to be chosen."""

from __future__ import annotations

import pytest

from fixenc.files.encoding.detection import guess

BULGARIAN = (
    "Всички хора се раждат свободни и равни по достойнство и права. Те са надарени с разум и "
    "съвест и следва да се отнасят помежду си в дух на братство.\n"
)
VIETNAMESE = "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi.\n"
JAPANESE = "すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。\n"

MIK = {chr(0x410 + index): 0x80 + index for index in range(64)}
VISCII = {
    "ấ": 0xA4, "ả": 0xE4, "ọ": 0xF7, "ư": 0xDF, "ờ": 0xB6, "đ": 0xF0, "ề": 0xAB, "ợ": 0xFE,
    "ự": 0xF1, "à": 0xE0, "ì": 0xEC, "ẳ": 0xC6, "â": 0xE2, "ẩ": 0xA6,
}  # fmt: skip


def written(text: str, table: dict[str, int]) -> bytes:
    return bytes(ord(each) if each.isascii() else table[each] for each in text)


@pytest.mark.parametrize("times", [1, 4, 15])
@pytest.mark.parametrize(
    "data",
    [written(BULGARIAN, MIK), written(VIETNAMESE, VISCII)],
    ids=["MIK", "VISCII"],
)
def test_a_codec_that_python_lacks_is_not_taken_for_another(data: bytes, times: int) -> None:
    found = guess(data * times)
    assert found is None or not found.sure


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("euc_jp", "euc_jp"),
        ("cp866", "cp866"),
        ("shift_jis", "cp932"),
        ("big5", "big5"),
    ],
)
def test_the_commonest_codec_that_reads_it_so_is_named(codec: str, named: str) -> None:
    text = {
        "cp866": BULGARIAN,
        "big5": "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心。\n",
    }
    found = guess(text.get(codec, JAPANESE).encode(codec) * 4)
    assert found is not None
    assert (found.encoding, found.sure) == (named, True)
