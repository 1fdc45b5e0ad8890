"""Memory: a process that repairs many different texts does not grow with their number."""

from __future__ import annotations

import sys

import pytest

from tests.process import peak_memory

MOST = 150
"""Megabytes that a process may take, however many texts it has repaired (measured: 80)."""

TEXTS = 3_000

PROGRAM = f"""
import random
import fixenc

ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyz", "abcdefghiäöüß", "aàâbcçdeéèêëfgh", "aąbcćdeęłńóśź",
    "aáäbcčdďeéěíňřšťžů", "абвгдежзийклмнопрст", "αβγδεζηθικλμνξοπρστ", "אבגדהוזחטיכלמנ",
    "ابتثجحخدذرزسشصض", "กขคงจฉชซญดตถทนบป", "アイウエオカキクケコ", "的一是不了人我在有他",
    "가나다라마바사아자차", "abcçdefgğhıijkös", "aăâeêioôơuưđ",
]
CODECS = ["cp1252", "latin-1", "cp1250", "cp1251", "macroman", "cp437", "koi8-r", "gb18030"]
random.seed(1)
for number in range({TEXTS}):
    alphabet = random.choice(ALPHABETS)
    words = ["".join(random.choices(alphabet, k=random.randint(2, 9))) for _ in range(8)]
    text = " ".join(words) + f" “{{number}}”"
    if number % 60 == 0:
        text = text.encode().decode(random.choice(CODECS), "ignore")
    elif number % 60 == 1:
        text = text.replace("”", "\\xe2")
    fixenc.fix_text(text)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no /proc")
def test_memory_stays_bounded() -> None:
    assert peak_memory(PROGRAM) < MOST
