"""Repair text that is still bytes: decode, repair, encode."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from fixenc.core.arguments import as_bytes, named_keywords
from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit
from fixenc.engine.policy import policy_for
from fixenc.engine.repair import Repair, repair
from fixenc.files.encoding.decode import decode, encode


@dataclass(frozen=True)
class BytesRepair:
    """The document that was decoded from bytes, and the edits found in it.

    ``repair`` holds the findings as edits over ``repair.document.text``.
    """

    repair: Repair

    @property
    def document(self) -> Document:
        """The bytes as text, and how they were decoded."""
        return self.repair.document

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All that was found, in the order of the text."""
        return self.repair.edits

    @property
    def text(self) -> str:
        """The repaired text.  A byte that stayed undecodable is a lone surrogate in it."""
        return self.repair.text

    @cached_property
    def data(self) -> bytes:
        """The repaired text in the encoding that the bytes were in."""
        return encode(self.text, self.document)


@named_keywords
def repair_bytes(
    data: bytes | bytearray | memoryview,
    *,
    encoding: str | None = None,
    path: str = "<bytes>",
    kind: Kind = Kind.PROSE,
    unsafe_fixes: bool = False,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    channel: str | None = None,
) -> BytesRepair:
    """Find the damage in ``data``, whose encoding is ``encoding`` or shows itself.

    The other parameters are those of :func:`fixenc.repair`; ``path`` is the name
    used in error messages.  Bytes that no repair touches stay as they are.
    Raises :exc:`FileProblem` if ``data`` cannot be decoded, and when ``.data`` is
    asked for, if a repaired character has no bytes in the encoding.

    >>> repair_bytes("caf\\xe9".encode("utf-16")).document.encoding
    'utf-16-le'
    """
    given = as_bytes(data)
    policy = policy_for(unsafe_fixes, select, ignore, channel)
    return BytesRepair(repair(decode(given, path=path, encoding=encoding, kind=kind), policy))
