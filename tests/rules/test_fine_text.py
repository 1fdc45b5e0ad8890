"""Text of languages without statistics, and words that are cited: nothing is done to it."""

from __future__ import annotations

import pytest

import fixenc

INTACT = [
    'Welsh "i\xe2" and Breton "ya" are cognate.',
    'O termo "\xe2mago" vem do latim.',
    "the word '\xe2tman' (self)",
    "d\xfdalog, fa\xfdl sa\xfdla\xe7y, term\xfdnal",
    "[Ta\xfdwan] (zum Kabelverlegen)",
    "K\u0129china|K\u0129rusi|K\u0129kambodia|K\u0129burma|K\u0129hispania",
    "A\u0129randi cia Tak\u0129 na Kaiko, Dola ya Austr\u0129lia",
    "Īhipa\nHahāra Tonga\nEritēria\nTe Ūropi\nKiāna Wīwī\nKuatamāra\nIrāka\nKikitānga",
    "Ora Per\xf9, Seisel, \xcczola S. \xc8lena",
    "l\u011b\u015bojski sw\u011b\u015be\u0144skej",
    "b\u011b\u0142oruskich sw\u011b\u015be\u0144ska s\u0142y\u0144ca",
]


@pytest.mark.parametrize("text", INTACT)
def test_fine_text_stays(text: str) -> None:
    assert fixenc.fix_text(text) == text


def test_a_long_line_takes_time_in_proportion() -> None:
    fine = "проверка русского текста на длинной строке без конца " * 3000
    assert fixenc.fix_text(fine.encode("koi8-r").decode("latin-1")) == fine
