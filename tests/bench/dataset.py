"""How fast is a data set repaired, from Parquet to Parquet?

    python tests/bench/dataset.py FOLDER [--size MB] [--runs N] [--rows NAME,…] [--share PERCENT]

FOLDER holds clean text as ``LANG.txt``, one sentence or paragraph a line, and maybe more in
``more`` and ``tech``.  Documents of 1.5 to 4.5 kB in one of these languages are made of
their lines, each of the first part of one and the last part of another, so that no line
comes twice, and written to 16 files of Parquet.  Of the lines ``--share`` per cent are
damaged, each in one of ten ways.  The tools take turns.  Each runs as a process of its own, on
an empty output.  A row is printed once it is measured; one whose tool is not there
(``pip install '.[dev]'``) is left out.

``MB/s`` is megabytes of UTF-8 by the wall clock, ``MB/s CPU`` the same by the time of the
processors, all processes of the tool taken together: on a machine that is shared it is the
one to trust.  ``memory`` is the most that each of its largest processes held.  ``start`` is how
long the same takes on a single row.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from random import Random
from statistics import median

import harm
import pyarrow as pa
import pyarrow.parquet as pq
from corpus import lines, texts

FILES = 16
DOCUMENT = 3000
"""Characters of a document, about."""

TICK = os.sysconf("SC_CLK_TCK")

_FIXENC = "-m fixenc dataset {source} {target} --column text"
_CELLS = """
import sys, pathlib, pyarrow as pa, pyarrow.parquet as pq
{prepare}
source, target = map(pathlib.Path, sys.argv[1:])
target.mkdir()
for path in sorted(source.glob("*.parquet")):
    file = pq.ParquetFile(path)
    with pq.ParquetWriter(target / path.name, file.schema_arrow, compression="zstd") as writer:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group, use_threads=False)
            {work}
            writer.write_table(table)
"""
_EACH = """
            texts = [None if t is None else fix(t) for t in table["text"].to_pylist()]
            table = table.set_column(1, table.schema.field("text"), pa.array(texts, pa.string()))
"""
_ARROW = """
            table = fix_batch(table, "text")
"""
_DATATROVE = """
import sys
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.formatters import FTFYFormatter
from datatrove.pipeline.readers import ParquetReader
from datatrove.pipeline.writers.parquet import ParquetWriter
if __name__ == "__main__":
    source, target = sys.argv[1:]
    LocalPipelineExecutor(
        [ParquetReader(source), FTFYFormatter(), ParquetWriter(target, compression="zstd")],
        tasks=1, workers=1, logging_dir=target + "-logs",
    ).run()
"""
_DATASETS = """
import sys, pathlib, ftfy, datasets
source, target = sys.argv[1:]
datasets.disable_progress_bars()
data = datasets.load_dataset("parquet", data_files=source + "/*.parquet", split="train",
                             cache_dir=target + "-cache")
