"""How many damaged lines come back exactly, and how many clean ones are harmed.

    python tests/bench/accuracy.py [CORPUS_FOLDER] [--channel GLOB] [--lang ru,de]

Clean lines are damaged through the channels of :mod:`channels`, put together
in documents of ten lines, repaired by fixenc (safe repairs, then unsafe ones
too) and its peers, and compared line by line with what they were, after NFC.
Only damaged lines count.  A last column repairs each damaged line by itself.
Clean lines are repaired as well, and the texts of :mod:`traps`: none may change.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import corpus
import report
import tools
from channels import CHANNELS, ROWS, Channel
from scoring import Line, Score, documents, judged, outcomes
from traps import TRAPS

CLEAN = Channel("clean", "clean", lambda line, chance: line)
DOCUMENT = 10
"""Lines of a document."""


@dataclass(frozen=True)
class Task:
    """The channels that one language is measured on, in a process of its own.

    The process keeps to its language: its lexicons are read once, and gone with it.
    """

    language: str
    channels: tuple[str, ...]
    options: argparse.Namespace


@dataclass
class Measured:
    """The score of one channel and language, and some of its failures to show."""

    channel: str
    language: str
    score: Score = field(default_factory=Score)
    failures: list[tuple[str, str, str, str]] = field(default_factory=list)

    def count(
        self,
        name: str,
        document: Sequence[Line],
        result: tools.Result,
        show: str,
    ) -> None:
        """Count what a tool made of a document; keep the failures of the tool to show."""
        before, after = result.before.split("\n"), result.after.split("\n")
        edits = result.edits or ()
        if not len(before) == len(after) == len(document):
            before, after = [""] * len(document), [result.after] * len(document)
            verdicts = [[False] * len(edits), *[[False]] * (len(document) - 1)]
        else:
            verdicts = judged(document, after, edits)
        right = [result.edits is not None and all(verdict) for verdict in verdicts]
        for line, read, text, outcome in zip(
            document, before, after, outcomes(document, before, after, right), strict=True
        ):
            self.score.lines[name, outcome] += 1
            self.score.lines[name, "damaged"] += line.counts
            if name == show and outcome not in ("restored", "fine"):
                self.failures.append((outcome, line.clean, read, text))
        self.score.edits[name, "all"] += sum(map(len, verdicts)) if edits else 0
        self.score.edits[name, "right"] += sum(map(sum, verdicts))


def measure(task: Task) -> list[Measured]:
    """Measure the channels of one language."""
    return [measure_channel(channel, task.language, task.options) for channel in task.channels]


def measure_channel(name: str, language: str, options: argparse.Namespace) -> Measured:
    """Measure one channel on one language."""
    measured = Measured(name, language)
    clean = corpus.lines(options.corpus, language)
    if name == CLEAN.name:
        lines = [Line(line, line, counts=False) for line in clean]
        chosen = [lines[at : at + DOCUMENT] for at in range(0, len(lines), DOCUMENT)]
    else:
        seed = f"{options.seed} {name} {language}"
        chosen = list(documents(CHANNELS[name], clean, DOCUMENT, options.lines, seed))
    for document in chosen:
        for tool, result in tools.results(_joined(document), options.tools):
            measured.count(tool, document, result, options.show_tool)
    every = list(itertools.chain.from_iterable(chosen))
    damaged = [line for line in every if line.counts][: options.singles]
    for line in every if name == CLEAN.name else damaged:
        for tool, result in tools.results(line.damaged, options.single):
            measured.count(f"{tool}, single", [line], result, options.show_tool)
    return measured


def _joined(document: Sequence[Line]) -> str | bytes:
    damaged = [line.damaged for line in document]
    if all(isinstance(part, bytes) for part in damaged):
        return b"\n".join(part for part in damaged if isinstance(part, bytes))
    return "\n".join(part for part in damaged if isinstance(part, str))


def planned(options: argparse.Namespace) -> list[Task]:
    """What this run measures."""
    wanted = {name.rstrip("*") for name in options.lang.split(",")} if options.lang else set()
    channels = [
        channel
        for channel in (CLEAN, *CHANNELS.values())
        if any(fnmatchcase(channel.name, glob) for glob in options.channel or ["*"])
    ]
    tasks = [
        Task(language, tuple(one.name for one in channels if one.takes(language)), options)
        for language in corpus.languages(options.corpus)
        if not wanted or language.rstrip("*") in wanted
    ]
    return [task for task in tasks if task.channels]


def run(tasks: Sequence[Task], jobs: int) -> list[Measured]:
    """Measure the tasks, in several processes if ``jobs`` says so; in the order of the table."""
    results: list[Measured] = []
    # Those that take longest begin, so that no process is left with one of them at the end.
    longest_first = sorted(tasks, key=lambda task: -len(task.channels))
    for done, measured in enumerate(_in_processes(longest_first, jobs), 1):
        results += measured
        if sys.stderr.isatty():
            print(f"\r{done} of {len(tasks)} languages", end="\r", file=sys.stderr)
    rows = list(ROWS)
    in_order = [CLEAN.name, *sorted(CHANNELS, key=lambda name: rows.index(CHANNELS[name].row))]
    languages = [task.language for task in tasks]
    return sorted(
        results, key=lambda one: (in_order.index(one.channel), languages.index(one.language))
    )


def _in_processes(tasks: Sequence[Task], jobs: int) -> Iterator[list[Measured]]:
    if jobs == 1:
        yield from map(measure, tasks)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn, max_tasks_per_child=1) as pool:
        for task in as_completed([pool.submit(measure, task) for task in tasks]):
            yield task.result()


def changed_traps(names: Sequence[str]) -> list[tuple[str, str, str]]:
    """The traps that one of the tools steps into: tool, text, what it made of it."""
    return [
        (tool, text, result.after)
        for text in TRAPS
        for tool, result in tools.results(text, names)
        if result.after != text
    ]


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    add = parser.add_argument
    add("corpus", nargs="?", type=Path, default=corpus.DEFAULT, help="folder of LANG.txt")
    add("--channel", action="append", metavar="GLOB", help="only channels of such a name")
    add("--lang", metavar="LANG,...", help="only these languages")
    add("--lines", type=int, default=8, help="damaged lines per channel and language, at least")
    add("--singles", type=int, default=3, help="how many of them are repaired by themselves, too")
    add("--seed", type=int, default=1, help="another one takes other lines")
    add("--jobs", type=int, default=2, help="processes (%(default)s)")
    add("--no-peers", action="store_true", help="fixenc alone")
    add("--default-only", action="store_true", help="without unsafe repairs and single lines")
    add("--show", type=int, default=0, metavar="N", help="print N failures of each channel")
    add(
        "--show-tool",
        default="default",
        help="whose: default, unsafe, 'default, single', ftfy, ...",
    )
    add("--by-lang", action="store_true", help="a row for each language too")
    add("--json", type=Path, metavar="FILE", help="write all counts there")
    add("--markdown", action="store_true", help="print the table of rows as Markdown")
    add("--list", action="store_true", help="name the channels, and stop")
    options = parser.parse_args(arguments)
    if not options.list and not any(options.corpus.glob("*.txt")):
        parser.error(f"no LANG.txt in {options.corpus}: name a folder of clean text")
    wanted = ["default"] if options.default_only else ["default", "unsafe"]
    options.single = [] if options.default_only else wanted
    options.tools = wanted if options.no_peers else ["ftfy", "plsfix", *wanted]
    return options


def main() -> int:
    options = parsed()
    if options.list:
        print("\n".join(CHANNELS))
        return 0
    began = time.perf_counter()
    tasks = planned(options)
    if not tasks:
        print("no such channel, or no text that takes it (--list names them)", file=sys.stderr)
        return 2
    results = run(tasks, options.jobs)
    report.failures(results, options.show)
    if options.markdown:
        report.markdown(results)
    else:
        report.table(results, by_language=options.by_lang)
    report.traps(changed_traps(options.tools), options.tools)
    if options.json:
        options.json.write_text(json.dumps(report.as_json(results), indent=1, ensure_ascii=False))
    print(f"{time.perf_counter() - began:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
