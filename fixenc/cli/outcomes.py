"""Outcomes of a run: counted, reported and passed on to the output."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EISDIR
from io import BufferedWriter
from pathlib import Path
from typing import TYPE_CHECKING

from fixenc.cli.names import COMMANDS
from fixenc.files.problem import reason
from fixenc.review.decisions import Decided, Place
from fixenc.review.outcome import Outcome, Tally
from fixenc.review.output import ReaderGone, emit
from fixenc.review.progress import Progress
from fixenc.review.visible import visible
from fixenc.run.config import ConfigProblem, Settings

if TYPE_CHECKING:
    from fixenc.files import Writer


def complain(message: str) -> int:
    """Print an error, and return the exit status for errors."""
    print(f"fixenc: {visible(message)}", file=sys.stderr)
    return 2


def say(line: str) -> None:
    """Print a line; a closed pipe is ignored, so that the work is finished."""
    with suppress(ReaderGone):
        emit([line, "\n"])


def require_paths(named: Sequence[str]) -> None:
    """Refuse an empty path, and one that was meant to be a command.

    A script's empty variable must not mean the current folder.
    """
    if "" in named:
        raise ConfigProblem("'': is no path; the current folder is .")
    if named and not os.path.lexists(named[0]):
        from difflib import get_close_matches

        from fixenc.cli.hints import for_command

        hint = for_command(named[0])
        if hint:
            raise ConfigProblem(f"{named[0]}: there is no such file, folder or command; {hint}")
        for command in get_close_matches(named[0], COMMANDS, n=1, cutoff=0.7):
            raise ConfigProblem(
                f"{named[0]}: there is no such file or folder; "
                f"did you mean the command fixenc {command}?"
            )


def from_files(
    named: Sequence[str],
    settings: Settings,
    hidden: frozenset[Place],
    *,
    writer: Writer | None = None,
    whole: bool = False,
    jobs: int | None = None,
    verbose: bool = False,
    configured: list[str] | None = None,
) -> tuple[Iterable[Outcome], Progress]:
    """The outcomes for files and folders, with a progress bar if it takes long.

    Up to ``jobs`` processes are at work, or as many as there are processors.  With ``verbose``
    a line tells of each path that is passed over.  The settings of configuration files that a
    person should know of are put in ``configured``.
    """
    from fixenc.files.platform import expanded, processors
    from fixenc.run.files import configured_for, find, run

    paths = expanded(named)
    require_paths(paths)
    files = find([Path(name) for name in paths], settings, _say_passed_over if verbose else None)
    if configured is not None:
        configured[:] = configured_for(files, settings)
    progress = Progress(len(files))
    outcomes = run(
        files,
        settings,
        writer=writer,
        hidden=hidden,
        whole=whole,
        jobs=jobs or processors(),
        watch=progress.within,
    )
    return progress.watch(outcomes), progress


def writer_for(command: Sequence[str], settings: Settings) -> Writer:
    """A writer for a run that is recorded in the journal under ``command``."""
    from fixenc.files import Writer
    from fixenc.files.journal import Journal

    return Writer(None if settings.no_journal else Journal(["fixenc", *command]))


def from_stdin(
    settings: Settings, name: str | None, hidden: frozenset[Place]
) -> tuple[Iterable[Outcome], Progress]:
    """The outcome for standard input."""
    from fixenc.run.one_file import run_on_bytes

    return [run_on_bytes(sys.stdin.buffer.read(), settings, name, hidden)], Progress(1)


_REASONS = {
    "hidden": "its name begins with a dot",
    "link": "it is a link",
    "special": "it is no regular file",
    "excluded": "--exclude, or exclude in the settings, names it",
    "ignored": "a .gitignore file names it",
}


def _say_passed_over(path: str, why: str) -> None:
    print(f"{visible(path)}: passed over: {_REASONS.get(why, why)}", file=sys.stderr)


def _say_looked_at(outcome: Outcome) -> None:
    if outcome.continued or outcome.problem:
        return
    if outcome.skipped:
        _say_passed_over(outcome.path, "it holds no text")
        return
    number = len(outcome.findings)
    result = f"{number:,} found" if number else "nothing to repair"
    print(f"{visible(outcome.path)}: looked at: {result}", file=sys.stderr)


def counted(
    outcomes: Iterable[Outcome], tally: Tally, progress: Progress, *, verbose: bool = False
) -> Iterator[Outcome]:
    """Count the outcomes, print their problems at once, and pass the outcomes on.

    With ``verbose`` a line tells of each file that was looked at.
    """
    for outcome in outcomes:
        tally.add(outcome)
        if verbose:
            progress.clear()
            sys.stdout.flush()
            _say_looked_at(outcome)
        for message in filter(None, (outcome.problem, outcome.warning)):
            progress.clear()
            sys.stdout.flush()
            complain(message)
        yield outcome


def read_decisions(name: str) -> list[Decided]:
    """The decisions in the file ``name``."""
    from fixenc.review.decisions import load

    if not name:
        raise ConfigProblem("'': is no file of decisions")
    try:
        text = Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigProblem(f"{name}: cannot be read: {reason(error)}") from error
    except UnicodeDecodeError as error:
        raise ConfigProblem(f"{name}: is no file of decisions: it is not valid UTF-8") from error
    return load(text, name)


def hidden_by(baseline: str | None) -> frozenset[Place]:
    """The refused changes of a file of decisions, if one was named."""
    from fixenc.review.decisions import refused

    return frozenset() if baseline is None else refused(read_decisions(baseline))


def write_output(name: str, pieces: Iterable[str | bytes]) -> None:
    """Write pieces of output to the file ``name``, which appears once it is whole.

    Of a link, the target is written.  What is no regular file, such as a FIFO or a
    terminal, stays what it is, and gets the pieces as they come.
    """
    with _problems_with(name):
        if _is_special(name):
            with open(name, "wb") as file:
                emit(pieces, out=file)
        else:
            _write_whole(Path(os.path.realpath(name)), pieces)


def require_writable(name: str) -> None:
    """Refuse an output path that :func:`write_output` could not write, before any work is done."""
    with _problems_with(name):
        if os.path.isdir(name):
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        if not _is_special(name):
            unfinished, file = _unfinished(Path(os.path.realpath(name)))
            file.close()
            unfinished.unlink()


@contextmanager
def _problems_with(name: str) -> Iterator[None]:
    """Raise a problem if the system does not allow writing to ``name``."""
    if not name:
        raise ConfigProblem("'': is no path to write to")
    try:
        yield
    except OSError as error:
        raise ConfigProblem(f"{name}: cannot be written: {reason(error)}") from error


def _is_special(name: str) -> bool:
    try:
        return not stat.S_ISREG(os.stat(name).st_mode)
    except FileNotFoundError:
        return False


def _write_whole(target: Path, pieces: Iterable[str | bytes]) -> None:
    unfinished, file = _unfinished(target)
    try:
        with file:
            emit(pieces, out=file)
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _unfinished(target: Path) -> tuple[Path, BufferedWriter]:
    """A new file beside ``target``, to become it once it is whole."""
    # A name may have 255 bytes, of which a character takes four at most.
    unfinished = target.with_name(f"{target.name[:55]}.{os.urandom(4).hex()}.unfinished")
    return unfinished, unfinished.open("xb")