fixed = data.map(lambda rows: {"text": [ftfy.fix_text(t) for t in rows["text"]]}, batched=True)
pathlib.Path(target).mkdir()
fixed.to_parquet(target + "/all.parquet")
"""

TOOLS = {
    "copy, no repair": _CELLS.format(prepare="", work=""),
    "fixenc, one process": f"{_FIXENC} --jobs 1",
    "fixenc --jobs 2": f"{_FIXENC} --jobs 2",
    "fixenc --engine ray --jobs 2": f"{_FIXENC} --engine ray --jobs 2",
    "fix_batch, one process": _CELLS.format(
        prepare="from fixenc.arrow import fix_batch", work=_ARROW
    ),
    "fix_text in a loop": _CELLS.format(prepare="from fixenc import fix_text as fix", work=_EACH),
    "ftfy in a loop": _CELLS.format(prepare="from ftfy import fix_text as fix", work=_EACH),
    "plsfix, one process": _CELLS.format(prepare="from plsfix import fix_text as fix", work=_EACH),
    "datatrove + FTFYFormatter": _DATATROVE,
    "datasets.map + ftfy": _DATASETS,
}
"""Each a program, or the arguments of ``python``."""

DAMAGE = (
    *(harm.misread_line(("utf-8", codec)) for codec in ("latin-1", "cp1252", "cp1251", "cp437")),
    harm.misread_line(("utf-8", "cp1252"), ("utf-8", "cp1252")),
    *(harm.misread_line((codec, "cp1252")) for codec in ("cp1251", "cp1250", "cp1253", "cp1254")),
    harm.then(
        harm.misread_line(("utf-8", "cp1252")),
        lambda text: text.replace("\N{NO-BREAK SPACE}", " "),
    ),
)
"""Ten ways in which a line is damaged; where one cannot be, the line stays as it is."""

NEEDED = {
    "fixenc --engine ray --jobs 2": ["ray"],
    "plsfix, one process": ["plsfix"],
    "ftfy in a loop": ["ftfy"],
    "datatrove + FTFYFormatter": ["datatrove", "ftfy", "orjson"],
    "datasets.map + ftfy": ["datasets", "ftfy"],
}
"""What must be installed for a tool, beside fixenc and Arrow."""


class ToolFails(Exception):
    """A tool ended with an error, or wrote nothing."""


@dataclass
class Measured:
    """What one tool took, in its runs."""

    seconds: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)
    memory: tuple[int, ...] = ()
    start: float = 0.0


class Watch(threading.Thread):
    """Looks at a process and all that descend from it: their time and their memory."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._ticks: dict[int, int] = {}
        self._memory: dict[int, int] = {}

    @property
    def processors(self) -> float:
        """Seconds of processor time."""
        return sum(self._ticks.values()) / TICK

    @property
    def memory(self) -> tuple[int, ...]:
        """Bytes that each process held at most, the largest first, without small ones."""
        held = sorted(self._memory.values(), reverse=True)
        return tuple(each for each in held if each > held[0] // 4)

    def run(self) -> None:
        """Look again and again, until the process has ended."""
        while self._process.poll() is None:
            for pid in _descendants(self._process.pid):
                try:
                    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    status = Path(f"/proc/{pid}/status").read_text()
                except OSError:
                    continue  # it has just ended
                self._ticks[pid] = int(stat[11]) + int(stat[12])
                _, there, peak = status.partition("VmHWM:")
                if there:
                    self._memory[pid] = int(peak.split()[0]) * 1024
            time.sleep(0.05)


def _descendants(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            for thread in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (thread / "children").read_text().split())
        except OSError:
            continue
    return found


def write_data(folder: Path, corpora: Path, size: int, share: float) -> int:
    """Write documents of about ``size`` bytes; return how many bytes of text they are."""
    chance = Random(0)
    languages = [name for kind in ("text", "tech") for name in texts(corpora, kind)]
    languages = [name for name in languages if name[-1] != "*" and lines(corpora, name)]
    print(f"{len(languages)} languages and kinds of text", file=sys.stderr)
    folder.mkdir()
    written = 0
    for number in range(FILES):
        documents: list[str] = []
        while written < size * (number + 1) // FILES:
            text = document(lines(corpora, chance.choice(languages)), share, chance)
            documents.append(text)
            written += len(text.encode())
        names = [f"{number}-{at}" for at in range(len(documents))]
        table = pa.table({"id": names, "text": documents})
        path = folder / f"part-{number:02}.parquet"
        pq.write_table(table, path, compression="zstd", row_group_size=1000)
    return written


def document(known: list[str], share: float, chance: Random) -> str:
    """A document of new lines, some of them damaged."""
    wanted = DOCUMENT * chance.uniform(0.5, 1.5)
    found: list[str] = []
    length = 0
    while length < wanted:
        line = new_line(chance.choice(known), chance.choice(known), chance)
        if chance.random() < share:
            damage = chance.choice(DAMAGE)(line, chance)
            line = damage if isinstance(damage, str) else line
        found.append(line)
        length += len(line.encode())
    return "\n".join(found)


def new_line(one: str, other: str, chance: Random) -> str:
    """The first part of one line and the last part of another."""
    first, last = (each.split(" ") for each in (one, other))
    if min(len(first), len(last)) < 3:  # without spaces
        first, last = list(one), list(other)
        return "".join(first[: chance.randint(1, len(first))] + last[chance.randrange(len(last)) :])
    return " ".join(first[: chance.randint(1, len(first))] + last[chance.randrange(len(last)) :])


def run(tool: str, source: Path, measured: Measured | None) -> float:
    """Run a tool; note what it took, if there is a place to.  May raise :exc:`ToolFails`."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "out"
        program = TOOLS[tool]
        if program.startswith("-m"):
            args = program.format(source=source, target=target).split()
        else:
            script = Path(folder) / "tool.py"
            script.write_text(program, encoding="utf-8")
            args = [str(script), str(source), str(target)]
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *args], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        watch = Watch(process)
        watch.start()
        _, errors = process.communicate()
        seconds = time.perf_counter() - started
        watch.join()
        if process.returncode or not any(target.rglob("*.parquet")):
            said = errors.decode(errors="replace").strip().splitlines() or ["wrote nothing"]
            raise ToolFails(said[-1])
        if measured is not None:
            measured.seconds.append(seconds)
            measured.processors.append(watch.processors)
            measured.memory = max(measured.memory, watch.memory)
        return seconds


def row(tool: str, size: int, measured: Measured) -> str:
    """The row of a tool, in Markdown."""
    rate, busy = (size / 1e6 / median(times) for times in (measured.seconds, measured.processors))
    memory = " + ".join(f"{each / 1e6:.0f}" for each in measured.memory) + " MB"
    return f"| {tool} | {rate:.1f} | {busy:.1f} | {memory} | {measured.start:.1f} s |"


def main() -> None:
    """Measure, and print a table of Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=float, default=60, help="megabytes of text")
    parser.add_argument("--share", type=float, default=1, help="per cent that is damaged")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--rows", default=",".join(TOOLS), help="names of rows, or parts of them")
    args = parser.parse_args()
    wanted = re.split(",(?! )", args.rows)
    tools = [name for name in TOOLS if any(each in name for each in wanted)]
    results: dict[str, Measured] = {}
    for tool in tools:
        lacking = [name for name in NEEDED.get(tool, ()) if not find_spec(name)]
        if lacking:
            print(f"{tool}: left out: needs {', '.join(lacking)}", file=sys.stderr)
        else:
            results[tool] = Measured()
    with tempfile.TemporaryDirectory() as folder:
        source, one = Path(folder) / "data", Path(folder) / "one"
        size = write_data(source, args.folder, int(args.size * 1e6), args.share / 100)
        one.mkdir()
        pq.write_table(pa.table({"id": ["0-0"], "text": ["fine"]}), one / "a.parquet")
        print(f"{size / 1e6:.0f} MB of text, {args.share:g} % damaged\n")
        print("| | MB/s | MB/s CPU | memory | start |\n|---|---:|---:|---:|---:|", flush=True)
        for number in range(1, args.runs + 1):
            for tool, measured in [*results.items()]:
                try:
                    if number == 1:
                        measured.start = run(tool, one, None)
                    run(tool, source, measured)
                except ToolFails as failure:
                    print(f"{tool}: left out: it failed: {failure}", file=sys.stderr)
                    del results[tool]
                    continue
                if number == args.runs:
                    print(row(tool, size, measured), flush=True)


if __name__ == "__main__":
    main()
