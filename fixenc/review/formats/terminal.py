"""The diff as a person reads it.

Each hunk shows the lines that change, cut to the places where they do, with
the changed characters marked, and below each line why it changes, once for all
changes that share the reason.  What is only proposed stands apart, in the order of
the text: it is no part of what would be written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fixenc.core.edits import Edit
from fixenc.engine.repair import Repair
from fixenc.review.formats.proposals import by_line, line_with
from fixenc.review.formats.reasons import Reason, reasons, why
from fixenc.review.groups import ENOUGH, Groups
from fixenc.review.hunks import Hunk, Line, Mark, hunks
from fixenc.review.layout import Run, wrap
from fixenc.review.outcome import Outcome, count
from fixenc.review.visible import cut, marked, visible, width

AROUND = 32
"""Characters that are shown on each side of a change in a line too long to show."""

_STYLES = {
    "path": "1",
    "header": "36",
    "dim": "2",
    "-": "31",
    "+": "32",
    "~": "33",
    "?": "35",
    "- mark": "1;97;41",
    "+ mark": "1;97;42",
    "~ mark": "1;30;43",
    "? mark": "1;97;45",
    "safe": "32",
    "unsafe": "33",
    "flag": "35",
    "rule": "1",
    "made": "4;32",
    "kept": "2;9",
}
"""The style of each part, as the parameters of an SGR escape sequence."""

_BRACKETS = {"-": "[-]", "+": "{+}", "~": "<~>", "?": "<?>"}
"""How a mark looks where there is no colour: first and last go around it."""


@dataclass(frozen=True)
class Terminal:
    """A screen: how many columns and lines it has, and whether it shows colour."""

    columns: int = 100
    colour: bool = False
    lines: int = 24

    def styled(self, text: str, style: str) -> str:
        """``text`` in one of the styles, if there is colour."""
        code = _STYLES.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text

    def bracketed(self, text: str, sign: str) -> str:
        """A changed part of a line as it is shown: between brackets if there is no colour."""
        shown = marked(text)
        if self.colour or not shown:
            return shown
        brackets = _BRACKETS[sign]
        return f"{brackets[:2]}{shown}{brackets[1:]}"


def terminal(
    outcomes: Iterable[Outcome],
    screen: Terminal,
    *,
    reasons: bool = True,
    written: bool = False,
    group: bool = True,
) -> Iterator[str]:
    """The findings of each file.

    Without ``reasons``, only the hunks.  If the files were ``written``, only
    what is left for a person, and how many repairs each file got.  With
    ``group``, only the first changes of each kind are shown, and the others counted.
    """
    groups = Groups(ENOUGH if group and reasons else sys.maxsize)
    for outcome in outcomes:
        repair = outcome.repair
        if repair is None or not (outcome.found or outcome.made):
            continue
        document = repair.document
        reported = repair.proposed if written else repair.edits
        news = {edit for edit in reported if groups.is_news(document, edit)}
        shown = [] if written else [*hunks(document.text, repair.applied, 1, outcome.first_lines)]
        shown = [hunk for hunk in shown if not news.isdisjoint(hunk.edits)]
        proposed = [edit for edit in repair.proposed if edit in news] if reasons else []
        # A large file is reported as a whole with its first part.
        is_continued = outcome.continued or not written
        if not shown and not proposed and is_continued and not outcome.changes:
            continue
        made = len(repair.applied) if outcome.made is None else outcome.made
        done = f": {count(made, 'repair')} made" if made and not is_continued else ""
        yield f"{screen.styled(visible(outcome.path), 'path')}{done}\n"
        for change in outcome.changes:
            yield screen.styled(visible(str(change)), "header") + "\n"
        yield from _file(repair, shown, proposed, screen, news if reasons else set())
        if shown or proposed or outcome.changes:
            yield "\n"
    yield from _repeated(groups, screen)


def _repeated(groups: Groups, screen: Terminal) -> Iterator[str]:
    """A summary of the changes that are left out because many are alike."""
    title = "Of these kinds there are more than are shown above (--no-group shows them all):\n"
    for kind, group in groups.repeated():
        trust = str(kind.safety)
        yield (
            f"{title}  {group.shown}  {screen.styled(', '.join(kind.rules), 'rule')} "
            f"{screen.styled(trust, trust)} ×{group.times:,} in "
            f"{count(len(group.files), 'file')}, first at {visible(group.first)}\n"
        )
        title = ""


def _file(
    repair: Repair, shown: list[Hunk], proposed: list[Edit], screen: Terminal, news: set[Edit]
) -> Iterator[str]:
    """Hunks and proposals in the order of the text, a proposal after the hunk it lies in."""
    document = repair.document
    groups = by_line(document, proposed)
    waiting = [(document.position(group[0].start)[0] - 1, group) for group in groups]
    at = 0
    for hunk in [*shown, None]:
        while at < len(waiting) and (hunk is None or waiting[at][0] < hunk.old_start):
            yield from _proposals(repair, waiting[at][1], screen)
            at += 1
        if hunk is not None:
            yield from _hunk(repair, hunk, screen, news)


def _hunk(repair: Repair, hunk: Hunk, screen: Terminal, news: set[Edit]) -> Iterator[str]:
    """A hunk, with the reasons for each changed line right below it."""
    yield screen.styled(hunk.header, "header") + "\n"
    waiting = reasons(repair.document, (edit for edit in hunk.edits if edit in news))
    gone = -1
    for line in hunk.lines:
        if line.sign != "+":
            while waiting and waiting[0].place[0] <= gone + 1:
                yield _reason(waiting.pop(0), screen)
        if line.sign == "-":
            gone = line.number
        yield _line(line, screen)
    yield from (_reason(reason, screen) for reason in waiting)


def _line(line: Line, screen: Terminal) -> str:
    text = line.text.removesuffix("\n")
    room = screen.columns - 1
    if line.sign == " ":
        return screen.styled(f" {cut(visible(text), room)}", "dim") + "\n"
    crlf = text.endswith("\r") and not any(end == len(text) for _, end in line.marks)
    text = text[:-1] if crlf else text
    missing = "" if line.text.endswith("\n") else screen.styled(" ⏎̸", "dim")
    rows = _marked_up(line, text, screen, room)
    signs = [screen.styled(line.sign, line.sign), *(" " for _ in rows[1:])]
    return "\n".join(map("".join, zip(signs, rows, strict=True))) + missing + "\n"


def _marked_up(line: Line, text: str, screen: Terminal, room: int) -> list[str]:
    """A changed line with its marks, cut to their neighbourhoods if it is too long.

    One that is too long even so is wrapped between words.
    """
    windows = [(0, len(text))]
    if width(text) > room:
        windows = _windows(line.marks, text)
    runs: list[Run] = []
    for lo, hi in windows:
        if lo:
            runs.append((" … " if runs else "…", "dim"))
        at = lo
        for start, end in line.marks:
            if lo <= start and end <= hi:
                runs.append((visible(text[at:start]), ""))
                shown = screen.bracketed(line.text[start:end], line.sign)
                runs.append((shown, f"{line.sign} mark"))
                at = end
        runs.append((visible(text[at:hi]), ""))
    if windows[-1][1] < len(text):
        runs.append((" …" if text[windows[-1][1]] == " " else "…", "dim"))
    # A line that fits by itself is left in one piece, brackets or not.
    rows = wrap(runs, room) if windows != [(0, len(text))] else [runs]
    return ["".join(screen.styled(part, style) for part, style in row) for row in rows]


def _windows(marks: Iterable[Mark], text: str) -> list[Mark]:
    """The parts of a line around its marks, whole words each; parts that almost meet are one."""
    windows: list[Mark] = []
    length = len(text)
    for start, end in marks:
        lo, hi = max(0, start - AROUND), min(length, end + AROUND)
        if lo:
            lo = text.find(" ", lo, min(lo + AROUND // 2, start)) + 1 or lo
        if hi < length:
            last = text.rfind(" ", max(hi - AROUND // 2, end), hi)
            hi = last if last >= 0 else hi
        if windows and lo - windows[-1][1] < AROUND // 2:
            windows[-1] = (windows[-1][0], max(hi, windows[-1][1]))
        else:
            windows.append((lo, hi))
    return windows or [(0, min(length, 2 * AROUND))]


def _reason(reason: Reason, screen: Terminal) -> str:
    """One line: where, what, which rule, how safe, and what it means; more if it is narrow."""
    line, column = reason.place
    where = f"{line}:{column}"
    what = reason.words(isolate=True)
    trust = str(reason.safety)
    head = f"  {where:<8} {what}{'':{max(0, 9 - width(what))}} "
    middle = f"{', '.join(reason.rules)} {trust} "
    room = screen.columns - width(head) - width(middle)
    meant = why(reason)
    if reason.edits[0].note and width(meant) > room > AROUND:
        meant = visible(reason.edits[0].note)  # fixenc explain has the rest
    runs: list[Run] = [
        (head[: len(where) + 2], "dim"),
        (head[len(where) + 2 :], ""),
        (", ".join(reason.rules), "rule"),
        (" ", ""),
        (trust, trust),
        (" ", ""),
        (cut(meant, room) if room > AROUND else meant, "dim"),
    ]
    rows = [runs] if room > AROUND else wrap(runs, screen.columns - 5)
    lines = ["".join(screen.styled(text, style) for text, style in row) for row in rows]
    return "\n    ".join(lines) + "\n"


def _proposals(repair: Repair, group: list[Edit], screen: Terminal) -> Iterator[str]:
    """Proposals of one line in it, as it would be without them and with them, and their reasons."""
    is_flag = group[0].new is None
    number = repair.document.position(group[0].start)[0]
    label = "flagged" if is_flag else "proposed, not applied"
    yield screen.styled(f"@@ {number} @@ {label}", "header") + "\n"
    for is_new in (False,) if is_flag else (False, True):
        text, marks = line_with(repair, group, is_new=is_new)
        sign = "?" if is_flag else "~"
        yield _line(Line(sign, number - 1, f"{text}\n", tuple(marks)), screen)
    yield from (_reason(reason, screen) for reason in reasons(repair.document, group))
