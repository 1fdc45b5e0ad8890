"""Programs: what damaged a file, as far as its bytes tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixenc.files.encoding.wide import byte_order_mark

_ANSI = re.compile(
    r"UTF-8 read as (?:windows-\d+|GBK|GB 18030|Shift-JIS|EUC-KR|Big5)(?:, the rest .*)?"
)
"""UTF-8 read in a code page that Windows calls ANSI.

Windows PowerShell 5.1 reads a file without a byte order mark in that of the system, and writes
one with ``-Encoding utf8`` and with ``>`` (Microsoft, about_Character_Encoding)."""

_NAMED = 2
"""Channels that are named, at most."""


def what_did_it(channels: Sequence[str], before: bytes, after: bytes) -> str:
    """A description of the change of a file by the channels and the bytes before and after.

    ``channels`` are the names of the channels, the most frequent first.
    """
    form = _new_form(before, after)
    more = " and others" if len(channels) > _NAMED else ""
    done = ", or ".join(channels[:_NAMED]) + more
    for change in form:
        done += f", {change}"
    return f"{done}: as Windows PowerShell 5.1 does" if _is_powershell(channels, form) else done


def _new_form(before: bytes, after: bytes) -> list[str]:
    """The changes of the file as a whole, the byte order mark first."""
    found = []
    mark, was = byte_order_mark(after), byte_order_mark(before)
    if mark and not was:
        wide = mark[1] != "utf-8"
        found.append(f"saved as {mark[1].upper()} with a BOM" if wide else "a BOM added")
    returns = b"\r\n" in after or b"\r\0\n\0" in after
    if returns and b"\r\n" not in before:
        found.append("line ends made CRLF")
    return found


def _is_powershell(channels: Sequence[str], form: Sequence[str]) -> bool:
    has_mark = any("BOM" in change for change in form)
    return has_mark and bool(channels) and _ANSI.fullmatch(channels[0]) is not None
