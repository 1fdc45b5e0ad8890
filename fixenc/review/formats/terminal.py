"""The diff as a person reads it.

Each hunk shows the lines that change, cut to the places where they do, with
the changed characters marked, and below it one line for each change that says
why.  What is only proposed stands apart, in the order of the text: it is no
part of what would be written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fixenc.core.edits import Edit, Safety, apply, within
from fixenc.engine.repair import Repair
from fixenc.review.groups import ENOUGH, Groups
from fixenc.review.hunks import Hunk, Line, Mark, hunks, trimmed
from fixenc.review.outcome import Outcome, count
from fixenc.review.surroundings import surroundings
from fixenc.review.visible import cut, marked, visible, width
from fixenc.review.wording import chain, meaning, pair, safety

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

    def mark(self, text: str, sign: str) -> str:
        """A changed part of a line, so that it is seen."""
        shown = marked(text)
        if self.colour or not shown:
            return self.styled(shown, f"{sign} mark")
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


def one_change(repair: Repair, edit: Edit, screen: Terminal) -> Iterator[str]:
    """One change alone, in its lines."""
    if edit.new is None:
        yield from _in_its_line(repair, edit, screen)
    else:
        for hunk in hunks(repair.document.text, [edit], context=2):
            yield from (_line(line, screen) for line in hunk.lines)


def _file(
    repair: Repair, shown: list[Hunk], proposed: list[Edit], screen: Terminal, news: set[Edit]
) -> Iterator[str]:
    """Hunks and proposals in the order of the text, a proposal after the hunk it lies in."""
    document = repair.document
    waiting = iter([*((document.position(edit.start)[0] - 1, edit) for edit in proposed)])
    proposal = next(waiting, None)
    for hunk in [*shown, None]:
        while proposal is not None and (hunk is None or proposal[0] < hunk.old_start):
            yield from _proposal(repair, proposal[1], screen)
            proposal = next(waiting, None)
        if hunk is not None:
            yield from _hunk(repair, hunk, screen, news)


def _hunk(repair: Repair, hunk: Hunk, screen: Terminal, news: set[Edit]) -> Iterator[str]:
    """A hunk, with the reasons for each changed line right below it."""
    yield screen.styled(hunk.header, "header") + "\n"
    untold = [edit for edit in hunk.edits if edit in news]
    gone = -1
    for line in hunk.lines:
        if line.sign != "+":
            while untold and repair.document.position(untold[0].start)[0] <= gone + 1:
                yield _reason(repair, untold.pop(0), screen)
        if line.sign == "-":
            gone = line.number
        yield _line(line, screen)
    yield from (_reason(repair, edit, screen) for edit in untold)


def _line(line: Line, screen: Terminal) -> str:
    text = line.text.removesuffix("\n")
    room = screen.columns - 1
    if line.sign == " ":
        return screen.styled(f" {cut(visible(text), room)}", "dim") + "\n"
    crlf = text.endswith("\r") and not any(end == len(text) for _, end in line.marks)
    text = text[:-1] if crlf else text
    missing = "" if line.text.endswith("\n") else screen.styled(" ⏎̸", "dim")
    return (
        screen.styled(line.sign, line.sign) + _marked_up(line, text, screen, room) + missing + "\n"
    )


def _marked_up(line: Line, text: str, screen: Terminal, room: int) -> str:
    """A changed line with its marks, cut to their neighbourhoods if it is too long."""
    windows = [(0, len(text))]
    if width(text) > room:
        windows = _windows(line.marks, len(text))
    pieces: list[str] = []
    for lo, hi in windows:
        pieces.append(screen.styled("…", "dim") if lo and not pieces else "")
        at = lo
        for start, end in line.marks:
            if lo <= start and end <= hi:
                pieces.append(screen.styled(visible(text[at:start]), line.sign))
                pieces.append(screen.mark(line.text[start:end], line.sign))
                at = end
        pieces.append(screen.styled(visible(text[at:hi]), line.sign))
        pieces.append(screen.styled("…", "dim") if hi < len(text) else "")
    return "".join(pieces)


def _windows(marks: Iterable[Mark], length: int) -> list[Mark]:
    """The parts of a line around its marks; parts that almost meet are one."""
    windows: list[Mark] = []
    for start, end in marks:
        lo, hi = max(0, start - AROUND), min(length, end + AROUND)
        if windows and lo - windows[-1][1] < AROUND // 2:
            windows[-1] = (windows[-1][0], max(hi, windows[-1][1]))
        else:
            windows.append((lo, hi))
    return windows or [(0, min(length, 2 * AROUND))]


def _reason(repair: Repair, edit: Edit, screen: Terminal) -> str:
    """One line: where, what, which rule, how safe, and what it means."""
    document = repair.document
    line, column = document.position(edit.start)
    where = f"{line}:{column}"
    what = pair(document.text, edit)
    head = f"  {where:<8} {what}{'':{max(0, 9 - width(what))}} "
    middle = f"{chain(edit)} {safety(edit)} "
    room = screen.columns - width(head) - width(middle)
    why = visible(meaning(edit))
    if edit.note and width(why) > room > AROUND:
        why = visible(edit.note)  # the note of this edit; fixenc explain has the rest
    return (
        f"{screen.styled(head[: len(where) + 2], 'dim')}{head[len(where) + 2 :]}"
        f"{screen.styled(chain(edit), 'rule')} {screen.styled(safety(edit), safety(edit))} "
        f"{screen.styled(cut(why, room) if room > AROUND else why, 'dim')}\n"
    )


def _proposal(repair: Repair, edit: Edit, screen: Terminal) -> Iterator[str]:
    yield from _in_its_line(repair, edit, screen)
    yield _reason(repair, edit, screen)


def _in_its_line(repair: Repair, edit: Edit, screen: Terminal) -> Iterator[str]:
    """A proposal in its line: as it would be without it, and with it."""
    sign = "?" if edit.safety is Safety.FLAG else "~"
    text = repair.document.text
    before, after = _surroundings(repair, edit)
    if edit.new is None:
        inside = [each for each in repair.applied if within(each, edit)]
        versions = [apply(text[edit.start : edit.end], [e.moved(-edit.start) for e in inside])]
        lead = tail = ""
    else:
        start, end, new = trimmed(text, edit)
        versions = [text[start:end], new]
        lead, tail = text[edit.start : start], text[end : edit.end]
    line = repair.document.position(edit.start)[0]
    label = "flagged" if edit.new is None else "proposed, not applied"
    yield screen.styled(f"@@ {line} @@ {label}", "header") + "\n"
    for version in versions:
        yield (
            screen.styled(f"{sign}{before}{visible(lead)}", sign)
            + screen.mark(version, sign)
            + screen.styled(f"{visible(tail)}{after}", sign)
            + "\n"
        )


def _surroundings(repair: Repair, edit: Edit) -> tuple[str, str]:
    """The text before and after an edit in its line, shortened if it is long."""
    most = 2 * AROUND
    before, after = surroundings(repair, edit, most + 1)
    after = after.removesuffix("\r")
    return (
        f"…{visible(before[-most:])}" if len(before) > most else visible(before),
        f"{visible(after[:most])}…" if len(after) > most else visible(after),
    )
