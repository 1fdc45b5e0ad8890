"""Which encoding some bytes are in, and how that is known.

In order of weight: the user's word, a byte order mark, what the file or its
project declares, valid UTF-8, and what chardet and the language make of it.  A
declaration that the bytes contradict is ignored, and the contradiction is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fixenc.files.encoding.declared import BY_NAME, Declaration, declarations
from fixenc.files.encoding.wide import (
    LEAST_IDEOGRAPHS,
    byte_order_mark,
    contradicted_mark,
    ideographic_encoding,
    unmarked_wide_encoding,
)
from fixenc.files.kind import HEAD

if TYPE_CHECKING:
    from fixenc.files.encoding.detection import Candidate


@dataclass(frozen=True)
class Reading:
    """A way to read some bytes: the codec, and why this one.

    ``declared`` says that somebody wrote down which codec it is, so that a
    reader will know.  ``sure`` is false where the bytes allow of several
    ``candidates``.  ``contradicted`` names a declaration that cannot be true.
    """

    encoding: str
    evidence: str
    bom: bytes = b""
    declared: bool = False
    sure: bool = True
    candidates: tuple[Candidate, ...] = ()
    contradicted: str = ""


_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")

_WIDE = ("utf-16", "utf-32")

# Escape sequences that switch to East Asian characters in text of ASCII bytes.
_SHIFT = re.compile(rb"\x1b[$(][()*+@A-Z]|~\{")
_SEVEN_BIT = ("iso2022", "hz")
_SEVEN_BIT_EVIDENCE = "escape sequences"

UNREADABLE = "declared as"
"""The evidence begins with this where a declaration names a codec that there is not."""


MISMARKED = "marked as"
"""The evidence begins with this where a byte order mark is not of the text behind it."""


def reading_of(data: bytes, declared: Iterable[Declaration] = (), path: str = "") -> Reading:
    """How ``data`` is to be read.

    ``declared`` is what its project says, if anything, and ``path`` its name: what counts as
    a declaration depends on the format.
    """
    mark = byte_order_mark(data)
    if mark:
        meant = contradicted_mark(data)
        if meant:
            evidence = f"{MISMARKED} {mark[1]}, but {meant}"
            return Reading(mark[1], evidence, mark[0], sure=False)
        return Reading(mark[1], "byte order mark", mark[0], declared=True)
    proved = _proved(data)
    contradicted = ""
    for declaration in (*declarations(data, path), *declared):
        if not declaration.encoding:
            if proved:
                continue
            return _unreadable(data, declaration)
        encoding = _as_browsers_read(declaration, data)
        if proved.startswith(encoding):
            encoding = proved  # "utf-16" leaves open in which order its bytes are
        if _may_be(data, encoding, declaration, proved):
            why = f"declared by {declaration.way}"
            return Reading(encoding, why, declared=True, contradicted=contradicted)
        if declaration.way != BY_NAME:
            contradicted = contradicted or str(declaration)
    if proved == "utf-8":
        return _utf8(data, contradicted)
    if proved:
        return Reading(proved, "NUL bytes on one side", contradicted=contradicted)
    if mostly_utf8(data):
        return Reading("utf-8", "mostly valid UTF-8", contradicted=contradicted)
    return _guessed(data, contradicted)


def _unreadable(data: bytes, declaration: Declaration) -> Reading:
    """A reading of ``data`` that is sure to nobody: its declaration names no codec of ours."""
    evidence = f"{UNREADABLE} {declaration}, which is no codec that can be read here"
    return replace(_guessed(data, ""), evidence=evidence, sure=False, candidates=())


def is_utf8_without_doubt(data: bytes, path: str = "") -> bool:
    """Whether ``data`` is UTF-8 without a mark by all that it says: true of most files.

    Then :func:`reading_of` says the same unless the project declares something else.
    """
    if b"\0" in data:
        return False
    if data.isascii():
        # The second byte of two is looked for only where there is the first: it takes longer.
        sound = b"\x1b" not in data and (b"~" not in data or b"~{" not in data)
    else:
        sound = not byte_order_mark(data) and decodes(data, "utf-8")
    return sound and all(each.encoding == "utf-8" for each in declarations(data, path))


def _guessed(data: bytes, contradicted: str) -> Reading:
    """The likeliest reading of ``data``, of which only the letters are evidence."""
    from fixenc.files.encoding.detection import Candidate, guess
    from fixenc.files.encoding.mixed import is_mixed

    found = guess(data)
    if found is None:
        wide = ideographic_encoding(data)
        if wide:
            return Reading(
                wide,
                "nearly all would be ideographs",
                sure=False,
                candidates=(Candidate(wide, LEAST_IDEOGRAPHS),),
                contradicted=contradicted,
            )
        return Reading("utf-8", "no codec fits", sure=False, contradicted=contradicted)
    if is_mixed(data, found.encoding):
        return Reading("utf-8", "UTF-8 and another codec, mixed", contradicted=contradicted)
    best = found.candidates[0]
    why = f"chardet gives it {best.confidence:.0%}"
    if found.sure:
        why = "of the codecs that fit, it alone reads like a language"
    return Reading(
        best.encoding,
        why,
        sure=found.sure,
        candidates=found.candidates,
        contradicted=contradicted,
    )


def _proved(data: bytes) -> str:
    """The codec that ``data`` is valid in by no chance; empty if there is none."""
    wide = unmarked_wide_encoding(data[:HEAD])
    if wide and decodes(data, wide):
        return wide
    return "utf-8" if decodes(data, "utf-8") else ""


def _utf8(data: bytes, contradicted: str) -> Reading:
    if data.isascii():
        if _SHIFT.search(data):
            import chardet

            name = chardet.detect(data, compat_names=False)["encoding"] or ""
            if name.startswith(_SEVEN_BIT) and decodes(data, name):
                return Reading(name, _SEVEN_BIT_EVIDENCE, contradicted=contradicted)
        return Reading("utf-8", "plain ASCII", contradicted=contradicted)
    return Reading("utf-8", "valid UTF-8", contradicted=contradicted)


def _as_browsers_read(declaration: Declaration, data: bytes) -> str:
    """HTML that says Latin-1 means windows-1252: every browser reads it so."""
    if declaration.encoding in ("iso8859-1", "ascii") and declaration.way.startswith("HTML"):
        return "cp1252" if decodes(data, "cp1252") else declaration.encoding
    return declaration.encoding


def _may_be(data: bytes, encoding: str, declaration: Declaration, proved: str) -> bool:
    """Whether ``data`` does not contradict that it is in ``encoding``.

    A text that is UTF-8 in all of its bytes is so by no chance: a declared
    single-byte codec, which would read anything, does not stand against that.
    """
    if proved == encoding:
        return True
    if proved.startswith(_WIDE) or encoding == "utf-8" or not decodes(data, encoding):
        return False
    if encoding.startswith(_WIDE):
        # A declaration in ASCII bytes is not UTF-16; read so, ASCII looks Chinese.
        return not proved and not declaration.is_inside
    if not proved or declaration.way == BY_NAME:
        return not proved
    return data.isascii() or encoding.startswith(("utf", "gb", "big5", "euc"))


def decodes(data: bytes, encoding: str) -> bool:
    """Whether all of ``data`` is valid in ``encoding``."""
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def mostly_utf8(data: bytes) -> bool:
    """Whether ``data`` is UTF-8 into which some foreign bytes have strayed.

    In a legacy text the bytes of two neighbours form a UTF-8 character now and
    then; where most non-ASCII bytes do, it is UTF-8.
    """
    rest, characters = _UTF8_CHARACTER.subn(b"", data)
    return characters > len(_HIGH_BYTE.findall(rest))
