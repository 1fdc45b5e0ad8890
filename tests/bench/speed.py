"""How fast is a text proved clean, or repaired?

    python tests/bench/speed.py FOLDER [--size MB] [--runs N] [--rows NAME,…] [--json FILE]

FOLDER holds clean text as ``LANG.txt``, one sentence or paragraph a line.  Each row is a
text of that many megabytes; of its lines some, all or none are damaged.  The tools take
turns, and each has the lines in another order every time, so that none can remember them.
Printed are medians in MB of UTF-8 for a second of one core's time: what else the machine
does in the meantime is not counted.

``text`` is :func:`fixenc.fix_text` on the document, ``edits`` is :func:`fixenc.repair`,
which also says what was changed where, and ``lines`` is ``fix_text`` line by line, as ftfy
(its encoding repairs alone) and plsfix are called.  ``iconv -f utf-8 -t utf-8`` on a file
and a copy in memory are what the machine can do.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

import ftfy
import harm
import plsfix
from corpus import languages, lines
from tools import encoding_alone

import fixenc

_ENCODING_ALONE = encoding_alone()._replace(unescape_html=False)

_LARGE = 64_000_000
"""Bytes for iconv and the copy: in less it is the start of a process that is measured."""

_CALLS = 20_000


@dataclass(frozen=True)
class Row:
    """A text: lines of some languages, of which every so many is damaged."""

    name: str
    languages: Sequence[str]
    damage: harm.Damage | None = None
    every: int = 1
    ascii_only: bool = False

    def lines(self, folder: Path, size: int, chance: Random) -> list[str]:
        """Lines of ``size`` bytes together, in an order of their own."""
        clean = [line for language in self.languages for line in lines(folder, language)]
        if self.ascii_only:
            clean = [line for line in clean if line.isascii()]
        text: list[str] = []
        total = 0
        while total < size:
            for line in chance.sample(clean, len(clean)):
                if self.damage is not None and len(text) % self.every == 0:
                    damaged = self.damage(line, chance)
                    line = damaged if isinstance(damaged, str) else line
                text.append(line)
                total += len(line.encode()) + 1
                if total >= size:
                    break
        return text


@dataclass
class Result:
    """What a row took: the seconds for a megabyte of each run, by the name of the tool."""

    row: str
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def speed(self, tool: str) -> float:
        """Megabytes a second."""
        return 1 / median(self.seconds[tool])

    def as_json(self) -> dict[str, object]:
        """The medians and what they are to those of the peers, for machines."""
        speeds = {tool: round(self.speed(tool), 3) for tool in self.seconds}
        return {
            "row": self.row,
            "megabytes_per_second": speeds,
            "against_ftfy": round(speeds["text"] / speeds["ftfy"], 2),
            "against_plsfix": round(speeds["text"] / speeds["plsfix"], 2),
        }


def rows(folder: Path) -> Iterator[Row]:
    """The rows for which the folder has text."""
    known = set(languages(folder))
    as_cp1252 = harm.misread_line(("utf-8", "cp1252"))
    names = {"de": "German", "fr": "French", "ru": "Russian", "ja": "Japanese", "el": "Greek"}
    names |= {"pl": "Polish", "ar": "Arabic"}
    yield Row("English in ASCII", ["en"], ascii_only=True)
    for code, name in names.items():
        for language in (code, f"{code}*"):
            if language in known:
                yield Row(f"clean {name}", [language])
    yield Row("clean, all languages", sorted(code for code in known if not code.endswith("*")))
    yield Row("1 % of lines misread", ["de", "fr"], as_cp1252, every=100)
    yield Row("every line UTF-8 as cp1252", ["de", "fr"], as_cp1252)
    yield Row("every line legacy mojibake", ["ru"], harm.misread_line(("cp1251", "cp1252")))


TOOLS: dict[str, Callable[[str, list[str]], object]] = {
    "text": lambda text, _: fixenc.fix_text(text),
    "edits": lambda text, _: fixenc.repair(text).text,
    "lines": lambda _, lines: [fixenc.fix_text(line) for line in lines],
    "ftfy": lambda _, lines: [ftfy.fix_text(line, _ENCODING_ALONE) for line in lines],
    "plsfix": lambda _, lines: [plsfix.fix_text(line) for line in lines],
}
"""Each with the document and its lines, of which it takes what its users give it."""


def measured(row: Row, folder: Path, size: int, runs: int) -> Result:
    """The row's figures.  The first run is not counted: it loads what is loaded once."""
    result = Result(row.name)
    for run in range(runs + 1):
        for tool, work in TOOLS.items():
            parts = row.lines(folder, size, Random(f"{run} {tool}"))
            text = "\n".join(parts)
            megabytes = len(text.encode()) / 1e6
            start = time.process_time()
            work(text, parts)
            took = time.process_time() - start
            if run:
                result.seconds.setdefault(tool, []).append(took / megabytes)
    return result


