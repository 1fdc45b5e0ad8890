"""A run: from the paths that were named to what was found in each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fixenc.files import (
    FileProblem,
    Original,
    Writer,
    find_names,
)
from fixenc.files.interrupted import restore_interrupted
from fixenc.review.decisions import Place
from fixenc.review.outcome import Outcome
from fixenc.run.clean_files import Proofs
from fixenc.run.config import NearestSettings, Settings
from fixenc.run.processes import Lost, in_order

if TYPE_CHECKING:
    from fixenc.files.find import PassedOver
    from fixenc.files.stream import Watch
from fixenc.run.one_file import Looked, look_at


def find(
    paths: Sequence[Path], settings: Settings, passed_over: PassedOver | None = None
) -> list[str | FileProblem]:
    """The names of the files to look at, and the paths at which there are none.

    ``passed_over`` is called with each path that is left out, and the reason.
    """
    found: list[str | FileProblem] = []
    names = find_names(
        paths,
        exclude=settings.exclude,
        folder=settings.folder,
        report=found.append,
        passed_over=passed_over,
    )
    nearest = NearestSettings(settings)
    for name in names:
        if not nearest.excludes(name):
            found.append(name)
        elif passed_over is not None:
            passed_over(name, "excluded")
    return found


def configured_for(files: Iterable[str | FileProblem], settings: Settings) -> tuple[str, ...]:
    """The settings of configuration files, for some of the files, that a person should know of."""
    nearest = NearestSettings(settings)
    names = (file for file in files if isinstance(file, str))
    found = dict.fromkeys(each for name in names for each in nearest.of(name).configured)
    return tuple(dict.fromkeys((*settings.configured, *found)))


def run(
    files: Sequence[str | FileProblem],
    settings: Settings,
    *,
    writer: Writer | None = None,
    hidden: frozenset[Place] = frozenset(),
    whole: bool = False,
    jobs: int = 1,
    watch: Watch | None = None,
) -> Iterator[Outcome]:
    """The outcome for each file, in order; with a ``writer``, after it was written.

    The changes in ``hidden`` were refused before, and are neither reported nor made.  A file
    that cannot be handled does not stop the others.  A large file has several
    outcomes, unless it is to be decided about as a ``whole``.  Up to ``jobs`` processes
    check files, and this process alone writes them.  ``watch`` is called with the progress in a
    large file.
    """
    nearest = NearestSettings(settings)
    look = partial(
        look_at,
        nearest=nearest,
        proofs=Proofs(),
        hidden=hidden,
        whole=whole,
        write=writer is not None,
    )
    written: set[tuple[int, int]] = set()
    if settings.changed_lines is not None:
        jobs = 1  # git, which is asked for the lines of each file, is what takes time
    for file, found in zip(files, in_order(files, look, jobs), strict=True):
        if found is None:
            yield Outcome(str(file))  # as nearly all files do
            continue
        if isinstance(found, Lost):
            yield Outcome(str(file), problem=str(_lost(str(file))))
            continue
        # It may be a file of two names that was looked at under both before it was written.
        looked = look(file) if (found.device, found.inode) in written else found
        restored = False
        if looked is not None and looked.interrupted and writer is not None:
            looked, restored = _restored(str(file), look)
        if looked is None:
            yield Outcome(str(file), restored=restored)
        elif looked.outcome is None:
            own = nearest.of(str(file))
            yield from _large(Path(str(file)), own, writer, hidden, watch)
        else:
            if looked.outcome.written:
                written.add((looked.device, looked.inode))
            yield replace(_written(looked.outcome, looked, writer), restored=restored)


def _lost(file: str) -> FileProblem:
    return FileProblem(
        file,
        "the process that looked at it was killed, maybe for want of memory",
        "try it with --jobs 1",
    )


def _restored(file: str, look: Callable[[str], Looked | None]) -> tuple[Looked | None, bool]:
    """Restore a file that a killed run left partly written, and look at it again."""
    try:
        restored = restore_interrupted(Path(file))
    except FileProblem as problem:
        return Looked(Outcome(file, problem=str(problem))), False
    return look(file), restored


def _large(
    file: Path,
    settings: Settings,
    writer: Writer | None,
    hidden: frozenset[Place],
    watch: Watch | None,
) -> Iterator[Outcome]:
    from fixenc.run.large_files import run_on_large

    try:
        yield from run_on_large(file, settings, writer, hidden, watch)
    except FileProblem as problem:
        yield Outcome(str(file), problem=str(problem))


def _written(outcome: Outcome, looked: Looked, writer: Writer | None) -> Outcome:
    """The outcome, once what it calls written is."""
    if writer is None or not outcome.written:
        return outcome
    original = Original(Path(outcome.path), outcome.before, looked.device, looked.inode)
    try:
        writer.write(original, outcome.after)
    except FileProblem as problem:
        return Outcome(outcome.path, problem=str(problem))
    return outcome
