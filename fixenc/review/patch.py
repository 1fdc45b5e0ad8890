"""A patch that ``git apply`` and ``patch -p1`` take.

What stands between the patches of two files is skipped by both tools, unless
it looks like the beginning of one.  That is where the reasons go, each line
behind a ``#``, which nothing that a patch tool looks for begins with.  The
headers are those of traditional patches, without ``diff --git``: so git takes
the names as relative to the current folder, and not to the repository's root.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from fixenc.repair import Repair
from fixenc.review.hunks import Line, hunks
from fixenc.review.outcome import Outcome
from fixenc.review.visible import visible
from fixenc.review.wording import chain, meaning, pair, safety

_PLAIN = frozenset(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !#$%&'()*+,-./:;<=>?@[]^_`{|}~"
)
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def patch(outcomes: Iterable[Outcome], *, reasons: bool = True) -> Iterator[bytes]:
    """The applied edits as a patch, and with ``reasons`` also what was found and why."""
    begun = ""
    for outcome in outcomes:
        repair = outcome.repair
        if repair is None or not outcome.found:
            continue
        why_not = _why_not(outcome)
        # Without edits there is nothing to give reasons for, and the line below names the file.
        if reasons and repair.edits:
            yield "".join(f"# {line}\n" for line in _reasons(outcome, repair)).encode()
        if why_not:
            yield f"# {visible(outcome.path)}: not in this patch: {why_not}\n".encode()
        elif repair.applied:
            if not (outcome.continued and outcome.path == begun):
                old, new = _name(outcome.path, "a/"), _name(outcome.path, "b/")
                yield b"--- %s\n+++ %s\n" % (old, new)
                begun = outcome.path
            old_first, new_first = outcome.first_lines
            before, after = outcome.before.split(b"\n"), outcome.after.split(b"\n")
            for hunk in hunks(repair.document.text, repair.applied, first=outcome.first_lines):
                yield f"{hunk.header}\n".encode()
                for line in hunk.lines:
                    added = line.sign == "+"
                    data = (
                        after[line.number - new_first] if added else before[line.number - old_first]
                    )
                    yield from _line(line, data)


def _line(line: Line, data: bytes) -> Iterator[bytes]:
    yield b"%s%s\n" % (line.sign.encode(), data)
    if not line.text.endswith("\n"):
        yield b"\\ No newline at end of file\n"


def _why_not(outcome: Outcome) -> str:
    """Why what is applied to the file cannot be put into a patch; empty if it can."""
    assert outcome.repair is not None
    if outcome.changes:
        return "; ".join(visible(str(change)) for change in outcome.changes)
    if outcome.repair.applied and not _can_be_patched(outcome):
        return f"{outcome.repair.document.encoding} is no encoding that patch tools can handle"
    if outcome.repair.applied and outcome.cut:
        return "the file is large, and no line near the change stays as it is"
    return ""


def _can_be_patched(outcome: Outcome) -> bool:
    """Whether the file's lines are lines to tools that know nothing of encodings.

    They are not in UTF-16, whose NUL bytes look like a binary, nor in EBCDIC,
    which has another line feed.
    """
    assert outcome.repair is not None
    texts = outcome.repair.document.text, outcome.repair.text
    return all(
        b"\0" not in data and data.count(b"\n") == text.count("\n")
        for data, text in zip((outcome.before, outcome.after), texts, strict=True)
    )


def _reasons(outcome: Outcome, repair: Repair) -> Iterator[str]:
    document = repair.document
    yield visible(outcome.path)
    applied = frozenset(repair.applied)
    for edit in repair.edits:
        line, column = document.position(edit.start)
        left_out = "" if edit in applied else ", not in this patch"
        yield (
            f"  {line}:{column}  {pair(document.text, edit)}  "
            f"{chain(edit)} ({safety(edit)}{left_out}): {visible(meaning(edit))}"
        )
    if outside(outcome.path):
        yield "  outside the current folder: apply this with patch -p1 -d /"


def outside(path: str) -> bool:
    """Whether a file lies outside the current folder, where patch tools will not reach."""
    relative = os.path.relpath(path)
    return relative == os.pardir or relative.startswith(os.pardir + os.sep)


def _name(path: str, prefix: str) -> bytes:
    """A file's name for the header of a patch, in C quotes if it has unusual bytes.

    Names are relative to the current folder, or to the root if they are outside of it.
    """
    if outside(path):
        path = os.path.splitdrive(os.path.abspath(path))[1].lstrip(os.sep)
    else:
        path = os.path.relpath(path)
    raw = prefix.encode() + os.fsencode(path.replace(os.sep, "/"))
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
