"""A question as it is displayed: its paragraph with what was decided applied, and the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fixenc.core.document import FileChange
from fixenc.core.edits import Edit
from fixenc.review.formats.terminal import Terminal
from fixenc.review.layout import Run, fill, wrap
from fixenc.review.passages.marks import Mark
from fixenc.review.passages.nodes import Node, nodes
from fixenc.review.passages.paragraphs import Passage, is_prose
from fixenc.review.session.questions import File, Question
from fixenc.review.visible import cut, marked, visible
from fixenc.review.wording import chain, meaning, safety

READABLE = 88
"""Columns of a paragraph at most, on a screen that has more: longer lines are hard to read."""

SMALL = 20
"""Lines below which a screen shows less of everything, so that a question fits."""

_BELOW, _BELOW_IF_SMALL = 13, 8
"""Lines of the screen that are left for all but the paragraph."""

_BRACKETS = {
    "- mark": ("[-", "-]"),
    "+ mark": ("{+", "+}"),
    "? mark": ("<?", "?>"),
    "-": ("[-", "-]"),
    "+": ("{+", "+}"),
    "flag": ("<?", "?>"),
}
"""How marks look where there is no colour."""

States = Mapping[int, tuple[Edit | FileChange, ...]]
"""For the marks of a file that were decided, by their identity, the edits to make."""


def title(question: Question, counter: str, screen: Terminal) -> str:
    """Where the question is, and how many there are."""
    path = visible(question.file.path)
    where = path if isinstance(question.about, FileChange) else f"{path}:{question.line}"
    room = screen.columns - len(counter) - 3
    if len(where) > room > 1:
        where = f"…{where[1 - room :]}"  # its end says more than its beginning
    return f"{screen.styled(counter, 'header')}  {screen.styled(where, 'path')}\n"


def paragraph(question: Question, states: States, screen: Terminal, more: int = 0) -> str:
    """The paragraph of a question, with ``more`` of those around it."""
    file = question.file
    assert isinstance(question.about, Mark)
    lo, hi = max(0, question.passage - more), question.passage + more + 1
    lines: list[str] = []
    for number, passage in enumerate(file.passages[lo:hi], lo):
        is_asked = number == question.passage
        rows = _passage(file, passage, question.about, states, screen, is_asked=is_asked)
        if is_asked and not more:
            below = _BELOW_IF_SMALL if screen.lines < SMALL else _BELOW
            rows = _window(rows, max(screen.lines - below, 3), screen)
        lines += [text for text, _ in rows]
        if is_prose(file.repair.document) and number < min(hi, len(file.passages)) - 1:
            lines.append("")
    return "".join(f"{line}\n" for line in lines)


def reason(question: Question, screen: Terminal, place: tuple[int, int]) -> str:
    """The change of a question alone, its rule, and why; ``place`` is its place in the paragraph.

    The change itself is left out if it is too long to be read at once.
    """
    about = question.about
    assert isinstance(about, Mark)
    edit = about.edits[0]
    number, total = place
    which = f"{number} of {total}  " if total > 1 else ""
    words = "" if len(question.words) > READABLE // 2 else f"{question.words}  "
    room = min(screen.columns, READABLE) - 1
    head = [(f"{which}{words}", ""), (chain(edit), "rule"), (" ", ""), (safety(edit),) * 2]
    lines = [
        "  " + "".join(screen.styled(text, style) for text, style in line)
        for line in wrap(head, room - 2)
    ]
    why = fill(visible(meaning(edit)), room, "  ")
    if screen.lines < SMALL and len(why) > 2:
        why = [why[0], f"{why[1]} …"]
    lines += why
    older = question.file.repair.older_line(edit)
    if older is not None:
        lines.append(f"  before, in {visible(older[0])}:")
        lines += fill(visible(older[1]), room, "    ")
    lines += [
        f"  {screen.styled(f'[{at}]', 'header')} {marked(other) or '(nothing)'}"
        for at, other in enumerate(question.alternatives[:9], 1)
    ]
    return "".join(f"{line}\n" for line in lines)


def file_change(question: Question, screen: Terminal) -> str:
    """A change of a file as a whole; for an encoding, its first lines as each codec reads them."""
    about = question.about
    assert isinstance(about, FileChange)
    lines = fill(visible(str(about)), min(screen.columns, READABLE) - 1, "  ")
    for at, each in enumerate(question.readings):
        share = "" if each.confidence is None else f" {each.confidence:.0%}"
        key = screen.styled(f"[{at}]", "header") if at else screen.styled("[y]", "header")
        lines.append(f"  {key} read as {each.encoding}{share}:")
        lines += [
            f"      {number}: {cut(visible(line), screen.columns - 12)}"
            for number, line in each.lines
        ]
    return "".join(f"{line}\n" for line in lines)


def prompt(words: str, screen: Terminal) -> str:
    """The keys with their words, and the place where the key is typed."""
    lines = fill(words, screen.columns - 1)
    return "".join(f"{screen.styled(line, 'header')}\n" for line in lines) + "> "


_Rows = list[tuple[str, bool]]
"""Lines, and whether the mark that is asked about stands in each."""


def _passage(
    file: File,
    passage: Passage,
    current: Mark,
    states: States,
    screen: Terminal,
    *,
    is_asked: bool,
) -> _Rows:
    document = file.repair.document
    painter = _Painter(current, states)
    for part in nodes(document.text, passage):
        painter.add(part, "" if is_asked else "dim")
    number = "" if is_prose(document) else f"{document.position(passage.start)[0]} "
    room = min(screen.columns - 1, READABLE) if is_prose(document) else screen.columns - 1
    indent = f"{number:>7}" if number else "  "
    lines = wrap(_bracketed(painter.runs, screen), room - len(indent))
    return [
        (
            (screen.styled(indent, "dim") if not at else " " * len(indent))
            + "".join(screen.styled(text, style) for text, style in line),
            any(style in _CURRENT for _, style in line),
        )
        for at, line in enumerate(lines)
    ]


_CURRENT = ("- mark", "+ mark", "? mark")


@dataclass
class _Painter:
    """Makes runs of the parts of a passage, as they read with what was decided."""

    current: Mark
    states: States
    runs: list[Run] = field(default_factory=list)

    def add(self, part: str | Node, style: str) -> None:
        """Add a text in a style, or a mark in the styles of its state."""
        if isinstance(part, str):
            self.runs.append((_lines(part), style))
            return
        mark, now = part.mark, part.edit.new
        made = self.states.get(id(mark))
        is_current = mark is self.current
        is_typed = made and made != mark.edits
        if not is_typed:
            self.runs.append((_lines(part.ends[0]), style))
        if made:
            now = made[0].new if is_typed else now
            nothing = "∅" if is_current else ""
            words = _visible(now or "") or nothing
            self.runs.append((words, "+ mark" if is_current else "made"))
        elif made is not None or now is None:  # it was refused, or it is a flag
            open_style = "flag" if made is None else "kept"
            self._add_inside(part, "? mark" if is_current else open_style)
        else:
            self._add_inside(part, "- mark" if is_current else "-")
            if now:
                self.runs.append((_visible(now), "+ mark" if is_current else "+"))
        if not is_typed:
            self.runs.append((_lines(part.ends[1]), style))

    def _add_inside(self, node: Node, style: str) -> None:
        for part in node.parts:
            if isinstance(part, str):
                self.runs.append((_visible(part), style))
            else:
                self.add(part, style)


def _visible(text: str) -> str:
    """A changed text; the blanks at its ends show if it is short."""
    return marked(text) if len(text) <= 40 else _lines(text)


def _lines(text: str) -> str:
    return "\n".join(visible(line.removesuffix("\r")) for line in text.split("\n"))


def _bracketed(runs: list[Run], screen: Terminal) -> list[Run]:
    """The runs with brackets around marks, if there is no colour to show them."""
    if screen.colour:
        return runs
    return [
        (f"{_BRACKETS[style][0]}{text}{_BRACKETS[style][1]}" if style in _BRACKETS else text, style)
        for text, style in runs
        if text
    ]


def _window(rows: _Rows, most: int, screen: Terminal) -> _Rows:
    """As many lines as fit, those with the mark among them."""
    if len(rows) <= most:
        return rows
    at = next((number for number, (_, is_current) in enumerate(rows) if is_current), 0)
    first = max(0, min(at - most // 3, len(rows) - most))
    lines = rows[first : first + most]
    dots = (screen.styled("  … [m] shows more", "dim"), False)
    if first + most < len(rows) and not lines[-1][1]:
        lines[-1] = dots
    return lines
