"""Brought: the damage that a commit brings, and no other.

Both sides are read from Git, the index and the commit before, so that what is staged counts and
not what stands in the working tree.  A line that a parent of the commit has is not new.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fixenc.codecs import decode
from fixenc.core import pragmas
from fixenc.core.document import Document, Kind
from fixenc.core.edits import Safety
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.files import kind_of
from fixenc.files.encoding.wide import byte_order_mark
from fixenc.history.pairs import BLANK
from fixenc.history.restore import RULE, restore
from fixenc.history.versions import Reader, git

_REGULAR = "100"
_HEAD = 4096
_NO_OBJECT = "0"


@dataclass(frozen=True)
class Brought:
    """One finding: the file, the line (from 1; 0 for the whole file), and what is wrong."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message}"


def brought(
    root: str, policy: Callable[[str], Policy], old: str = "HEAD", new: str = ""
) -> Iterator[Brought]:
    """The damage that the index, or the commit ``new``, brings into the commit ``old``.

    ``root`` is the folder of the work tree, ``policy`` gives the policy for a file.
    Nothing is read of files that stay as they are.
    """
    reader = Reader(root, old)
    base = old if git(root, "rev-parse", "--verify", "--quiet", old) else _empty(root)
    between = [base, new] if new else ["--cached", base]
    raw = git(
        root, "diff", "--raw", "-z", "--no-abbrev", "--find-renames", "--no-ext-diff",
        "--no-textconv", "--diff-filter=ACMRT", *between, "--",
    )  # fmt: skip
    fields = iter(os.fsdecode(raw).split("\0"))
    for header in fields:
        if not header:
            break
        _, mode, was, now, status = header.split(" ")
        name = next(fields)
        if status[0] in "RC":
            name = next(fields)
        if not mode.startswith(_REGULAR):
            continue
        data = reader.read(now)
        before = None if set(was) == {_NO_OBJECT} or status[0] == "T" else reader.read(was)
        merged = reader.read(f"MERGE_HEAD:{name}")
        if data is not None and data != merged and kind_of(name, data[:_HEAD]) is not None:
            yield from _of_file(name, data, before, merged, policy(os.path.join(root, name)))


def _empty(root: str) -> str:
    return git(root, "hash-object", "-t", "tree", os.devnull).decode().strip()


def _of_file(
    name: str, data: bytes, before: bytes | None, merged: bytes | None, policy: Policy
) -> Iterator[Brought]:
    if before is not None:
        yield from _of_form(name, data, before)
    text = decode(data.removeprefix(b"\xef\xbb\xbf"), "utf-8")
    if text is None:
        return
    parents = [_text(each) for each in (before, merged) if each is not None]
    had = {line.strip(BLANK) for parent in parents for line in parent.split("\n")}
    lines = text.split("\n")
    reported: set[int] = set()
    document = Document(text, path=name, kind=kind_of(name, data[:_HEAD]) or Kind.PROSE)
    spans = pragmas.protected(text)
    for parent in parents[:1] if not {RULE, "mojibake"} & policy.ignore else []:
        for edit in pragmas.outside(restore(text, parent, f"HEAD:{name}"), spans):
            number = document.position(edit.start)[0]
            if lines[number - 1].strip(BLANK) not in had and number not in reported:
                reported.add(number)
                yield Brought(name, number, f"was damaged; it was fine {edit.note}")
    added = {at for at, line in enumerate(lines, 1) if line.strip(BLANK) not in had}
    if all(lines[at - 1].isascii() for at in added):
        return
    for edit in repair(document, policy).edits:
        number = document.position(edit.start)[0]
        if edit.safety is Safety.SAFE and number in added and number not in reported:
            reported.add(number)
            was = text[edit.start : edit.end]
            yield Brought(name, number, f"is new and damaged: {was!r} is {edit.new!r}")


def _text(data: bytes) -> str:
    found = decode(data.removeprefix(b"\xef\xbb\xbf"), "utf-8")
    return data.decode("latin-1") if found is None else found


def _of_form(name: str, data: bytes, before: bytes) -> Iterator[Brought]:
    """Changes of the file as a whole: its byte order mark, its encoding."""
    mark, was = byte_order_mark(data), byte_order_mark(before)
    is_utf8, was_utf8 = (decode(each, "utf-8") is not None for each in (data, before))
    if mark and mark[1] != "utf-8" and not was:
        yield Brought(name, 0, f"is in {mark[1]} now, and was in another encoding before")
    elif was_utf8 and not is_utf8:
        yield Brought(name, 0, "is no valid UTF-8 any more: save it as UTF-8")
    elif mark and not was:
        yield Brought(
            name, 0, "has a byte order mark that was not there; fixenc -i --bom remove takes it out"
        )