def limits(folder: Path, runs: int) -> dict[str, float]:
    """What iconv and a copy in memory make of clean text of all languages, in MB a second."""
    clean = "\n".join(line for code in languages(folder) for line in lines(folder, code)).encode()
    data = clean * (_LARGE // len(clean) + 1)
    took: dict[str, list[float]] = {"iconv": [], "copy": []}
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        for _ in range(runs):
            start = _of_children()
            command = ["iconv", "-f", "utf-8", "-t", "utf-8", file.name]
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            took["iconv"].append(_of_children() - start)
            start = time.process_time()
            bytearray(data)
            took["copy"].append(time.process_time() - start)
    return {name: len(data) / 1e6 / median(seconds) for name, seconds in took.items()}


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_IN_ASCII = "It was a bright cold day, and the clocks were striking 13.  "
_IN_GERMAN = "Der alte Mann sagte über die Straße hinweg: „Das ist gut.“  "
CALLS = {
    "one call, 60 characters of ASCII": _IN_ASCII,
    "one call, 60 characters of German": _IN_GERMAN,
}


def calls(name: str, text: str, runs: int) -> dict[str, object]:
    """The microseconds that one call for a short clean text takes, by tool."""
    work: dict[str, Callable[[], object]] = {
        "text": lambda: fixenc.fix_text(text),
        "ftfy": lambda: ftfy.fix_text(text, _ENCODING_ALONE),
        "plsfix": lambda: plsfix.fix_text(text),
    }
    took: dict[str, list[float]] = {tool: [] for tool in work}
    for _ in range(runs):
        for tool, call in work.items():
            call()
            start = time.process_time()
            for _ in range(_CALLS):
                call()
            took[tool].append((time.process_time() - start) / _CALLS * 1e6)
    micro = {tool: median(seconds) for tool, seconds in took.items()}
    return {
        "row": name,
        "microseconds": {tool: round(value, 3) for tool, value in micro.items()},
        "against_ftfy": round(micro["ftfy"] / micro["text"], 2),
        "against_plsfix": round(micro["plsfix"] / micro["text"], 2),
    }


def shown(found: dict[str, object], unit: str) -> str:
    """A line of the table."""
    figures = found[unit]
    assert isinstance(figures, dict)
    cells = "".join(f"{figures[tool]:>9.3g}" if tool in figures else " " * 9 for tool in TOOLS)
    return f"{found['row']:34}{cells}{found['against_ftfy']:>9}{found['against_plsfix']:>9}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="clean text, as LANG.txt")
    parser.add_argument("--size", type=float, default=0.5, help="megabytes of a text")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", help="those whose name has one of these words, by commas")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    options = parser.parse_args()
    wanted = options.rows.split(",") if options.rows else [""]
    found: list[dict[str, object]] = []
    header = "".join(f"{tool:>9}" for tool in TOOLS)
    print(f"{'MB/s; µs for calls':34}{header}{'× ftfy':>9}{'× plsfix':>9}")
    for row in rows(options.folder):
        if any(word in row.name for word in wanted):
            result = measured(row, options.folder, int(options.size * 1e6), options.runs)
            found.append(result.as_json())
            print(shown(found[-1], "megabytes_per_second"), flush=True)
    for name, text in CALLS.items():
        if any(word in name for word in wanted):
            found.append(calls(name, text, options.runs))
            print(shown(found[-1], "microseconds"), flush=True)
    machine = limits(options.folder, options.runs)
    print(f"iconv {machine['iconv']:.0f} MB/s, copy in memory {machine['copy']:.0f} MB/s")
    if options.json:
        options.json.write_text(json.dumps({"rows": found, "limits": machine}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
