"""Comments in a text that protect parts of it from fixenc.

``fixenc: ignore`` protects its own line.  ``fixenc: off`` protects everything
from its own line to the line that says ``fixenc: on``, or to the end.  Texts
that quote mojibake on purpose, such as this tool's own tests, need them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from fixenc.core.edits import Edit

_PRAGMA = re.compile(r"\bfixenc:[ \t]*(ignore|off|on)\b")


def protected(text: str, *, off: bool = False) -> list[tuple[int, int]]:
    """The half-open spans of ``text``, in characters, that must stay as they are.

    ``off`` says that a ``fixenc: off`` before ``text`` still holds.
    """
    if "fixenc:" not in text:
        return [(0, len(text) + 1)] if off else []
    spans: list[tuple[int, int]] = []
    off_since: int | None = 0 if off else None
    for match in _PRAGMA.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        line_end = text.find("\n", match.end()) + 1 or len(text) + 1
        word = match[1]
        if word == "off" and off_since is None:
            off_since = line_start
        elif word == "on" and off_since is not None:
            spans.append((off_since, line_end))
            off_since = None
        elif word == "ignore" and off_since is None:
            spans.append((line_start, line_end))
    if off_since is not None:
        spans.append((off_since, len(text) + 1))
    return spans


def off_after(text: str, *, off: bool = False) -> bool:
    """Whether a ``fixenc: off`` still holds at the end of ``text``."""
    if "fixenc:" not in text:
        return off
    switches = [match[1] for match in _PRAGMA.finditer(text) if match[1] != "ignore"]
    return switches[-1] == "off" if switches else off


def outside(edits: Iterable[Edit], spans: list[tuple[int, int]]) -> list[Edit]:
    """The edits that leave every one of the protected ``spans`` alone."""
    if not spans:
        return list(edits)
    starts = [start for start, _ in spans]

    def touches(edit: Edit) -> bool:
        at = bisect_right(starts, edit.start) - 1
        return (at >= 0 and edit.start < spans[at][1]) or (
            at + 1 < len(spans) and spans[at + 1][0] < edit.end
        )

    return [edit for edit in edits if not touches(edit)]
