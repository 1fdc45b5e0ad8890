"""Recognize: the channels that make one text of another, forward through every pair of codecs.

Where nothing was lost, the bytes that a codec writes for the old text are those that another
codec reads as the new one: each codec encodes both texts once, and no pair is tried.  Pairs
that lose bytes have to be tried, if the new text has traces of a loss.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from fixenc import codecs
from fixenc.history.forward import NON_ASCII, REPLACEMENT, Channel, Step

_NAMES = tuple(row.name for row in codecs.CODECS)
_SINGLE = frozenset(codecs.SINGLE_BYTE)

_WIDE_READERS = (*codecs.MULTI_BYTE, "gbk")
"""Of GBK, programs read the pairs of bytes alone; GB 18030 has longer characters as well."""

_READERS = (*_WIDE_READERS, "ascii", *codecs.SINGLE_BYTE)

_LONGEST = 400
"""Characters of a text that is compared: what the lines of a file have in common is enough."""

_MOST = 12
"""Channels that are named for one pair of texts, the likeliest first."""


@lru_cache(maxsize=1 << 12)
def recognize(old: str, new: str) -> tuple[Channel, ...]:
    """The channels that make ``new`` of ``old``, the likeliest first; none if none does.

    A channel that only repairs is none: mojibake whose bytes are read as UTF-8 at last.
    """
    if old == new or old.isascii() or not new or max(len(old), len(new)) > _LONGEST:
        return ()
    for candidates in (_lossless, _saved, _lossy, _twice):
        found = {each for each in candidates(old, new) if each.damage(old) == new}
        if found:
            return tuple(sorted(found, key=lambda each: (each.prior, str(each))))[:_MOST]
    return ()


def _lossless(old: str, new: str) -> Iterator[Channel]:
    if new.isascii():
        return
    written = _writers(old)
    for reader in (*_NAMES, "gbk"):
        if reader == "utf-8":
            continue
        data = _encoded(new, reader)
        for writer in written.get(data, ()) if data is not None else ():
            if writer != reader:
                yield Channel((Step(writer, reader),))


def _writers(old: str) -> dict[bytes, list[str]]:
    """The codecs that can have written a text, by its bytes."""
    written: dict[bytes, list[str]] = {}
    for name in _NAMES:
        data = _encoded(old, name)
        if data is not None:
            written.setdefault(data, []).append(name)
    return written


def _encoded(text: str, codec: str) -> bytes | None:
    if codec == "gbk":
        try:
            return text.encode("gbk")
        except UnicodeEncodeError:
            return None
    return codecs.encode(text, codec)


def _saved(old: str, new: str) -> Iterator[Channel]:
    """Channels in which characters were lost when the text was written."""
    if new.count("?") <= old.count("?"):
        return
    marks = ("?", "??") if any(character > "\uffff" for character in old) else ("?",)
    for name in ("ascii", *_NAMES[1:]):
        yield from (Channel((Step(name, name, mark),)) for mark in marks)


def _lossy(old: str, new: str) -> Iterator[Channel]:
    """Channels in which bytes were lost when the text was read."""
    marks = [mark for mark in (REPLACEMENT, "?") if new.count(mark) > old.count(mark)]
    letters = "".join(NON_ASCII.findall(new)).replace(REPLACEMENT, "")
    readers = [name for name in _READERS if _can_show(letters, name)]
    dropped = ("drop", "strip") if letters else ()
    yield from _pairs("utf-8", readers, (*marks, *dropped))
    if marks:
        for names in _writers(old).values():
            if names[0] != "utf-8":
                yield from _pairs(names[0], readers, marks)
                yield from _read_as_utf8(old, names[0], marks)


def _can_show(letters: str, reader: str) -> bool:
    if reader == "ascii":
        return not letters
    if reader in _SINGLE:
        return codecs.writable(reader).issuperset(letters)
    return not letters or _encoded(letters, reader) is not None


def _pairs(writer: str, readers: Iterable[str], losses: Iterable[str]) -> Iterator[Channel]:
    for reader in readers:
        if reader == writer:
            continue
        for lost in losses:
            if lost == "strip" and reader not in _SINGLE:
                continue
            yield Channel((Step(writer, reader, lost),))
            if reader in _WIDE_READERS:
                yield Channel((Step(writer, reader, lost, swallows=True),))


def _read_as_utf8(old: str, writer: str, marks: Iterable[str]) -> Iterator[Channel]:
    """Channels of a legacy text that was taken for UTF-8; one that is UTF-8 was repaired so."""
    data = _encoded(old, writer)
    if data is not None and codecs.decode(data, "utf-8") is None:
        yield from (Channel((Step(writer, "utf-8", mark),)) for mark in marks)


def _twice(old: str, new: str) -> Iterator[Channel]:
    """Channels of two misreadings of UTF-8."""
    if len(new) < 2 * len(NON_ASCII.findall(old)) or new.isascii():
        return
    for reader in (*_NAMES, "gbk"):
        if reader == "utf-8":
            continue
        data = _encoded(new, reader)
        middle = codecs.decode(data, "utf-8") if data is not None else None
        if middle is not None and middle != new:
            yield from (
                Channel((*inner.steps, Step("utf-8", reader)))
                for inner in (*_lossless(old, middle), *_lossy(old, middle))
                if inner.damage(old) == middle
            )
    for reader in codecs.SINGLE_BYTE:
        if _can_show("".join(NON_ASCII.findall(new)).replace(REPLACEMENT, ""), reader):
            for lost in (REPLACEMENT, "?", "drop", "strip"):
                yield Channel((Step("utf-8", reader, lost),) * 2)
