"""Byte order marks that were read in another codec."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Scope, Stage, rule

_SINGLE = ("ï»¿", "Ã¯Â»Â¿", "п»ї", "´╗┐", "∩╗┐", "Ôªø")
"""The byte order mark of UTF-8 as windows-1252 (also twice), windows-1251, cp850, cp437 and
MacRoman show it."""

_WIDE = {"锘": "gb18030", "癤": "cp949", "嚜": "big5"}
"""The first two of its three bytes as the codecs of East Asia show them: the third one takes the
character behind it."""

_STAND_INS = "?\N{REPLACEMENT CHARACTER}"


_AT_LINE_START = re.compile(
    rf"(?m:^)(?:(?P<single>(?:{'|'.join(_SINGLE)})+)|(?P<wide>[{''.join(_WIDE)}].))"
)


@rule(
    stage=Stage.BYTES,
    safety=Safety.SAFE,
    needs="|".join([*_SINGLE, *(f"{character}." for character in _WIDE)]),
    in_ascii=(),
    scope=Scope.FILE,
    damaged={
        "ï»¿# Title": "# Title",
        "锘縤mport os": "import os",
        "´╗┐@echo off": "@echo off",
        "锘?# 说明": "# 说明",
        "one\nï»¿two\n": "one\ntwo\n",
    },
    intact=["Title ï»¿", "锘是一种元素", "嚜", "锘丂", "The mark:\nï»¿ is shown\n", "ï\nï»¿\n"],
)
def misread_bom(text: str) -> Iterator[Edit]:
    """A byte order mark was read in another codec.

    Some editors of Windows begin files in UTF-8 with three bytes that mark the encoding.  A
    program that takes them for windows-1252 shows `ï»¿`; one that takes them for GBK shows
    `锘` and swallows the first character of the text.  Where files were joined, the mark
    stands in the middle, at the start of a line.
    """
    for match in _AT_LINE_START.finditer(text):
        start, end = match.span()
        if match["single"]:
            # A mark by itself, or before a space, is one that the text is about.
            if start == 0 or (not text[end : end + 1].isspace() and end < len(text)):
                yield Edit(start, end, "")
            continue
        new = _swallowed(match["wide"])
        if new is not None:
            yield Edit(start, end, new)


def _swallowed(shown: str) -> str | None:
    """The character that a codec of East Asia showed as part of the mark; ``None`` for no mark."""
    if shown[1] in _STAND_INS:
        return ""
    try:
        last, *swallowed = shown[1].encode(_WIDE[shown[0]])
    except UnicodeEncodeError:
        return None
    is_mark = last == 0xBF and len(swallowed) == 1 and swallowed[0] < 0x80
    return chr(swallowed[0]) if is_mark else None
