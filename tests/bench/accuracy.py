"""How many damaged lines come back exactly, and how many clean ones are harmed.

    python tests/bench/accuracy.py [FOLDER] [--only WORD] [--lines N]

Clean lines (:mod:`corpus`) are damaged through the channels of :mod:`channels`, and repaired
by fixenc (safe repairs, then unsafe ones too) and its peers: each by itself, as a few words of
5 to 60 characters, and in documents of ten lines; some also beside clean lines of another
language (:mod:`shapes`).  Results are compared line by line with what the lines were, after
NFC (:mod:`scoring`).  Clean lines are repaired as well, and the texts of :mod:`traps` and
:mod:`about`: none may change.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import corpus
import report
import tools
from about import ABOUT
from channels import CHANNELS, CLEAN, ROWS
from scoring import Sample, Score, edits_between, judged, outcomes, parts_of, samples
from shapes import MIXTURES, SHAPES
from traps import TRAPS

KINDS = ("text", "tech")
"""Running text in all languages, and lines of READMEs, documentation and source comments."""

CLEAN_LINES = 50
"""Clean lines that are looked at for each damaged one of a channel."""

_MOST_FAILURES = 20


@dataclass(frozen=True)
class Task:
    """A channel, the kind of text and the shape that it is measured on."""

    kind: str
    shape: str
    channel: str
    options: argparse.Namespace


@dataclass(frozen=True)
class Failure:
    """A line that a tool did not restore, and what all tools made of it."""

    outcome: str
    clean: str
    damaged: str
    got: dict[str, str]


@dataclass
class Measured:
    """The score of one task, and some failures of fixenc's safe repairs."""

    task: Task
    score: Score = field(default_factory=Score)
    failures: list[Failure] = field(default_factory=list)

    def count(self, sample: Sample, results: dict[str, tools.Result]) -> None:
        """Count what the tools made of a sample."""
        after = {name: _parts(result.after, sample) for name, result in results.items()}
        for name, result in results.items():
            found = self._outcomes(name, sample, result, after[name])
            for at, (line, outcome) in enumerate(zip(sample.lines, found, strict=True)):
                self.score.lines[name, outcome] += 1
                self.score.lines[name, "damaged"] += line.counts
                if name == "default" and outcome not in ("restored", "fine"):
                    got = {tool: parts[at] for tool, parts in after.items()}
                    damaged = _parts(result.before, sample)[at]
                    self.failures.append(Failure(outcome, line.clean, damaged, got))

    def _outcomes(
        self, name: str, sample: Sample, result: tools.Result, after: Sequence[str]
    ) -> list[str]:
        before = _parts(result.before, sample)
        edits = result.edits
        if edits is None:
            # Of tools that do not name their edits the lines are compared.
            verdicts = [
                []
                if line.restored_by(text)
                else judged([line], [text], edits_between(old, text))[0]
                for line, old, text in zip(sample.lines, before, after, strict=True)
            ]
        else:
            parts = [part for edit in edits for part in parts_of(edit, result.before)]
            verdicts = judged(sample.lines, after, parts)
            self.score.edits[name, "all"] += sum(map(len, verdicts))
            self.score.edits[name, "right"] += sum(map(sum, verdicts))
        return list(outcomes(sample.lines, before, after, [all(each) for each in verdicts]))


def _parts(text: str, sample: Sample) -> list[str]:
    """The lines of a text, or the whole of it and nothing if they are not as many as they were."""
    parts = text.split(sample.separator)
    missing = len(sample.lines) - len(parts)
    return parts if not missing else [text, *[""] * (len(sample.lines) - 1)]


