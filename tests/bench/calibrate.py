"""Which thresholds of ``fixenc/decide`` tell right repairs of misread lines from wrong ones.

    python tests/bench/calibrate.py [FOLDER] [--lines N] [--clean N]

Lines that the model was not trained on (:mod:`corpus`) are explained: damaged ones, by
themselves and as a few words; clean ones; and clean ones of a language that the model is made
to forget, as a measure of text in languages that it never had.  For a grid of thresholds it
prints how many damaged lines are restored, how many repairs are wrong, how many clean lines
change, and which thresholds it would choose: the least at which the repairs are right and
clean lines stay, by the demands of ``GOALS``.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf, sqrt
from pathlib import Path
from random import Random

import corpus
from evidence import Record, clean_lines, damaged_lines, is_lossy

from fixenc.decide import misreadings

GOALS = {"SAFE": (0.995, 0.1), "UNSAFE": (0.95, 3.0)}
"""For each degree of safety, the share of repairs that is right, at least (the lower bound of
its interval), and the clean lines of 10,000 that may change."""

GAINS = [float(bits) for bits in (6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24)]
LEADS = [float(bits) for bits in (0, 1, 2, 3, 4, 5, 6, 8)]
STEPS = (-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 8.0, inf)
"""What is added to the thresholds of density, one by one."""

_Z = 1.96  # of an interval of 95 %


@dataclass(frozen=True)
class Outcome:
    """What some thresholds do to all lines."""

    restored: int
    wrong: int
    done: int
    damaged: int
    changed: dict[str, int]
    seen: dict[str, int]

    @property
    def precision(self) -> tuple[float, float]:
        """The interval of the share of repairs that is right."""
        return wilson(self.done - self.wrong, self.done)

    def meets(self, precision: float, harm: float) -> bool:
        """Whether enough repairs are right, and few enough clean lines change, of 10,000."""
        return self.precision[0] >= precision and all(
            10_000 * self.changed[kind] <= harm * max(1, self.seen[kind]) for kind in self.changed
        )


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The interval of 95 % of a share (E. B. Wilson, 1927)."""
    if not trials:
        return 0.0, 1.0
    share, square = successes / trials, _Z * _Z
    middle = share + square / (2 * trials)
    margin = _Z * sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    return (
        max(0.0, (middle - margin) / (1 + square / trials)),
        min(1.0, (middle + margin) / (1 + square / trials)),
    )


def limits() -> dict[str, float]:
    """The thresholds of density as they are."""
    return {name: value for name, value in vars(misreadings).items() if name.startswith("DENSITY")}


def outcome(records: Sequence[Record], gain: float, lead: float, at: dict[str, float]) -> Outcome:
    """What thresholds do to the lines."""
    done = [each for each in records if each.passes(gain, lead, at)]
    damaged = [each for each in done if each.kind == "damaged"]
    kinds = ("clean", "forgotten")
    return Outcome(
        restored=sum(each.restored for each in damaged),
        wrong=sum(not each.right for each in damaged),
        done=len(damaged),
        damaged=sum(each.kind == "damaged" for each in records),
        changed={kind: sum(each.kind == kind for each in done) for kind in kinds},
        seen={kind: sum(each.kind == kind for each in records) for kind in kinds},
    )


def chosen(
    candidates: Sequence[tuple[float, float]],
    measured: Callable[[float, float], Outcome],
    goal: tuple[float, float],
) -> tuple[float, float] | None:
    """The gain and lead that meet a goal and restore most; of those the least."""
    good = [pair for pair in candidates if measured(*pair).meets(*goal)]
    return min(good, key=lambda pair: (-measured(*pair).restored, sum(pair)), default=None)


def line_of(title: str, found: Outcome) -> str:
    """A line of a table."""
    low, high = found.precision
    cells = [f"{100 * found.restored / max(1, found.damaged):8.2f}", f"{found.wrong:6}"]
    cells.append(f"{100 * low:7.2f} to {100 * high:6.2f}")
    for kind, count in found.changed.items():
        cells.append(f"{count:5} (≤ {10_000 * wilson(count, found.seen[kind])[1]:5.1f})")
    return f"{title:32}" + " ".join(cells)


HEADER = (
    f"{'':32}{'restored':>8} {'wrong':>6} {'precision':>17} {'clean, of 10,000':>15}"
    f" {'forgotten':>15}"
)


def print_gains_and_leads(records: Sequence[Record]) -> None:
    """Print the grid of gains and leads, and what is chosen."""
    now = limits()
    grid = {pair: outcome(records, *pair, now) for pair in product(GAINS, LEADS)}
    print(HEADER)
    for (gain, lead), found in grid.items():
        print(line_of(f"gain {gain:g}, lead {lead:g}", found))
    for name, goal in GOALS.items():
        best = chosen(list(grid), lambda gain, lead: grid[gain, lead], goal)
        current = (getattr(misreadings, f"{name}_GAIN"), getattr(misreadings, f"{name}_LEAD"))
        print(f"\n{name}_GAIN, {name}_LEAD would be {best}; they are {current}:")
        print(line_of("", outcome(records, *current, now)))


def print_densities(records: Sequence[Record]) -> None:
    """Print what each threshold of density does if it is moved alone."""
    for name, value in limits().items():
        print(f"\n{name}, which is {value:g} (lines that it holds for)")
        of_limit = [each for each in records if each.limit == name or each.kind != "damaged"]
        best = None
        for step in STEPS:
            at = {**limits(), name: value + step}
            found = outcome(of_limit, misreadings.SAFE_GAIN, misreadings.SAFE_LEAD, at)
            if found.meets(*GOALS["SAFE"]):
                best = value + step
            print(line_of(f"  {value + step:g}", found))
        print(f"{name} would be {best}")


def print_mistakes(records: Sequence[Record], most: int, chance: Random) -> None:
    """Print where repairs are wrong at the thresholds as they are, and some of them."""
    done = [r for r in records if r.passes(misreadings.SAFE_GAIN, misreadings.SAFE_LEAD, limits())]
    for kind in ("damaged", "clean", "forgotten"):
        wrong = [each for each in done if each.kind == kind and not each.right]
        counts = Counter(each.source for each in wrong).most_common()
        print(f"\nwrong, {kind}: " + ", ".join(f"{source} {count}" for source, count in counts))
        for each in chance.sample(wrong, min(most, len(wrong))):
            bits = f"{each.gain:.1f}, {each.lead:.1f}, {each.density:.1f}"
            print(f"{kind}, {each.source} ({bits})\n  {each.text[:90]!r}\n  {each.result[:90]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("corpus", nargs="?", type=Path, default=corpus.DEFAULT)
    parser.add_argument("--lines", type=int, default=4, help="damaged lines for each channel")
    parser.add_argument("--clean", type=int, default=2000, help="clean lines, about")
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help="channels")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N mistakes")
    options = parser.parse_args()
    began = time.perf_counter()
    records = [
        *damaged_lines(options.corpus, options.lines, options.seed, options.only),
        *clean_lines(options.corpus, options.clean, options.seed),
    ]
    known = [each for each in records if each.kind != "damaged" or not is_lossy(each.source)]
    for title, of_channels in (("all channels", records), ("channels that lose nothing", known)):
        counts = Counter(each.kind for each in of_channels)
        numbers = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        print(f"\n{title}: {numbers} lines")
        print_gains_and_leads(of_channels)
    print("\nthresholds of density, by channels that lose nothing")
    print_densities(known)
    print_mistakes(records, options.show, Random(options.seed))
    print(f"{len(records)} lines, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
