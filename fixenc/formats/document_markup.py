"""The prose of Markdown and reStructuredText: all but code, links and markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.formats.roles import Part, Role, joined

_FENCE = re.compile(r"^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(`{3,}|~{3,})([^\n]*)", re.MULTILINE)
_TICKS = re.compile(r"`+")
_LINK = re.compile(r"\]\([^()\s]{1,2000}[)\s]|<[a-z/!][^<>\n]{0,2000}>|https?://\S+")
_INDENTED = re.compile(r"(?:^(?: {4}|\t)[^\n]*\n?|^[ \t]*\n)+", re.MULTILINE)
_LITERAL_BLOCK = re.compile(
    r"^([ \t]*)(?:\.\. (?:code|code-block|sourcecode|highlight|math|raw)::.*|.*::)[ \t]*\r?\n",
    re.MULTILINE,
)
_DOCTEST = re.compile(r"^[ \t]*>>> [^\n]*(?:\n[ \t]*[^\s][^\n]*)*", re.MULTILINE)
_ROLE = re.compile(r":[\w:+.-]+:`[^`\n]+`|`[^`\n<]*<[^>\n]*>`_{1,2}")


def markdown_parts(text: str) -> tuple[Part, ...]:
    """The prose of a Markdown text."""
    return _without(text, sorted([*_markdown_code(text), *_spans(text, _LINK)]))


def restructured_parts(text: str) -> tuple[Part, ...]:
    """The prose of a reStructuredText."""
    spans = _spans(text, _DOCTEST, _ROLE, _LINK)
    return _without(
        text, sorted([*_literal_blocks(text), *_code_spans(text, 0, len(text)), *spans])
    )


def _without(text: str, spans: list[tuple[int, int]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    done = 0
    for start, end in spans:
        if start > done:
            parts.append(Part(done, start, Role.WORDS))
        done = max(done, end)
    parts.append(Part(done, len(text), Role.WORDS))
    return joined(parts)


def _spans(text: str, *patterns: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for pattern in patterns:
        yield from (match.span() for match in pattern.finditer(text))


def _markdown_code(text: str) -> Iterator[tuple[int, int]]:
    """Fenced and indented blocks, and code within lines."""
    at = 0
    while fence := _FENCE.search(text, at):
        mark = fence[1]
        if mark[0] == "`" and "`" in fence[2]:  # code within a line, in three ticks
            end = text.find("\n", fence.end()) + 1 or len(text)
            yield from _unfenced(text, at, end)
            at = end
            continue
        yield from _unfenced(text, at, fence.start())
        closing = re.compile(rf"^[ \t>]*{re.escape(mark)}{mark[0]}*[ \t]*\r?$", re.MULTILINE)
        closed = closing.search(text, fence.end())
        at = closed.end() if closed else len(text)
        yield fence.start(), at
    yield from _unfenced(text, at, len(text))


def _unfenced(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    yield from _code_spans(text, start, end)
    for block in _INDENTED.finditer(text, start, end):
        before = text[max(0, block.start() - 2) : block.start()]
        # After a line of text it is the rest of a paragraph; lists indent theirs.
        if block[0].startswith(("\n", "\r")) or before in ("", "\n\n"):
            yield block.span()


def _code_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Code between two equal runs of backticks, within one paragraph."""
    begun = start
    while begun < end:
        paragraph_end = text.find("\n\n", begun, end)
        paragraph_end = end if paragraph_end < 0 else paragraph_end
        ticks = list(_TICKS.finditer(text, begun, paragraph_end))
        waiting: dict[str, list[int]] = {}
        for number, tick in enumerate(ticks):
            waiting.setdefault(tick[0], []).append(number)
        at = 0
        while at < len(ticks):
            same = waiting[ticks[at][0]]
            while same and same[0] <= at:
                same.pop(0)
            if same:
                yield ticks[at].start(), ticks[same[0]].end()
                at = same[0]
            at += 1
        begun = paragraph_end + 2


def _literal_blocks(text: str) -> Iterator[tuple[int, int]]:
    """The indented lines below ``::`` or a directive for code."""
    done = 0
    for opening in _LITERAL_BLOCK.finditer(text):
        if opening.start() < done:
            continue
        indent = len(opening[1].expandtabs())
        at = opening.end()
        while at < len(text):
            end = text.find("\n", at) + 1 or len(text)
            line = text[at:end].expandtabs()
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            at = end
        yield opening.end(), at
        done = at