def measure(task: Task) -> Measured:
    """Measure one channel on one kind of text and in one shape."""
    options = task.options
    channel = CLEAN if task.channel == CLEAN.name else CHANNELS[task.channel]
    wanted = options.lines if channel.harms else options.lines * CLEAN_LINES
    every = {name: corpus.lines(options.corpus, name) for name in _texts(options, task.kind)}
    texts = {name: lines for name, lines in every.items() if lines}
    seed = f"{options.seed} {task.kind} {task.shape} {task.channel}"
    shape = {**SHAPES, **MIXTURES}[task.shape]
    measured = Measured(task)
    for sample in samples(channel, texts, shape, wanted, seed):
        measured.count(sample, dict(tools.results(sample.damaged, options.tools)))
    measured.failures = measured.failures[:: len(measured.failures) // _MOST_FAILURES + 1]
    return measured


def _texts(options: argparse.Namespace, kind: str) -> list[str]:
    names = corpus.texts(options.corpus, kind)
    return [name for name in names if not options.lang or corpus.language_of(name) in options.lang]


def planned(options: argparse.Namespace) -> list[Task]:
    """What this run measures, in the order of the tables."""
    rows = list(ROWS)
    in_order = sorted((CLEAN, *CHANNELS.values()), key=lambda channel: rows.index(channel.row))
    return [
        Task(kind, shape, channel.name, options)
        for kind in KINDS
        for shape in (*SHAPES, *MIXTURES)
        for channel in in_order
        if shape in channel.shapes
        and (kind == "text" or shape in SHAPES)
        and channel.is_named(options.only)
        and any(map(channel.takes, _texts(options, kind)))
        and (not options.shape or options.shape in f"{kind} {shape}")
    ]


def run(tasks: Sequence[Task], jobs: int) -> Iterator[Measured]:
    """Measure the tasks, in several processes if ``jobs`` says so."""
    if jobs == 1:
        yield from map(measure, tasks)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn) as pool:
        yield from pool.map(measure, tasks, chunksize=4)


def changed(texts: Sequence[str], names: Sequence[str]) -> list[tuple[str, str, str]]:
    """The texts that one of the tools changes: tool, text, what it made of it."""
    return [
        (tool, text, result.after)
        for text in texts
        for tool, result in tools.results(text, names)
        if result.after != text
    ]


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    add = parser.add_argument
    add("corpus", nargs="?", type=Path, default=corpus.DEFAULT, help="folder of LANG.txt")
    add("--only", action="append", default=[], metavar="WORD", help="only channels named so")
    add("--shape", metavar="WORD", help="only shapes or kinds of text named so: line, tech, ...")
    add("--lang", type=lambda text: text.split(","), default=[], metavar="LANG,...")
    add("--lines", type=int, default=10, help="damaged lines for each figure (%(default)s)")
    add("--seed", type=int, default=1, help="another one takes other lines")
    add("--jobs", type=int, default=2, help="processes (%(default)s)")
    add("--no-peers", action="store_true", help="fixenc alone")
    add("--default-only", action="store_true", help="without unsafe repairs")
    add("--show", type=int, default=0, metavar="N", help="print N failures of each channel")
    add("--below", type=int, default=0, metavar="N", help="and of those below a peer, or wrong")
    add("--rows", action="store_true", help="print the rows of channels alone")
    add("--json", type=Path, metavar="FILE", help="write all counts there")
    add("--markdown", action="store_true", help="print the table of rows as Markdown")
    add("--list", action="store_true", help="name the channels, and stop")
    options = parser.parse_args(arguments)
    if not options.list and not any(options.corpus.glob("*.txt")):
        parser.error(f"no LANG.txt in {options.corpus}: name a folder of clean text")
    wanted = ["default"] if options.default_only else ["default", "unsafe"]
    options.tools = wanted if options.no_peers else ["ftfy", "plsfix", *wanted]
    return options


def main() -> int:
    options = parsed()
    if options.list:
        print("\n".join(f"{channel.row}: {name}" for name, channel in CHANNELS.items()))
        return 0
    began = time.perf_counter()
    tasks = planned(options)
    if not tasks:
        print("no such channel, or no text that takes it (--list names them)", file=sys.stderr)
        return 2
    results = list(run(tasks, options.jobs))
    (report.markdown if options.markdown else report.tables)(results, options)
    report.failures(results, options)
    if not options.only:
        report.changed("traps stepped into", TRAPS, changed(TRAPS, options.tools), options.tools)
        about = changed(ABOUT, options.tools)
        report.changed("texts about mojibake changed", ABOUT, about, options.tools)
    if options.json:
        options.json.write_text(json.dumps(report.as_json(results), indent=1, ensure_ascii=False))
    print(f"{time.perf_counter() - began:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
