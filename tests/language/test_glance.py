"""What misread text would cost in any codec is told as if each codec were asked alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.language import codecs
from fixenc.language.glance import glance, glances

# In cp864 one byte of ASCII is another character.
_CODECS = [codec for codec in codecs.SINGLE_BYTE if codec != "cp864"]


@given(st.lists(st.sampled_from([*b"aZe .5", *range(0x80, 0x100)]), max_size=12))
def test_all_codecs_are_asked_at_once(data: list[int]) -> None:
    data = [*b" ", *data, *b" "]
    each = dict(zip(codecs.SINGLE_BYTE, glances(bytes(data)), strict=True))
    for codec in _CODECS:
        assert each[codec] == glance("".join(codecs.table(codec)[byte] for byte in data)), codec


@pytest.mark.parametrize(
    ("fine", "strange"),
    [
        (" Всё хорошо ", " Âñ¸ õîðîøî "),
        (" déjà vu ", " dŽjˆ vu "),
        (" “Yes, she’s here.” ", " ìYes, sheís here.î "),
        (" příliš kůň ", " pøíli\x9a kùò "),
        (" ข้อความ ", " ¢éÍ¤ÇÒÁ "),
    ],
)
def test_what_a_language_writes_costs_less(fine: str, strange: str) -> None:
    assert glance(fine) < glance(strange)


def test_ascii_costs_nothing() -> None:
    assert glance("Nothing but ASCII, 100 %.") == 0
    assert not any(glances(b"Nothing but ASCII, 100 %."))
