"""How long the command takes to start, beside what no command of its kind can do without.

    python tests/bench/startup.py [--rounds 15] [--json FILE]

The runs are interleaved, so that whatever else the machine does meets them all alike, and
the medians compared.  CPU time is what is compared: on a busy machine the clock on the wall
measures the others.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILES = {
    "ascii.txt": "A file of plain ASCII in which nothing is wrong.\n",
    "accents.txt": "Le café de l’été était déjà fermé — « hélas », dit-elle.\n",
    "damaged.txt": "caf\xc3\xa9 cr\xc3\xa8me\n",
}
FIXENC = [sys.executable, "-c", "import sys; from fixenc.cli import main; sys.exit(main())"]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import typer'": [sys.executable, "-c", "import typer"],
    "fixenc --version": [*FIXENC, "--version"],
    "fixenc --help": [*FIXENC, "--help"],
    **{f"fixenc {name}": [*FIXENC, name] for name in FILES},
    "fixenc -q ascii.txt": [*FIXENC, "-q", "ascii.txt"],
}
YARDSTICK = "python -c 'import typer'"
GOALS = {"fixenc --version": 1.3, "fixenc ascii.txt": 1.5, "fixenc accents.txt": 1.5}
"""Times of the yardstick that a command may take."""


def measured(rounds: int, folder: Path) -> dict[str, dict[str, float]]:
    """The median of each command's CPU time and of its time by the clock, in milliseconds."""
    cpu: dict[str, list[float]] = {name: [] for name in COMMANDS}
    wall: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            before, begun = _cpu_of_children(), time.perf_counter()
            subprocess.run(command, cwd=folder, capture_output=True, check=False)
            wall[name].append(1000 * (time.perf_counter() - begun))
            cpu[name].append(1000 * (_cpu_of_children() - before))
    return {
        name: {"cpu": statistics.median(cpu[name]), "wall": statistics.median(wall[name])}
        for name in COMMANDS
    }


def _cpu_of_children() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(found: dict[str, dict[str, float]]) -> str:
    """The figures, one command on a line."""
    base = found[YARDSTICK]["cpu"]
    lines = [f"{'':26}{'CPU ms':>8}{'wall ms':>9}{'ratio':>7}  goal"]
    for name, times in found.items():
        ratio = times["cpu"] / base
        goal = GOALS.get(name)
        verdict = "" if goal is None else f"{goal:.1f} {'kept' if ratio <= goal else 'MISSED'}"
        lines.append(f"{name:26}{times['cpu']:8.0f}{times['wall']:9.0f}{ratio:7.2f}  {verdict}")
    return "\n".join(line.rstrip() for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in FILES.items():
            (folder / file).write_text(text, "utf-8")
        found = measured(args.rounds, folder)
    print(table(found))
    if args.json:
        args.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
