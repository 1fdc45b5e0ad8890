"""A repair as HTML: the changed lines, for notebooks."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from fixenc.core.edits import Edit

MOST_LINES = 20
"""Lines that are shown."""

_STYLES = {
    "del": "background:#ffd7d5;color:#82071e",
    "ins": "background:#ccffd8;color:#055d20;text-decoration:none",
    "mark": "background:#fff3bf;color:#5c4400",
}


def as_html(text: str, edits: Iterable[Edit]) -> str:
    """The lines of ``text`` that ``edits`` touch, what goes and what comes marked in them."""
    lines: dict[int, list[Edit]] = {}
    for edit in edits:
        lines.setdefault(text.rfind("\n", 0, edit.start) + 1, []).append(edit)
    if not lines:
        return "<p>Nothing to repair.</p>"
    rows = [_row(text, start, own) for start, own in list(lines.items())[:MOST_LINES]]
    more = len(lines) - MOST_LINES
    rest = f"<p>… and {more:,} more lines</p>" if more > 0 else ""
    return f'<pre style="white-space:pre-wrap">{"<br>".join(rows)}</pre>{rest}'


def _row(text: str, start: int, edits: list[Edit]) -> str:
    """A line; an edit that meets the one before is shown behind it."""
    pieces: list[str] = []
    done = start
    for edit in edits:
        begin = max(done, edit.start)
        pieces.append(escape(text[done:begin]))
        done = max(begin, edit.end)
        old = text[begin:done]
        title = escape(f"{', '.join(edit.rules)} ({edit.safety}): {edit.note}".removesuffix(": "))
        if edit.new is None:
            pieces.append(_marked("mark", old, title))
        else:
            pieces += [_marked("del", old, title), _marked("ins", edit.new, title)]
    end = text.find("\n", done)
    pieces.append(escape(text[done : len(text) if end < 0 else end]))
    return "".join(pieces)


def _marked(tag: str, text: str, title: str) -> str:
    if not text:
        return ""
    shown = escape(text).replace("\n", "⏎")
    return f'<{tag} style="{_STYLES[tag]}" title="{title}">{shown}</{tag}>'
