"""Text that is encoded for its transport by mail, and where in the file each of its bytes is.

>>> read = Transferred.read("Caf=C3=A9 =\\nau lait", 0, 19, "quoted-printable", "utf-8")
>>> read.text
'Café au lait'
>>> read.span(3, 4)
(3, 9)
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

_QUOTED = re.compile(r"=([0-9A-Fa-f]{2})|=[ \t]*\r?\n")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+")


@dataclass(frozen=True)
class Transferred:
    """A text as its reader will see it, and the spans of the file that its bytes come from."""

    text: str
    charset: str
    spans: list[tuple[int, int]]

    @classmethod
    def read(cls, source: str, start: int, end: int, transfer: str, charset: str) -> Transferred:
        """The text in a span of ``source``.  Raises :exc:`ValueError` if it cannot be decoded.

        ``transfer`` is ``quoted-printable``, ``base64``, or ``Q encoding`` as headers have it.
        """
        if transfer == "base64":
            data, spans = _base64_bytes(source, start, end)
        elif transfer in ("quoted-printable", "Q encoding"):
            data, spans = _quoted_bytes(source, start, end, in_header=transfer == "Q encoding")
        else:
            raise ValueError(f"nobody knows a transfer encoding {transfer!r}")
        try:
            text = data.decode(charset)
            if text.encode(charset) != data:
                raise ValueError(f"{charset} does not write back what it reads")
        except LookupError as error:
            raise ValueError(f"nobody knows a codec {charset!r}") from error
        return cls(text, charset, spans)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the file the characters ``start`` to ``end`` of the text come from."""
        # Codecs that shift end each piece with a byte or two more than stand there.
        first = min(len(self.text[:start].encode(self.charset)), len(self.spans) - 1)
        last = min(len(self.text[:end].encode(self.charset)), len(self.spans))
        return self.spans[first][0], self.spans[max(first, last - 1)][1]


def _quoted_bytes(
    source: str, start: int, end: int, *, in_header: bool
) -> tuple[bytes, list[tuple[int, int]]]:
    data = bytearray()
    spans: list[tuple[int, int]] = []

    def take_as_it_is(start: int, end: int) -> None:
        for at in range(start, end):
            character = " " if in_header and source[at] == "_" else source[at]
            encoded = character.encode("utf-8", "surrogateescape")
            data.extend(encoded)
            spans.extend([(at, at + 1)] * len(encoded))

    done = start
    for quoted in _QUOTED.finditer(source, start, end):
        take_as_it_is(done, quoted.start())
        if quoted[1]:
            data.append(int(quoted[1], 16))
            spans.append(quoted.span())
        done = quoted.end()
    take_as_it_is(done, end)
    return bytes(data), spans


def _base64_bytes(source: str, start: int, end: int) -> tuple[bytes, list[tuple[int, int]]]:
    boundary = source.find("\n--", start, end)
    end = end if boundary < 0 else boundary
    places = [
        at for letters in _BASE64.finditer(source, start, end) for at in range(*letters.span())
    ]
    letters = "".join(map(source.__getitem__, places))
    data = base64.b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + "==")
    # Four letters are three bytes: the first bits of byte n are in letter n * 4 // 3.
    return data, [
        (places[n * 4 // 3], places[min(n * 4 // 3 + 1, len(places) - 1)] + 1)
        for n in range(len(data))
    ]
