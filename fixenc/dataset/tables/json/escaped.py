"""The text of JSON: where its values stand, and the same text with other characters in one.

Of what is not replaced all stays: the order of keys, spaces, and which characters are escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from fixenc.integrations.change import Change
from fixenc.integrations.change import Path as TextPath

_BLANK = re.compile(r"[ \t\r\n]*")
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]",
    re.DOTALL,
)
"""How one character of a string can be written."""

_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[01])")
"""A character that need not have been escaped."""

_decode = json.JSONDecoder().raw_decode


def replaced(line: bytes, path: TextPath, changes: Sequence[Change]) -> bytes:
    """``line`` with the changes in the text at ``path``, each in the way of what is around."""
    text = line.decode()
    start, end = _place(text, path)
    raw = text[start:end]
    spans = [match.span() for match in _CHARACTER.finditer(raw)]
    escape = raw.isascii() and bool(
        _ESCAPE.search(raw) or (text.isascii() and _ESCAPE.search(text))
    )
    pieces: list[str] = []
    done = 0
    for change in changes:
        first = spans[change.start][0] if change.start < len(spans) else len(raw)
        last = spans[change.end - 1][1] if change.end > change.start else first
        pieces += raw[done:first], json.dumps(change.after, ensure_ascii=escape)[1:-1]
        done = last
    pieces.append(raw[done:])
    return (text[:start] + "".join(pieces) + text[end:]).encode()


def spans(text: str) -> list[tuple[int, int]]:
    """Where each object of an array stands in ``text``, or the only object that it is.

    Raises :exc:`ValueError` if it is neither.
    """
    start = _after_blank(text, 1 if text.startswith("\ufeff") else 0)
    _, end = _decode(text, start)
    if text[end:].strip(" \t\r\n"):
        raise ValueError(f"something follows at character {end}")
    if text[start] == "{":
        return [(start, end)]
    if text[start] != "[":
        raise ValueError("neither an array nor an object")
    return [(first, last) for _, first, last in _members(text, start)]


def _place(text: str, path: TextPath) -> tuple[int, int]:
    """Where the text at ``path`` stands in a line, between its quotation marks."""
    at = text.index("{")
    end = len(text)
    for step in path:
        for key, start, stop in _members(text, at):
            # Of a key that is there twice, the last counts, as for all readers.
            if key == step:
                found = start, stop
        at, end = found
    return at + 1, end - 1


def _members(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """The values in the object or list that begins at ``at``: key or index, start and end."""
    is_object = text[at] == "{"
    number = 0
    at = _after_blank(text, at + 1)
    while text[at] not in "]}":
        if text[at] == ",":
            at = _after_blank(text, at + 1)
        key: str | int = number
        if is_object:
            key, at = _decode(text, at)
            at = _after_blank(text, _after_blank(text, at) + 1)
        _, end = _decode(text, at)
        yield key, at, end
        number += 1
        at = _after_blank(text, end)


def _after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    assert match is not None
    return match.end()
