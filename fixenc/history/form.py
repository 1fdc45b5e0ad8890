"""Form: what the version before tells of the encoding and the byte order mark of a file."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable

from fixenc import codecs
from fixenc.codecs import decode
from fixenc.history.versions import Version, Versions

_LEGACY = tuple(row.name for row in codecs.CODECS if not row.is_utf8)

_LEAST_SHARE = 0.5
"""Share of the lines outside ASCII of the version before that a file must still have, in a codec,
to be in it.  The value is set by hand: chance makes no line the same."""


def encoding_since(data: bytes, before: Iterable[Version]) -> str:
    """The codec in which a file has most of the lines that a version before had; empty if none.

    ``data`` are the bytes of the file.  Two codecs that give the same lines are one: the commoner
    is named.  Lines of ASCII say nothing.
    """
    for version in before:
        text = version.text("utf-8")
        lines = {line.rstrip() for line in (text or "").split("\n") if not line.isascii()}
        if not lines:
            continue
        best, most = "", _LEAST_SHARE * len(lines)
        for name in sorted(_LEGACY, key=codecs.improbability):
            found = decode(data, name)
            same = 0 if found is None else len(lines.intersection(_lines(found)))
            if same and same >= most and (not best or same > most):
                best, most = name, same
        if best:
            return best
    return ""


def _lines(text: str) -> set[str]:
    return {line.rstrip() for line in text.split("\n")}


def change_of_form(path: str, data: bytes, versions: Versions) -> str:
    """In words what the file ``path`` has that its version before had not, if its text is that.

    ``data`` are its bytes.  It may be a byte order mark or CRLF; empty if there is neither.
    """
    before = next(iter(versions.of(path)), None)
    if before is None or data == before.data or _plain(data) != _plain(before.data):
        return ""
    found = []
    if data.startswith(BOM_UTF8) and not before.data.startswith(BOM_UTF8):
        found.append("a byte order mark (--bom remove takes it out)")
    new_endings = b"\r\n" in data and b"\r\n" not in before.data
    if new_endings and not versions.converts_line_endings(path):
        found.append("CRLF line endings (--line-ending lf takes them back)")
    return f"has {' and '.join(found)}, and else the text of {before.name}" if found else ""


def _plain(data: bytes) -> bytes:
    return data.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n")


def may_differ_in_form(data: bytes) -> bool:
    """Whether the bytes of a file have a form that its version before may not have had."""
    return data.startswith(BOM_UTF8) or b"\r\n" in data[:_HEAD]


_HEAD = 4096
