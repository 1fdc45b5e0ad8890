"""``fixenc blame``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fixenc.cli.outcomes import complain, require_paths, say
from fixenc.review.outcome import count
from fixenc.review.visible import visible

if TYPE_CHECKING:
    from fixenc.history.blame import Origin
    from fixenc.history.commits import Commit

_DIGITS = 10
_NAMED = 8
"""Ranges of lines of which a file names each."""


def blame(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATHS",
            help="Files and folders. No path: the current folder.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Name the commits that brought damaged lines, and what did it as far as the bytes tell.

    Lines are those of HEAD. The exit status is 0 if none is damaged, and 1 if any is.
    fixenc --history PATHS shows their repair from the version before, and with
    --in-place makes it.
    """
    from fixenc.history.blame import Blame
    from fixenc.history.versions import GitVersions
    from fixenc.run.config import settings
    from fixenc.run.files import find

    named = paths or ["."]
    require_paths(named)
    chosen = settings()
    places = GitVersions()
    blames: dict[str, Blame] = {}
    found: list[Origin] = []
    status = 0
    for file in find([Path(name) for name in named], chosen):
        if not isinstance(file, str):
            status = complain(str(file))
            continue
        root, name = places.place(file)
        if not root:
            return complain(f"{file}: is in no work tree of git; go to one")
        if root not in blames:
            blames[root] = Blame(root)
        found += blames[root].origins(name, chosen.policy(file))
    if found or not status:  # an error says enough
        _print(found)
    return status or bool(found)


def _print(origins: Sequence[Origin]) -> None:
    by_commit: dict[tuple[str, str], list[Origin]] = {}
    for origin in origins:
        by_commit.setdefault((origin.commit.revision, origin.cause), []).append(origin)
    last = ""
    for (revision, cause), group in sorted(by_commit.items(), key=_order):
        if revision != last:
            say(_heading(group[0].commit))
        last = revision
        say(f"  {visible(cause)}")
        for origin in group:
            say(f"    {visible(origin.name)}: {_lines(origin.lines)}{_before(origin)}")
    lines = sum(len(origin.lines) for origin in origins)
    files = count(len({origin.name for origin in origins}), "file")
    commits = count(len({origin.commit.revision for origin in origins}), "commit")
    if not lines:
        say("No damaged line.")
        return
    say(f"{count(lines, 'damaged line')} in {files}, by {commits}.")
    if any(origin.before for origin in origins):
        say("fixenc --history PATHS repairs what has a version before; add -i to write it.")


def _order(item: tuple[tuple[str, str], list[Origin]]) -> tuple[str, str, str]:
    (revision, cause), group = item
    return group[0].commit.date, revision, cause


def _heading(commit: Commit) -> str:
    return f"{commit.revision[:_DIGITS]} {commit.date} {visible(commit.subject)}"


def _before(origin: Origin) -> str:
    from fixenc.history.commits import short

    return f"; before: {visible(short(origin.before))}" if origin.before else ""


def _lines(numbers: Sequence[int]) -> str:
    ranges = list(_ranges(numbers))
    listed = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges[:_NAMED])
    more = ", …" if len(ranges) > _NAMED else ""
    return f"{count(len(numbers), 'line')} ({listed}{more})"


def _ranges(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    start = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield start, last
            start = number
        last = number
    yield start, last
