"""Byte order marks that were read in another codec."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

_SINGLE = ("ï»¿", "Ã¯Â»Â¿", "п»ї", "´╗┐", "∩╗┐", "Ôªø")
"""The byte order mark of UTF-8 as windows-1252 (also twice), windows-1251, cp850, cp437 and
MacRoman show it."""

_WIDE = {"锘": "gb18030", "癤": "cp949", "嚜": "big5"}
"""The first two of its three bytes as the codecs of East Asia show them: the third one takes the
character behind it."""

_STAND_INS = "?\N{REPLACEMENT CHARACTER}"


@rule(
    stage=Stage.BYTES,
    safety=Safety.SAFE,
    needs="|".join([*_SINGLE, *(f"{character}." for character in _WIDE)]),
    in_ascii=(),
    damaged={
        "ï»¿# Title": "# Title",
        "锘縤mport os": "import os",
        "´╗┐@echo off": "@echo off",
        "锘?# 说明": "# 说明",
    },
    intact=["Title ï»¿", "锘是一种元素", "嚜"],
)
def misread_bom(text: str) -> Iterator[Edit]:
    """A byte order mark at the start of a text was read in another codec.

    Some editors of Windows begin files in UTF-8 with three bytes that mark the encoding.  A
    program that takes them for windows-1252 shows `ï»¿`; one that takes them for GBK shows
    `锘` and swallows the first character of the text.
    """
    for shown in _SINGLE:
        if text.startswith(shown):
            yield Edit(0, len(shown), "")
            return
    codec = _WIDE.get(text[:1])
    if codec is None or len(text) < 2:
        return
    if text[1] in _STAND_INS:
        yield Edit(0, 2, "")
        return
    try:
        last, *swallowed = text[1].encode(codec)
    except UnicodeEncodeError:
        return
    if last == 0xBF and len(swallowed) == 1 and swallowed[0] < 0x80:
        yield Edit(0, 2, chr(swallowed[0]))
