"""The main job: look at files, show what was found, and write it if that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fixenc.cli.outcomes import complain, counted, from_files, from_stdin, write_output, writer_for
from fixenc.review.decisions import Place
from fixenc.review.outcome import Outcome, Tally, count
from fixenc.review.output import Colour, OutputFailed, OutputFormat, ReaderGone, emit, rendered
from fixenc.review.progress import Progress
from fixenc.review.visible import visible
from fixenc.run.config import ConfigProblem, Settings

if TYPE_CHECKING:
    from fixenc.files import Writer

_SILENT = frozenset(OutputFormat) - {OutputFormat.FULL, OutputFormat.DIFF, OutputFormat.CONCISE}
"""Formats for programs, which need no summary in words."""


@dataclass(frozen=True)
class Check:
    """The main job: which paths are checked, and how the findings are written.

    ``named`` are files and folders, or ``-`` alone; ``output`` is a file to write to
    instead of standard output.  What is ``hidden`` was refused before.  With
    ``allow_proposals`` the exit status counts what is safe only.  Without ``jobs``
    there are as many as there are processors.
    """

    named: Sequence[str]
    settings: Settings
    in_place: bool = False
    allow_proposals: bool = False
    hidden: frozenset[Place] = frozenset()
    stdin_filename: str | None = None
    output: str | None = None
    statistics: bool = False
    group: bool = True
    quiet: bool = False
    verbose: bool = False
    color: Colour = Colour.AUTO
    pager: bool | None = None
    jobs: int | None = None

    def run(self) -> int:
        """Check the paths, and return the exit status."""
        form = self.settings.output_format
        if self.in_place and form is OutputFormat.HTML:
            raise ConfigProblem("the page decides what to change: leave out --in-place")
        if form is OutputFormat.PATCH and not self.output and sys.stdout.isatty():
            raise ConfigProblem(
                "a patch holds what files hold, fit for a terminal or not: use -o FILE, or a pipe"
            )
        tally = Tally()
        writer = self._writer()
        configured = [*self.settings.configured]
        outcomes, progress = self._outcomes(writer, configured)

        def warn(message: str) -> None:
            progress.clear()
            complain(message)

        found = counted(outcomes, tally, progress, verbose=self.verbose)
        pieces = self._pieces(found, warn)
        try:
            if self.output is None:
                self._emit(pieces, progress, found)
            else:
                write_output(self.output, pieces)
        except (KeyboardInterrupt, SystemExit):
            if writer is not None:
                complain(
                    f"stopped after {count(tally.files, 'file')}, each of which holds its old or "
                    f"its new text{_way_back(writer)}"
                )
            raise
        finally:
            if writer is not None:
                writer.close()
        if not self.quiet and (self.output or form not in _SILENT):
            sys.stdout.flush()
            _print_wrapped(tally.summary(in_place=self.in_place))
            if self.in_place and configured:
                listed = visible(", ".join(configured))
                print(f"Set by the configuration: {listed}.", file=sys.stderr)
            if form is OutputFormat.HTML and tally.status(in_place=False):
                print(
                    f"Open {visible(str(self.output))} in a browser; what you save there, "
                    "fixenc apply carries out.",
                    file=sys.stderr,
                )
        return tally.status(in_place=self.in_place, allow_proposals=self.allow_proposals)

    def _emit(
        self, pieces: Iterable[str | bytes], progress: Progress, found: Iterable[Outcome]
    ) -> None:
        try:
            if command := self._pager():
                from fixenc.review.pager import emit_paged

                emit_paged(pieces, command, progress)
            else:
                emit(pieces, progress)
        except (ReaderGone, OutputFailed) as gone:
            if not self.in_place or self._piped:
                raise
            for _ in found:  # files are repaired whether or not anybody reads of it
                pass
            if isinstance(gone, OutputFailed):
                raise

    def _pager(self) -> str:
        """The command of the pager; empty if the output is not for a person to read."""
        if self.in_place or self.quiet or self.settings.output_format in _SILENT:
            return ""
        if not sys.stdout.isatty():
            return ""
        from fixenc.review.pager import pager_command

        return pager_command(self.pager)

    @property
    def _piped(self) -> bool:
        return list(self.named) == ["-"]

    def _writer(self) -> Writer | None:
        if not self.in_place or self._piped:
            return None
        from fixenc.cli.undo_command import command

        return writer_for(command(self.named, self.settings), self.settings)

    def _outcomes(
        self, writer: Writer | None, configured: list[str]
    ) -> tuple[Iterable[Outcome], Progress]:
        if self._piped:
            return from_stdin(self.settings, self.stdin_filename, self.hidden)
        whole = self.settings.output_format is OutputFormat.HTML
        return from_files(
            self.named,
            self.settings,
            self.hidden,
            writer=writer,
            whole=whole,
            jobs=self.jobs,
            verbose=self.verbose,
            configured=configured,
        )

    def _pieces(
        self, outcomes: Iterable[Outcome], warn: Callable[[str], object]
    ) -> Iterable[str | bytes]:
        """The pieces of output, made as the outcomes come."""
        if self._piped and self.in_place:
            return (outcome.after for outcome in outcomes)
        if self.quiet and self.output is None:
            return (b"" for _ in outcomes)
        if self.statistics:
            from fixenc.review.statistics import statistics

            return statistics(outcomes)
        return rendered(
            outcomes,
            self.settings.output_format,
            self.color,
            in_place=self.in_place,
            group=self.group,
            to_file=self.output is not None,
            warn=warn,
        )


def _print_wrapped(text: str) -> None:
    """Print on standard error, between words if that is a terminal."""
    if sys.stderr.isatty():
        import shutil

        from fixenc.review.layout import fill

        text = "\n".join(fill(text, shutil.get_terminal_size().columns - 1))
    print(text, file=sys.stderr)


def _way_back(writer: Writer) -> str:
    """How to undo what was written, by the run's name: the paths need not be below us."""
    journal = writer.journal
    if journal is None or not journal.holds_any:
        return ""
    return f"; fixenc undo {journal.name} takes back what was written"
