"""Commits: who wrote which line of a file, as Git knows it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from fixenc.history.versions import git

_LINE = re.compile(rb"([0-9a-f]{40,}) (\d+) (\d+)")


@dataclass(frozen=True)
class Commit:
    """A commit that changed a file.

    ``name`` is the file in it, ``previous`` the version of the file before it as Git names it
    (``REVISION:NAME``), empty if there is none or a shallow clone does not have it.
    """

    revision: str
    date: str = field(compare=False)
    subject: str = field(compare=False)
    name: str
    previous: str = ""

    @property
    def version(self) -> str:
        """The file in the commit as Git names it."""
        return f"{self.revision}:{self.name}"


def short(version: str) -> str:
    """A version of a file with the first digits of its commit only."""
    revision, colon, name = version.partition(":")
    return f"{revision[:10]}{colon}{name}"


def lines_by_commit(root: str, revision: str, name: str) -> list[tuple[Commit, int]]:
    """The commit that wrote each line of a file, and the number (from 1) that the line had there.

    Spaces that changed and lines that moved keep their commit.
    """
    raw = git(
        root, "-c", "blame.ignoreRevsFile=", "blame", "--porcelain", "--root", "-w", "-M",
        "--no-textconv", revision, "--", name,
    )  # fmt: skip
    commits: dict[bytes, Commit] = {}
    return [(_commit(commits, sha, headers), number) for sha, number, headers in _records(raw)]


def _records(raw: bytes) -> Iterator[tuple[bytes, int, dict[bytes, bytes]]]:
    sha, number = b"", 0
    headers: dict[bytes, bytes] = {}
    for line in raw.split(b"\n"):
        if line.startswith(b"\t"):
            yield sha, number, headers
            headers = {}
            sha = b""
        elif not sha and (found := _LINE.match(line)):
            sha, number = found[1], int(found[2])
        else:
            key, _, value = line.partition(b" ")
            headers[key] = value


def _commit(commits: dict[bytes, Commit], sha: bytes, headers: dict[bytes, bytes]) -> Commit:
    """The commit; Git describes it beside the first of its lines only."""
    if sha not in commits:
        revision, _, name = headers.get(b"previous", b"").partition(b" ")
        commits[sha] = Commit(
            sha.decode(),
            _date(headers[b"author-time"], headers[b"author-tz"]),
            headers[b"summary"].decode("utf-8", "replace"),
            os.fsdecode(headers[b"filename"]),
            f"{revision.decode()}:{os.fsdecode(name)}" if revision else "",
        )
    return commits[sha]


def _date(seconds: bytes, zone: bytes) -> str:
    minutes = int(zone[-4:-2]) * 60 + int(zone[-2:])
    east = timedelta(minutes=-minutes if zone.startswith(b"-") else minutes)
    return f"{datetime.fromtimestamp(int(seconds), timezone(east)):%Y-%m-%d}"


def first_with(root: str, name: str, part: str) -> Commit | None:
    """The oldest commit that changed how often ``part`` stands in a file, if there is one."""
    raw = git(
        root, "log", "--follow", "-S", os.fsdecode(part.encode()), "--name-status", "-M",
        "--no-textconv", "--no-ext-diff", "--no-show-signature",
        "--format=%x01%H%x02%as%x02%P%x02%s",
        "HEAD", "--", name,
    )  # fmt: skip
    record = raw.rpartition(b"\x01")[2]
    head, _, files = record.partition(b"\n")
    fields = head.split(b"\x02", 3)
    if len(fields) < 4:
        return None
    status, *names = files.strip(b"\n").split(b"\n")[0].split(b"\t")
    if not names:
        return None
    parent = fields[2].split(b" ")[0].decode()
    return Commit(
        fields[0].decode(),
        fields[1].decode(),
        fields[3].decode("utf-8", "replace"),
        os.fsdecode(names[-1]),
        f"{parent}:{os.fsdecode(names[0])}" if parent and not status.startswith(b"A") else "",
    )


def is_shallow_end(root: str, commit: Commit) -> bool:
    """Whether the clone is shallow and ends at the commit: the line may be older."""
    path = git(root, "rev-parse", "--git-path", "shallow").decode().strip()
    try:
        with open(os.path.join(root, path), encoding="ascii") as file:
            return commit.revision in file.read().split()
    except OSError:
        return False
