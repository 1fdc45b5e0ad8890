"""What the benchmark prints: tables of channels and of rows, failures, JSON."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from channels import CHANNELS, ROWS
from scoring import Score
from tools import NAMES

if TYPE_CHECKING:
    from accuracy import Failure, Measured

OUTCOMES = ("restored", "left", "wrong")
_TITLES = {"default": "fixenc", "unsafe": "--unsafe-fixes"}
_NAME = 42


def tables(results: Sequence[Measured], options: Namespace) -> None:
    """Print a table for each kind of text and shape: a line for each channel, and for its row.

    Of the damaged lines, those restored, left and made wrong are given for each tool in percent
    (what lacks to 100 was repaired in part); then of fixenc's edits the percentage that is
    right, and of 10,000 clean lines those changed.
    """
    for (kind, shape), of_shape in groupby(results, key=lambda m: (m.task.kind, m.task.shape)):
        print(f"\n{kind}, {shape}: restored / left / wrong, %")
        print(_header())
        for row, of_row in groupby(of_shape, key=row_of):
            group = list(of_row)
            if not options.rows:
                for measured in group:
                    print(_line(f"  {measured.task.channel}", measured.score))
            if options.rows or len(group) > 1:
                print(_line(ROWS[row], total(group)))


def _header() -> str:
    cells = "".join(f"{_TITLES.get(tool, tool):^18}" for tool in NAMES)
    return f"{'':{_NAME}} {'lines':>6} {cells} {'prec.':>6} {'prec.':>6}  clean changed of 10,000"


def _line(title: str, score: Score) -> str:
    cells = "".join(
        "".join(f"{_percent(score.share(tool, outcome)):>6}" for outcome in OUTCOMES)
        for tool in NAMES
    )
    harm = " ".join(f"{_percent(score.harm(tool)):>6}" for tool in NAMES)
    precision = " ".join(f"{_percent(score.precision(tool)):>6}" for tool in NAMES[2:])
    count = score.lines["default", "damaged"] or seen(score)
    return f"{title[:_NAME]:{_NAME}} {count:6} {cells} {precision}  {harm}"


def markdown(results: Sequence[Measured], options: Namespace) -> None:
    """Print the table of rows for the README: documents, then single lines."""
    print("| damage | lines | ftfy | plsfix | fixenc | `--unsafe-fixes` | wrong | precision |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    keys = list(dict.fromkeys((m.task.kind, m.task.shape, row_of(m)) for m in results))
    for kind, shape, row in keys:
        group = [m for m in results if (m.task.kind, m.task.shape, row_of(m)) == (kind, shape, row)]
        score = total(group)
        if row == "clean":
            cells = [*(_percent(score.harm(tool)) for tool in NAMES), "", ""]
            title = "*clean lines changed per 10,000*"
        else:
            title = ROWS[row]
            cells = [
                *(_percent(score.share(tool)) for tool in NAMES),
                _percent(score.share("default", "wrong")),
                _percent(score.precision("default")),
            ]
        count = score.lines["default", "damaged"] or seen(score)
        print(f"| {kind}, {shape}: {title} | {count} | {' | '.join(cells)} |")


def failures(results: Iterable[Measured], options: Namespace) -> None:
    """Print failures of each channel; more of those where a peer is better, or edits are wrong."""
    for measured in results:
        task = measured.task
        below = is_below(measured.score)
        found = _examples(measured.failures, below)[: options.below if below else options.show]
        if found:
            print(f"\n{task.kind}, {task.shape}: {task.channel}{' (below)' if below else ''}")
            print(_line("", measured.score))
        for failure in found:
            print(f"  {failure.outcome}\n    clean    {failure.clean!r}")
            print(f"    damaged  {failure.damaged!r}")
            for tool, text in failure.got.items():
                if text != failure.damaged:
                    print(f"    {tool:8} {text!r}")


def _examples(found: Sequence[Failure], below: bool) -> list[Failure]:
    """Failures to print: of those below a peer the wrong ones begin, and what a peer restores."""
    if not below:
        return list(found)
    return sorted(
        found,
        key=lambda failure: (
            failure.outcome not in ("wrong", "harmed"),
            failure.clean not in failure.got.values(),
        ),
    )


def is_below(score: Score) -> bool:
    """Whether a peer restores more, or some safe edit is wrong."""
    ours = score.lines["default", "restored"]
    wrong = score.lines["default", "wrong"] + score.lines["default", "harmed"]
    return wrong > 0 or any(score.lines[peer, "restored"] > ours for peer in NAMES[:2])


def changed(
    title: str,
    texts: Sequence[str],
    found: Sequence[tuple[str, str, str]],
    names: Sequence[str],
) -> None:
    """Print how many texts that must stay each tool changes, and of fixenc which."""
    counts = Counter(tool for tool, *_ in found)
    numbers = ", ".join(f"{tool} {counts[tool]}" for tool in names)
    print(f"\n{title}, of {len(texts)}: {numbers}")
    for tool, text, after in found:
        if tool in _TITLES:
            print(f"  {tool}: {text!r} became {after!r}")


def as_json(results: Iterable[Measured]) -> list[dict[str, Any]]:
    """All counts: a record for each channel, kind of text and shape."""
    return [
        {
            "channel": measured.task.channel,
            "row": row_of(measured),
            "kind": measured.task.kind,
            "shape": measured.task.shape,
            "lines": _nested(measured.score.lines),
            "edits": _nested(measured.score.edits),
        }
        for measured in results
    ]


def row_of(measured: Measured) -> str:
    """The row of a channel."""
    name = measured.task.channel
    return CHANNELS[name].row if name in CHANNELS else "clean"


def total(results: Iterable[Measured]) -> Score:
    """The sum of some scores."""
    score = Score()
    for measured in results:
        score.add(measured.score)
    return score


def seen(score: Score) -> int:
    """The clean lines that were looked at."""
    return score.lines["default", "fine"] + score.lines["default", "harmed"]


def _nested(counts: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    nested: dict[str, dict[str, int]] = {}
    for (tool, outcome), count in counts.items():
        nested.setdefault(tool, {})[outcome] = count
    return nested


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1f}"
