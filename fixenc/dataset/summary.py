"""The summary that is printed at the end of a job."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from fixenc.dataset.job import Done, State
from fixenc.dataset.progress import duration, size
from fixenc.dataset.tally import Tally
from fixenc.review.outcome import count
from fixenc.review.visible import cut, marked, visible

SLOW = 4
"""A file is slow that took so many times as long for each byte as most did…"""

LONG = 5.0
"""… and so many seconds at least."""

NAMED = 10
"""Files of a kind that are named."""

WIDTH = 40
"""Columns of an example."""


@dataclass
class Summary:
    """The results of the files so far."""

    tally: Tally = field(default_factory=Tally)
    states: Counter[State] = field(default_factory=Counter)
    size: int = 0
    failed: list[str] = field(default_factory=list)
    _seconds: list[tuple[float, int, str]] = field(default_factory=list)

    def add(self, done: Done) -> None:
        """Count a file that is done."""
        self.states[done.state] += 1
        self.tally.add(done.tally)
        file = done.task.file
        if done.state is State.FAILED:
            self.failed.append(file.name)
        if done.state in (State.WRITTEN, State.COPIED):
            self.size += file.size
            self._seconds.append((done.seconds, file.size, file.name))

    @property
    def status(self) -> int:
        """The exit status: 0 all is well, 1 something is left for a person, 2 an error."""
        if self.failed:
            return 2
        return 1 if self.tally.bad_rows or self.states[State.QUARANTINED] else 0

    @property
    def looked(self) -> bool:
        """Whether any file was looked into: otherwise there are no rows to speak of."""
        return self.states.total() > len(self.failed)

    def sampled(self, files: int) -> str:
        """The results of a sample of all ``files``."""
        tally = self.tally
        share = 100 * tally.changed_rows / max(tally.rows, 1)
        percent = f"{share:.2g}" if share < 99.5 else f"{share:.0f}"  # "g" says 1e+02
        return (
            f"Of {count(tally.rows, 'row')} at the beginning of "
            f"{count(self.states.total(), 'file')} of {files:,}, "
            f"{tally.changed_rows:,} would change ({percent} %), "
            f"in {count(tally.changes.total(), 'place')}."
        )

    def lines(
        self, seconds: float, retries: int, left: int, left_out: Mapping[str, int]
    ) -> Iterator[str]:
        """The summary; ``left`` files were not begun, ``left_out`` are not in the output."""
        tally = self.tally
        changes = f"{count(tally.changed_rows, 'row')} of {tally.rows:,} changed, in "
        changes += count(tally.changes.total(), "place")
        files = ", ".join(f"{number:,} {state.value}" for state, number in self.states.items())
        rate = f" {size(self.size)} in {duration(seconds)}, {size(self.size / seconds)}/s."
        tried = f", {retries} tried again" if retries else ""
        summary = f"{changes}. " if self.looked else ""
        yield f"{summary}Files: {files or 'none'}{tried}.{rate if self.size else ''}"
        if tally.bad_rows:
            yield f"{count(tally.bad_rows, 'row')} made no sense."
        for reason, number in left_out.items():
            yield f"{count(number, 'file')} left out: {reason}."
        slow = self._slow()
        if slow:
            yield f"Slow: {_named(slow)}."
        if self.failed:
            yield f"Failed: {_named(self.failed)}."
        if left:
            yield f"{count(left, 'file')} not begun; --resume goes on from here."

    def _slow(self) -> list[str]:
        usual = median(s / max(n, 1) for s, n, _ in self._seconds) if self._seconds else 0.0
        return [
            f"{name} ({duration(seconds)}, {size(length / seconds)}/s)"
            for seconds, length, name in sorted(self._seconds, reverse=True)
            if seconds > LONG and seconds / max(length, 1) > SLOW * usual
        ]


def report(tally: Tally) -> Iterator[str]:
    """How often each rule changed each column, with examples."""
    columns: dict[str, Counter[str]] = {}
    for (column, rule), number in tally.changes.items():
        columns.setdefault(column, Counter())[rule] += number
    for column, rules in sorted(columns.items()):
        yield f"column {visible(column)}: {count(rules.total(), 'change')}"
        for rule, number in rules.most_common():
            yield f"  {number:>11,}  {rule}"
    for rule, examples in sorted(tally.examples.items()):
        yield f"{rule}, for example"
        for each in examples:
            before, after = (cut(marked(text), WIDTH) or "∅" for text in (each.before, each.after))
            yield f"  {before} → {after}  ({visible(each.file)}, row {each.row:,})"


def _named(names: list[str]) -> str:
    shown = ", ".join(visible(name) for name in names[:NAMED])
    more = len(names) - NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown
