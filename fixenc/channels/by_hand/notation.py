"""Channels as people write them: ``stored>read``, and so on for each further mistake."""

from __future__ import annotations

import codecs as python_codecs
from functools import lru_cache

from fixenc import codecs
from fixenc.channels.misreading.undo import Misreading

_BETWEEN = ">"
_UNFIT = ("utf-16", "utf-32", "utf-7", "iso2022", "hz", "punycode", "idna", "unicode", "raw")
"""Codecs in which a byte of ASCII is not always the character of the same number."""

_ASCII = b" 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=64)
def channel_named(notation: str) -> Misreading:
    """The misreading that ``notation`` names.  Raises :exc:`ValueError` with one line.

    >>> channel_named("cp1251>cp1252").undo("ïðèâåò")
    'привет'
    """
    names = [name.strip() for name in notation.split(_BETWEEN)]
    if len(names) % 2 or not all(names):
        raise ValueError(
            f"{notation!r} is no channel: name the codec that stored the text and the one that "
            "read it, as cp1251>cp1252, and so on for each further mistake"
        )
    found: Misreading | None = None
    for truth, reader in zip(names[::2], names[1::2], strict=True):
        stored, read = _codec(truth, notation), _codec(reader, notation)
        if stored == read:
            raise ValueError(f"{notation!r}: text stored and read as {truth} is not changed")
        found = Misreading(read, stored, found)
    assert found is not None
    return found


def notation_of(channel: Misreading) -> str:
    """How a misreading is written; :func:`channel_named` reads it.

    >>> notation_of(Misreading("cp1252", "utf-8", Misreading("cp437", "utf-8")))
    'utf-8>cp437>utf-8>cp1252'
    """
    own = f"{channel.truth}{_BETWEEN}{channel.reader}"
    return own if channel.inner is None else notation_of(channel.inner) + _BETWEEN + own


def _codec(name: str, notation: str) -> str:
    """The name by which this package knows a codec."""
    try:
        own = python_codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise ValueError(f"{notation!r}: {_unknown(name)}") from error
    if own.startswith(_UNFIT) or not _keeps_ascii(own):
        raise ValueError(f"{notation!r}: {name} does not keep ASCII as it is: use --encoding")
    return codecs.row_name(own) or own.replace("utf-8-sig", "utf-8")


def _unknown(name: str) -> str:
    from fixenc.core.arguments import nearest

    known = [row.name for row in codecs.CODECS]
    return f"there is no codec named {name!r}; {nearest(name, known, 'see fixenc detect --help')}"


def _keeps_ascii(name: str) -> bool:
    try:
        return _ASCII.decode(name) == _ASCII.decode("ascii")
    except (LookupError, ValueError):
        return False  # such as base64, which is no codec of text
