"""Views: a file as a rule may see it, and the way back to the file.

A view shows some parts of a file and blanks out the rest, and it can show what
escapes stand for.  What a rule then wants changed in the view is carried back to
the file, and refused where it would reach beyond the parts shown.

>>> view = View('x = 1  # caf\\\\u00e9', [(7, 18)], blank=" ", escapes=True)
>>> view.text
'       # café'
>>> view.back(Edit(9, 13, "cafe"))
Edit(start=9, end=18, new='cafe', rules=(), safety=<Safety.SAFE: 0>, note='', others=())
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from fixenc.core.edits import Edit
from fixenc.formats.strings import ESCAPE, escaped, unescaped

_VISIBLE = re.compile(r"\S")
_LETTER = re.compile(r"\w")
_MARK = re.compile(r"[^\s\w]")


class View:
    """The spans ``shown`` of a text, with every other character as ``blank``.

    White space stays, so that lines and words keep apart; if the rest is to look like
    words, with a letter for ``blank``, marks become commas, which say nothing.  With ``escapes``,
    those in the spans are shown as the characters that they stand for.
    """

    def __init__(
        self, source: str, shown: Iterable[tuple[int, int]], *, blank: str, escapes: bool
    ) -> None:
        self._source = source
        self._blank = blank
        self._pieces: list[str] = []
        self._size = 0
        # Of each segment: where it starts in the view, where in the file, how
        # long an escape it is (0: characters as they are, -1: blanked).
        self._starts: list[int] = []
        self._origins: list[int] = []
        self._lengths: list[int] = []
        done = 0
        for start, end in shown:
            self._hide(done, start)
            at = start
            for escape in ESCAPE.finditer(source, start, end) if escapes else ():
                if _is_escaped(source, escape.start(), start):
                    continue
                self._add(source[at : escape.start()], at, 0)
                self._add(unescaped(escape[0]), escape.start(), len(escape[0]))
                at = escape.end()
            self._add(source[at:end], at, 0)
            done = end
        self._hide(done, len(source))
        self.text = "".join(self._pieces)

    def back(self, edit: Edit) -> Edit | None:
        """The edit of the view as one of the file; None if it reaches beyond what is shown."""
        first = bisect_right(self._starts, edit.start) - 1
        last = bisect_right(self._starts, max(edit.start, edit.end - 1)) - 1
        # An insertion at the end of what is shown belongs there.
        if edit.start == edit.end and first > 0 and self._starts[first] == edit.start:
            before = self._lengths[first - 1]
            if self._lengths[first] and not before:
                first = last = first - 1
        lengths = self._lengths[first : last + 1]
        if first < 0 or -1 in lengths:
            return None
        start = self._origins[first]
        start += 0 if self._lengths[first] else edit.start - self._starts[first]
        end = self._origins[last] + (self._lengths[last] or edit.end - self._starts[last])
        if edit.start == edit.end:
            end = start
        new, others = edit.new, edit.others
        if any(lengths):
            new = new and escaped(new)
            others = tuple(map(escaped, others))
        # Edits are carried back by the hundred thousand, and dataclasses.replace takes its time.
        return Edit(start, end, new, edit.rules, edit.safety, edit.note, others)

    def is_escaped(self, edit: Edit) -> bool:
        """Whether the file writes as an escape what ``edit``, back in the file, replaces."""
        return ESCAPE.search(self._source, edit.start, edit.end) is not None

    def _hide(self, start: int, end: int) -> None:
        hidden = self._source[start:end]
        if self._blank.isalpha():
            hidden = _MARK.sub(",", _LETTER.sub(self._blank, hidden))
        else:
            hidden = _VISIBLE.sub(self._blank, hidden)
        self._add(hidden, start, -1)

    def _add(self, piece: str, origin: int, length: int) -> None:
        if piece:
            self._pieces.append(piece)
            self._starts.append(self._size)
            self._origins.append(origin)
            self._lengths.append(length)
            self._size += len(piece)


def _is_escaped(text: str, at: int, start: int) -> bool:
    """Whether the backslash at ``at`` is itself escaped."""
    count = 0
    while at - count > start and text[at - count - 1] == "\\":
        count += 1
    return count % 2 == 1
