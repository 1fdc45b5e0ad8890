"""Layout: text in several styles, wrapped to the columns of a terminal between words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fixenc.review.visible import clusters, width

Run = tuple[str, str]
"""Visible text, and the style that it is displayed in."""

_PIECE = re.compile(r"\n| +|[^ \n]+")

_BREAKS_ANYWHERE = re.compile(
    "[\N{CJK RADICAL REPEAT}-\N{HANGUL SYLLABLE HIH}\U00020000-\U0003ffff"
    "\N{FULLWIDTH EXCLAMATION MARK}-\N{FULLWIDTH RIGHT WHITE PARENTHESIS}]"
)
"""Ideographs and syllables, between which a line may end without a space."""


def wrap(runs: Iterable[Run], columns: int) -> list[list[Run]]:
    """The lines, each at most ``columns`` wide, that the runs make; a line feed ends one.

    Lines end between words, even if a style begins or ends inside a word.  A word that is
    longer than a line is cut.
    """
    lines: list[list[Run]] = [[]]
    used = 0
    for word in _words(runs):
        text = "".join(piece for piece, _ in word)
        if text == "\n":
            lines.append([])
            used = 0
            continue
        size = width(text)
        if used + size > columns and text.isspace():
            continue
        if used + size > columns and used:
            _strip(lines[-1])
            lines.append([])
            used = 0
        if size > columns:
            for part, style in _cut(word):
                room = width(part)
                if used + room > columns:
                    lines.append([])
                    used = 0
                lines[-1].append((part, style))
                used += room
            continue
        lines[-1] += word
        used += size
    return lines


def fill(text: str, columns: int, indent: str = "") -> list[str]:
    """A text in lines between words, each behind ``indent``."""
    room = max(columns - len(indent), 10)
    return [
        f"{indent}{''.join(piece for piece, _ in line)}".rstrip()
        for line in wrap([(text, "")], room)
    ]


def _words(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The words, spaces and line feeds, each as runs."""
    word: list[Run] = []
    for text, style in runs:
        for piece in _PIECE.findall(text):
            if piece[0] in " \n":
                if word:
                    yield word
                    word = []
                yield [(piece, style)]
                continue
            if not _BREAKS_ANYWHERE.search(piece):
                word.append((piece, style))
                continue
            for each in clusters(piece):
                if word and _BREAKS_ANYWHERE.match(each):
                    yield word
                    word = []
                word.append((each, style))
    if word:
        yield word


def _cut(word: list[Run]) -> Iterator[Run]:
    """The characters of a word that is longer than a line."""
    for text, style in word:
        for each in clusters(text):
            yield each, style


def _strip(line: list[Run]) -> None:
    """Take away the spaces at the end of a line."""
    while line and line[-1][0].isspace():
        line.pop()
