"""Restore a file of several names, which a killed run has left partly written.

The old content and the new stand beside it.  They are used only if the file holds nothing but
pieces of the two: what somebody wrote since then is not overwritten.
"""

from __future__ import annotations

import os
from itertools import zip_longest
from pathlib import Path

from fixenc.files import platform
from fixenc.files.original import CHUNK, chunks, digest_of_file, open_regular
from fixenc.files.problem import FileProblem, reason
from fixenc.files.temporary import Kept, kept_contents


def interrupted(path: Path | str) -> FileProblem:
    """The problem that a run was killed while it wrote over the file ``path``."""
    return FileProblem(
        path,
        "was being written when fixenc was killed, and may hold a mixture",
        "fixenc --in-place and fixenc undo restore what it held",
    )


def require_whole(path: Path, target: Path, found: os.stat_result) -> None:
    """Raise :exc:`FileProblem` if a killed run left ``target`` partly written."""
    kept = kept_contents(target, found)
    if kept is not None:
        if not _is_settled(target, kept):
            raise interrupted(path)
        kept.remove()


def is_interrupted(path: Path | str, found: os.stat_result) -> bool:
    """Whether a killed run left the contents of the file ``path``, of several names."""
    if found.st_nlink < 2:
        return False
    try:
        target = Path(os.path.realpath(path))
        kept = kept_contents(target, found)
        return kept is not None and not _is_settled(target, kept)
    except OSError:
        return False


def restore_interrupted(path: Path) -> bool:
    """Give the file ``path`` the content it had before a run was killed that wrote over it.

    False if there is no such file.  Raises :exc:`FileProblem` if it was written since.
    """
    target = Path(os.path.realpath(path))
    try:
        found = os.lstat(target)
        kept = kept_contents(target, found) if found.st_nlink > 1 else None
        if kept is None:
            return False
        if _is_settled(target, kept):
            kept.remove()
            return False
        if not _is_mixture(target, kept):
            raise FileProblem(
                path,
                f"was changed after fixenc was killed; what it held before is in {kept.old.name}",
                "keep the better of the two, and remove that one",
            )
        _copy(kept.old, target)
        kept.remove()
    except OSError as error:
        raise FileProblem(
            path, f"cannot be restored: {reason(error)}", "what it held is kept beside it"
        ) from error
    return True


def _is_settled(target: Path, kept: Kept) -> bool:
    """Whether the file holds the old content, or the new one, as a whole."""
    now = digest_of_file(target)
    return now == digest_of_file(kept.old) or (
        kept.new.exists() and now == digest_of_file(kept.new)
    )


def _is_mixture(target: Path, kept: Kept) -> bool:
    """Whether each byte of the file is that of the old or of the new content."""
    if not kept.new.exists():
        return False
    descriptors = [open_regular(path) for path in (target, kept.old, kept.new)]
    try:
        at = 0
        while True:
            now, old, new = (platform.read_at(each, CHUNK, at) for each in descriptors)
            if not now:
                return not old or not new
            if now not in (old, new) and not _is_mixed(now, old, new):
                return False
            at += len(now)
    finally:
        for each in descriptors:
            os.close(each)


def _is_mixed(now: bytes, old: bytes, new: bytes) -> bool:
    pairs = zip_longest(old[: len(now)], new[: len(now)])
    mixed = zip(now, pairs, strict=False)
    return len(now) <= max(len(old), len(new)) and all(byte in pair for byte, pair in mixed)


def _copy(source: Path, target: Path) -> None:
    """Write the content of ``source`` over that of ``target``, and bring it to the disk."""
    descriptor = os.open(target, platform.write_only())
    try:
        at = 0
        for piece in chunks(source):
            done = 0
            while done < len(piece):
                done += platform.write_at(descriptor, piece[done:], at + done)
            at += len(piece)
        os.ftruncate(descriptor, at)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
