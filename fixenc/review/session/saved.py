"""Decisions kept as they are made, a line each, so that a review can be stopped at any time.

The lines are added to a file of the state folder, one for each folder in which reviews are
begun, which only its owner can read.  A decision is known again by its file's name and digest
and by the span and the rules of the change: about another text it says nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from fixenc.core.document import ASPECTS, FileChange
from fixenc.files import platform
from fixenc.review.decisions import ACCEPT, REFUSE, Decided
from fixenc.review.session.questions import Made, Question

Known = dict[tuple[Any, ...], tuple[str, str | None]]
"""The decision and the replacement for each change that was decided; for a change of encoding,
the codec that the file is read by.
"""


class Saved:
    """The decisions of reviews that were begun in one folder, kept in a file below ``state``."""

    def __init__(self, state: Path, folder: str) -> None:
        name = blake2b(os.fsencode(os.path.abspath(folder)), digest_size=12).hexdigest()
        self.path = state / "reviews" / f"{name}.jsonl"
        self._file: int | None = None
        self.is_kept = True

    def load(self) -> Known:
        """The decisions that were kept, the last one about each change."""
        known: Known = {}
        with suppress(OSError, UnicodeDecodeError):
            for line in self.path.read_text(encoding="utf-8").splitlines():
                _add(known, line)
        return known

    def add(self, question: Question, made: Made | None) -> None:
        """Keep one decision; ``None`` takes it back.  A full disk does not stop the review."""
        try:
            if self._file is None:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._file = platform.private(
                    str(self.path), os.O_WRONLY | os.O_CREAT | os.O_APPEND
                )
            os.write(self._file, f"{json.dumps(_line(question, made))}\n".encode())
        except OSError:
            self.is_kept = False

    def remove(self) -> None:
        """Forget the decisions: they were carried out."""
        with suppress(OSError):
            if self._file is not None:
                os.close(self._file)
                self._file = None
            self.path.unlink(missing_ok=True)


def known_from(decided: Iterable[Decided]) -> Known:
    """The decisions in a file of decisions."""
    return {
        (file.path, file.digest, each["start"], each["end"], tuple(each["rules"])): (
            each["decision"],
            each["old"] if each["rules"][0] in ASPECTS else each["new"],
        )
        for file in decided
        for each in file.records
    }


def resumed(asked: Sequence[Question], known: Known) -> dict[int, Made]:
    """The earlier decision about each question, by its number."""
    made: dict[int, Made] = {}
    for number, question in enumerate(asked) if known else ():
        again = _decision(question, known)
        if again is not None:
            made[number] = again
    return made


def _decision(question: Question, known: Known) -> Made | None:
    if found := known.get(_key(question)):
        decision, new = found
        if decision == REFUSE:
            return ()
        if new is None or new == _new(question, question.edits):
            return None if question.is_flag else question.edits
        return question.with_replacement(new)
    if isinstance(question.about, FileChange):
        return None
    # A file of decisions has a record for each edit.
    file = question.file
    each = [
        known.get((file.path, file.digest, edit.start, edit.end, edit.rules), ("", None))[0]
        for edit in question.about.edits
    ]
    if all(decision == ACCEPT for decision in each):
        return question.edits
    return () if all(decision == REFUSE for decision in each) else None


def _key(question: Question) -> tuple[Any, ...]:
    file, about = question.file, question.about
    if isinstance(about, FileChange):
        return (file.path, file.digest, 0, 0, (about.aspect,))
    return (file.path, file.digest, about.start, about.end, about.rules)


def _new(question: Question, made: Made) -> str | None:
    """The replacement of all that the question is about."""
    about = question.about
    if isinstance(about, FileChange):
        return about.old if made == (about,) else _codec(made)
    if made == about.edits:
        return about.new(question.file.repair.document.text)
    return made[0].new


def _codec(made: Made) -> str | None:
    return made[0].old if isinstance(made[0], FileChange) else None


def _line(question: Question, made: Made | None) -> dict[str, Any]:
    path, digest, start, end, rules = _key(question)
    decision = "" if made is None else ACCEPT if made else REFUSE
    new = _new(question, made) if made else None
    return {
        "path": path,
        "digest": digest,
        "start": start,
        "end": end,
        "rules": rules,
        "decision": decision,
        "new": new,
    }


def _add(known: Known, line: str) -> None:
    """Add a kept line, unless a process was killed while it wrote it."""
    try:
        each: Mapping[str, Any] = json.loads(line)
        key = (each["path"], each["digest"], each["start"], each["end"], tuple(each["rules"]))
        if each["decision"]:
            known[key] = (each["decision"], each["new"])
        else:
            known.pop(key, None)
    except (ValueError, LookupError, TypeError):
        return
