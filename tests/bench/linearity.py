"""Is run time linear in the size of hostile text?

    python tests/bench/linearity.py [--sizes 0.25,0.5,1,2,4] [--kinds NAME,…] [--profile]

Each kind of hostile text is built in several sizes (MB) and repaired, in a
process of its own.  Printed are seconds of the processor, and how often longer each took
than the size before: about 2 is linear, 4 is quadratic.  The text goes the whole
way of a file: bytes, detection, repair, bytes.  Exit status 1 if the last
ratio of a kind is above 2.3, or less than 0.2 MB are repaired in a second.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from itertools import pairwise

from hostile import KINDS, path

MEMORY = 3 << 30
"""Bytes that a process may take before it counts as failed."""

START = 10
"""Seconds of the processor that a start may take, which are not measured."""

STEEPEST = 2.3
"""How often longer a text of twice the size may take."""

CLOCK = 0.001
"""Seconds that the clock can tell from none."""

SLOWEST = 0.2
"""Megabytes that are repaired in a second, at least."""


def seconds(kind: str, size: int, limit: float) -> float | None:
    """The processor's time for the text, without the start; ``None`` if over a limit."""
    command = [sys.executable, __file__, "--one", kind, str(size)]
    try:
        ran = subprocess.run(
            command, stdout=subprocess.PIPE, check=True, preexec_fn=partial(_bounded, limit)
        )
    except subprocess.CalledProcessError:
        return None
    return float(ran.stdout)


def _bounded(limit: float) -> None:
    """Bound memory, and the processor's time: how long others keep it busy is no matter."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    seconds = int(limit) + START
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def one(kind: str, size: int, profile: bool) -> None:
    """Repair one text, and print how long it took."""
    from fixenc.files import FileProblem, repair_bytes

    repair_bytes("It wasn\xe2t me, caf\xc3\xa9".encode())  # what is loaded once is no matter here
    data = KINDS[kind](size)
    if profile:
        import cProfile
        import pstats

        profiler = cProfile.Profile()
        profiler.enable()
    start = time.process_time()
    with suppress(FileProblem):  # said in one line, which is an answer too
        assert repair_bytes(data, path=path(kind)).data is not None
    print(time.process_time() - start)
    if profile:
        profiler.disable()
        pstats.Stats(profiler).sort_stats("tottime").print_stats(12)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", default="0.25,0.5,1,2,4", help="megabytes, each twice the one before"
    )
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--limit", type=float, default=300, help="seconds for one text")
    parser.add_argument("--one", nargs=2, metavar=("KIND", "BYTES"), help=argparse.SUPPRESS)
    parser.add_argument("--profile", action="store_true", help="with --one: where the time goes")
    options = parser.parse_args()
    if options.one:
        one(options.one[0], int(options.one[1]), options.profile)
        return 0
    sizes = [float(size) for size in options.sizes.split(",")]
    print(f"{'':28}" + "".join(f"{size:>9g} MB" for size in sizes) + "   ratios")
    superlinear: list[str] = []
    slow: list[str] = []
    for kind in options.kinds.split(","):
        took: list[float] = []
        for size in sizes:
            answer = seconds(kind, int(size * 1_000_000), options.limit)
            if answer is None:
                break
            took.append(answer)
        ratios = [later / max(earlier, CLOCK) for earlier, later in pairwise(took)]
        shown = "".join(f"{time:>10.2f} s" for time in took) + "   over the limit" * (
            len(took) < len(sizes)
        )
        print(f"{kind:28}{shown}   {' '.join(f'{ratio:.1f}' for ratio in ratios)}", flush=True)
        # Below a tenth of a second it is the clock that is measured.
        if ratios and took[-1] > 0.1 and ratios[-1] > STEEPEST:
            superlinear.append(kind)
        if len(took) < len(sizes) or sizes[-1] < SLOWEST * took[-1]:
            slow.append(kind)
    print("superlinear: " + (", ".join(superlinear) or "none"))
    print(f"below {SLOWEST} MB/s: " + (", ".join(slow) or "none"))
    return 1 if superlinear or slow else 0


if __name__ == "__main__":
    sys.exit(main())
