"""What the benchmark prints: a table of channels, a table of rows, failures, JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from channels import CHANNELS, ROWS
from scoring import Score
from traps import TRAPS

if TYPE_CHECKING:
    from accuracy import Measured

HEADER = (
    f"{'':44} {'lines':>6} {'ftfy':>6} {'plsfix':>6} {'fixenc':>6} {'prec.':>6} {'partly':>6} "
    f"{'wrong':>5} {'left':>5} {'harm':>4} {'unsafe':>6} {'prec.':>6} {'single':>6} {'unsafe':>6}"
)


def table(results: Sequence[Measured], *, by_language: bool) -> None:
    """Print a line for each channel, under the rows of the table, and the clean text."""
    _clean([measured for measured in results if measured.channel == "clean"])
    damaged = [measured for measured in results if measured.channel != "clean"]
    if damaged:
        print(HEADER)
    for row, group in groupby(damaged, key=lambda measured: CHANNELS[measured.channel].row):
        of_row = list(group)
        print(f"\n{ROWS[row]}")
        for channel, of_channel in groupby(of_row, key=lambda measured: measured.channel):
            of_languages = list(of_channel)
            print(_line(f"  {channel}", total(of_languages)))
            if by_language:
                for measured in of_languages:
                    print(_line(f"      {measured.language}", measured.score))
        print(_line("  all", total(of_row)))


def markdown(results: Sequence[Measured]) -> None:
    """Print the table of rows for the README."""
    print(
        "| damage | lines | ftfy | plsfix | fixenc | `--unsafe-fixes` | precision | single lines |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for row, text in ROWS.items():
        score = total(
            m for m in results if m.channel in CHANNELS and CHANNELS[m.channel].row == row
        )
        if score.lines["default", "damaged"]:
            cells = [
                *(_percent(score.share(tool)) for tool in ("ftfy", "plsfix", "default", "unsafe")),
                _percent(score.precision("default")),
                _percent(score.share("default, single")),
            ]
            print(f"| {text} | {score.lines['default', 'damaged']} | {' | '.join(cells)} |")
    clean = [measured for measured in results if measured.channel == "clean"]
    if clean:
        score = total(clean)
        rates = [
            "" if rate is None else f"{rate:.1f}"
            for rate in (
                *(_harm_rate(score, tool) for tool in ("ftfy", "plsfix", "default", "unsafe")),
                None,
                _harm_rate(score, "default, single"),
            )
        ]
        print(f"| *clean lines changed per 10,000* | {_seen(score, 'default')} | ", end="")
        print(" | ".join(rates), "|")


def failures(results: Iterable[Measured], most: int) -> None:
    """Print up to ``most`` failures of each channel: as it was, as it came, as it went."""
    for _, group in groupby(results, key=lambda measured: measured.channel):
        shown = [(measured, failure) for measured in group for failure in measured.failures]
        step = max(1, len(shown) // most) if most else 1
        for measured, (outcome, clean, damaged, got) in shown[::step][:most]:
            print(f"{outcome}: {measured.channel}, {measured.language}")
            print(f"  clean   {clean!r}\n  damaged {damaged!r}")
            if got != damaged:
                print(f"  got     {got!r}")


def traps(changed: Sequence[tuple[str, str, str]], tools: Sequence[str]) -> None:
    """Print how many traps each tool steps into, and of fixenc which."""
    counts = Counter(tool for tool, *_ in changed)
    stepped_into = ", ".join(f"{tool} {counts[tool]}" for tool in tools)
    print(f"\ntraps stepped into, of {len(TRAPS)}: {stepped_into}")
    for tool, text, after in changed:
        if tool in ("default", "unsafe"):
            print(f"  {tool}: {text!r} became {after!r}")


def as_json(results: Iterable[Measured]) -> list[dict[str, Any]]:
    """All counts: a record for each channel and language."""
    return [
        {
            "channel": measured.channel,
            "row": CHANNELS[measured.channel].row if measured.channel in CHANNELS else "clean",
            "language": measured.language,
            "lines": _nested(measured.score.lines),
            "edits": _nested(measured.score.edits),
        }
        for measured in results
    ]


def total(results: Iterable[Measured]) -> Score:
    """The sum of some scores."""
    score = Score()
    for measured in results:
        score.add(measured.score)
    return score


def _nested(counts: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    nested: dict[str, dict[str, int]] = {}
    for (tool, outcome), count in counts.items():
        nested.setdefault(tool, {})[outcome] = count
    return nested


def _clean(results: Sequence[Measured]) -> None:
    if not results:
        return
    print("clean lines changed per 10,000 (and how many)")
    tools = ["ftfy", "plsfix", "default", "unsafe", "default, single", "unsafe, single"]
    print(f"{'':10} {'lines':>6}" + "".join(f"{tool:>18}" for tool in tools))
    everything = [(measured.language, measured.score) for measured in results]
    for language, score in [*everything, ("all", total(results))]:
        cells = []
        for tool in tools:
            rate = _harm_rate(score, tool)
            count = score.lines[tool, "harmed"]
            cells.append("-" if rate is None else f"{rate:.1f} ({count})")
        print(
            f"{language:10} {_seen(score, 'default'):6}" + "".join(f"{cell:>18}" for cell in cells)
        )
    print()


def _seen(score: Score, tool: str) -> int:
    return score.lines[tool, "fine"] + score.lines[tool, "harmed"]


def _harm_rate(score: Score, tool: str) -> float | None:
    seen = _seen(score, tool)
    return 10_000 * score.lines[tool, "harmed"] / seen if seen else None


def _line(title: str, score: Score) -> str:
    count = score.lines
    return (
        f"{title:44} {count['default', 'damaged']:6} {_percent(score.share('ftfy')):>6} "
        f"{_percent(score.share('plsfix')):>6} {_percent(score.share('default')):>6} "
        f"{_percent(score.precision('default')):>6} {count['default', 'partly']:6} "
        f"{count['default', 'wrong']:5} {count['default', 'untouched']:5} "
        f"{count['default', 'harmed']:4} {_percent(score.share('unsafe')):>6} "
        f"{_percent(score.precision('unsafe')):>6} {_percent(score.share('default, single')):>6} "
        f"{_percent(score.share('unsafe, single')):>6}"
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1f}"
