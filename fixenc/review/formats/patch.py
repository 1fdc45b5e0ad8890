"""A patch that ``git apply`` and ``patch -p1`` take.

What stands between the patches of two files is skipped by both tools, unless
it looks like the beginning of one.  That is where the reasons go, each line
behind a ``#``, which nothing that a patch tool looks for begins with.  The
headers are those of traditional patches, without ``diff --git``: so git takes
the names as relative to the current folder, and not to the repository's root.

Lines are bytes, as they are to these tools.  So a file that changes its encoding
can be patched like any other: by each of its lines that is written in other bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from fixenc.core.edits import Edit, order
from fixenc.engine.repair import Repair
from fixenc.files import platform
from fixenc.review.formats.reasons import in_context, reasons, why
from fixenc.review.hunks import Hunk, Line, hunks, split_lines
from fixenc.review.outcome import Outcome
from fixenc.review.visible import visible
from fixenc.review.wording import chain, safety

_PLAIN = frozenset(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !#$%&'()*+,-./:;<=>?@[]^_`{|}~"
)
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def patch(
    outcomes: Iterable[Outcome],
    *,
    explained: bool = True,
    warn: Callable[[str], object] | None = None,
) -> Iterator[bytes]:
    """The changes as a patch; with ``explained`` they are preceded by rules and reasons.

    ``warn`` is called with the reason for each file whose changes a patch cannot hold.
    """
    begun = last_warned = left_out = ""
    for outcome in outcomes:
        repair = outcome.repair
        if repair is None or not outcome.found:
            continue
        if explained:
            yield "".join(f"# {line}\n" for line in _reasons(outcome, repair)).encode()
        if outcome.continued and outcome.path == left_out:
            continue
        if why_not := _why_not(outcome):
            reason = f"{outcome.path}: not in this patch: {why_not}"
            yield f"# {visible(reason)}\n".encode()
            if warn is not None and outcome.path != last_warned:
                warn(f"{reason}; fixenc --in-place writes it")
            last_warned = outcome.path
            left_out = outcome.path if outcome.changes else ""
        elif repair.applied or outcome.changes:
            begins = not (outcome.continued and outcome.path == begun)
            old_first, new_first = outcome.first_lines
            before, after = outcome.before.split(b"\n"), outcome.after.split(b"\n")
            for hunk in _hunks(outcome, repair):
                if begins:
                    old, new = _name(outcome.path, "a/"), _name(outcome.path, "b/")
                    yield b"--- %s\n+++ %s\n" % (old, new)
                    begins, begun = False, outcome.path
                yield f"{hunk.header}\n".encode()
                for line in hunk.lines:
                    added = line.sign == "+"
                    data = (
                        after[line.number - new_first] if added else before[line.number - old_first]
                    )
                    yield from _line(line, data)


def _hunks(outcome: Outcome, repair: Repair) -> Iterator[Hunk]:
    if not outcome.changes:
        return hunks(repair.document.text, repair.applied, first=outcome.first_lines)
    # Characters that stand for bytes, one for one.
    before, after = (data.decode("latin-1") for data in (outcome.before, outcome.after))
    return hunks(before, _lines_replaced(before, after))


def _lines_replaced(before: str, after: str) -> list[Edit]:
    """Edits of ``before`` that replace each line in which ``after`` differs."""
    old, new = split_lines(before), split_lines(after)
    if len(old) != len(new):  # some repair made a line of its own, or joined two
        return [Edit(0, len(before), after)]
    starts = accumulate(map(len, old), initial=0)
    return [
        Edit(start, start + len(line), other)
        for start, line, other in zip(starts, old, new, strict=False)
        if line != other
    ]


def _line(line: Line, data: bytes) -> Iterator[bytes]:
    yield b"%s%s\n" % (line.sign.encode(), data)
    if not line.text.endswith("\n"):
        yield b"\\ No newline at end of file\n"


def _why_not(outcome: Outcome) -> str:
    """Why what is applied to the file cannot be put into a patch; empty if it can."""
    assert outcome.repair is not None
    if not outcome.repair.applied and not outcome.changes:
        return ""
    if outcome.changes and not outcome.before and not outcome.after:  # it was read in parts
        changes = "; ".join(str(change) for change in outcome.changes)
        return f"the file is large, and changes as a whole ({changes})"
    if unfit := _unfit_for_patches(outcome):
        return f"{unfit} is no encoding that patch tools can handle"
    if outcome.cut:
        return "the file is large, and no line near the change stays as it is"
    return ""


def _unfit_for_patches(outcome: Outcome) -> str:
    """The encoding whose lines are none to tools that know nothing of encodings, if there is one.

    They are not in UTF-16, whose NUL bytes look like a binary, nor in EBCDIC,
    which has another line feed.
    """
    assert outcome.repair is not None
    before = after = outcome.repair.document.encoding
    for change in outcome.changes:
        after = change.new if change.aspect == "encoding" else after
    sides = (
        (before, outcome.before, outcome.repair.document.text),
        (after, outcome.after, outcome.repair.text),
    )
    for encoding, data, text in sides:
        if b"\0" in data or data.count(b"\n") != text.count("\n"):
            return encoding
    return ""


def _reasons(outcome: Outcome, repair: Repair) -> Iterator[str]:
    document = repair.document
    yield visible(outcome.path)
    for change in outcome.changes:
        yield f"  {visible(str(change))}"
    applied = frozenset(repair.applied)
    found = [
        *reasons(document, repair.applied),
        *reasons(document, (edit for edit in repair.proposed if edit not in applied)),
    ]
    for reason in sorted(found, key=lambda each: order(each.edits[0])):
        line, column = reason.place
        first = reason.edits[0]
        left_out = "" if first in applied else ", not in this patch"
        words = reason.words() if first.new is not None else in_context(document, first)
        yield (
            f"  {line}:{column}  {words}  {chain(first)} ({safety(first)}{left_out}): {why(reason)}"
        )
    if outside(outcome.path):
        yield "  outside the current folder: apply this with patch -p1 -d /"


def outside(path: str) -> bool:
    """Whether a file lies outside the current folder, where patch tools will not reach."""
    relative = platform.relative(path)
    return (
        relative == os.pardir
        or relative.startswith(os.pardir + os.sep)
        or os.path.isabs(relative)  # on another drive
    )


def _name(path: str, prefix: str) -> bytes:
    """A file's name for the header of a patch, in C quotes if it has unusual bytes.

    Names are relative to the current folder, or to the root if they are outside of it.
    """
    if outside(path):
        path = os.path.splitdrive(os.path.abspath(path))[1].lstrip(os.sep)
    else:
        path = os.path.relpath(path)
    raw = prefix.encode() + os.fsencode(platform.slashed(path))
    if not _PLAIN.issuperset(raw):
        escaped = (
            f"\\{_ESCAPES[byte]}"
            if byte in _ESCAPES
            else chr(byte)
            if byte in _PLAIN
            else f"\\{byte:03o}"
            for byte in raw
        )
        return f'"{"".join(escaped)}"'.encode()
    # A tab ends a name that has spaces in it, as git and diff write it.
    return raw + b"\t" if b" " in raw else raw
