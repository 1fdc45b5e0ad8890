"""Decisions: which changes were accepted, and which refused, as a file to keep and to share.

Each change stands with its line around it, as it reads once it is repaired, and
each file with a digest of its bytes, so that what was decided about one text is
never done to another.  A change of a file as a whole is one, too: it stands at the
beginning, is called by its aspect (``encoding``), and its old and new are those of
the file::

    {
      "version": 1,
      "files": [
        {
          "path": "report.txt",
          "digest": "blake2b-128 of the bytes, in hexadecimal",
          "encoding": "utf-8",
          "changes": [
            {
              "start": 7, "end": 8,            characters, half-open, from 0
              "line": 1, "column": 8,          of the start, from 1
              "before": "It wasn", "old": "\\u00e2", "after": "t me",
              "new": "\\u2019",                what was accepted; null for a refused flag
              "rules": ["lone-circumflex"],
              "safety": "safe",
              "applied": true,                 part of what --in-place writes
              "decision": "accept"             or "refuse"
            }
          ]
        }
      ]
    }
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from fixenc.core.document import ASPECTS, FileChange
from fixenc.core.edits import Edit, Safety, disjoint, order, within
from fixenc.engine.repair import Repair
from fixenc.files import platform
from fixenc.review.surroundings import surroundings

VERSION = 1

AROUND = 24
"""Characters of its line on each side of a change: enough to know the place again."""

ACCEPT = "accept"
REFUSE = "refuse"


class DecisionsProblem(Exception):
    """A file of decisions that cannot be used: one line that says why."""


class Place(NamedTuple):
    """A change, known by its surroundings: it is the same when lines were added above."""

    path: str
    rules: tuple[str, ...]
    before: str
    old: str
    after: str


@dataclass(frozen=True)
class Decided:
    """The decisions about one file."""

    path: str
    digest: str
    encoding: str
    records: tuple[Mapping[str, Any], ...] = field(default=())

    @cached_property
    def changes(self) -> dict[str, str]:
        """The changes to the file as a whole: aspects with their new values."""
        return {
            each["rules"][0]: each["new"]
            for each in self.records
            if each["decision"] == ACCEPT and _is_of_file(each)
        }

    @property
    def text_records(self) -> Iterator[Mapping[str, Any]]:
        """The changes of the text alone."""
        return (each for each in self.records if not _is_of_file(each))

    @cached_property
    def edits(self) -> list[Edit]:
        """The edits to make, sorted and disjoint.

        What was proposed includes the repairs that it meets, and so stands in
        their place.
        """
        accepted = [each for each in self.text_records if each["decision"] == ACCEPT]
        proposals = disjoint(_edit(each) for each in accepted if not each["applied"])
        kept = [_edit(each) for each in accepted if each["applied"]]
        kept = [edit for edit in kept if not any(within(edit, other) for other in proposals)]
        return sorted([*disjoint(kept, taken=proposals), *proposals], key=order)


def digest(data: bytes) -> str:
    """A short name for a file's bytes."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()


def place(repair: Repair, edit: Edit | FileChange) -> Place:
    """Where a change is: in a line that reads like this, whichever it may be."""
    if isinstance(edit, FileChange):
        return Place(repair.document.path, (edit.aspect,), "", edit.old, "")
    document = repair.document
    # Safe repairs alone: a place is the same with and without --unsafe-fixes.
    before, after = surroundings(repair, edit, AROUND, trusted=Safety.SAFE)
    return Place(document.path, edit.rules, before, document.text[edit.start : edit.end], after)


def record(repair: Repair, edit: Edit | FileChange) -> dict[str, Any]:
    """A change as it stands in the file, but for the decision."""
    document = repair.document
    where = place(repair, edit)
    if isinstance(edit, FileChange):
        edit = Edit(0, 0, edit.new, where.rules)
        applied = True
    else:
        applied = edit in repair.applied
    line, column = document.position(edit.start)
    return {
        "start": edit.start,
        "end": edit.end,
        "line": line,
        "column": column,
        "before": where.before,
        "old": where.old,
        "after": where.after,
        "new": edit.new,
        "rules": list(edit.rules),
        "safety": str(edit.safety),
        "applied": applied,
    }


def decided(
    repair: Repair,
    data: bytes,
    accepted: Mapping[Edit | FileChange, Edit | FileChange],
    refused: Iterable[Edit | FileChange],
) -> Decided:
    """The decisions about one file; ``accepted`` maps findings to the edits to make for them."""
    records = [
        {**record(repair, edit), "new": made.new, "decision": ACCEPT}
        for edit, made in accepted.items()
    ]
    records += [{**record(repair, edit), "decision": REFUSE} for edit in refused]
    records.sort(key=lambda each: (each["start"], each["end"]))
    return Decided(repair.document.path, digest(data), repair.document.encoding, tuple(records))


def dump(files: Iterable[Decided]) -> str:
    """The text of a file of decisions."""
    import json

    listed = [
        {
            "path": platform.slashed(each.path),
            "digest": each.digest,
            "encoding": each.encoding,
            "changes": list(each.records),
        }
        for each in files
        if each.records
    ]
    return json.dumps({"version": VERSION, "files": listed}, indent=1) + "\n"


def load(text: str, name: str) -> list[Decided]:
    """The decisions in ``text``, which was read from ``name``.

    Raises :exc:`DecisionsProblem` if they are not in the form above.
    """
    import json

    try:
        content = json.loads(text)
        if content["version"] != VERSION:
            raise DecisionsProblem(
                f"{name}: is of version {content['version']!r}; this fixenc reads {VERSION}"
            )
        files = [
            Decided(
                platform.native(file["path"]),
                file["digest"],
                file["encoding"],
                tuple(file["changes"]),
            )
            for file in content["files"]
        ]
        for file in files:
            if not all(isinstance(each, str) for each in (file.path, file.digest, file.encoding)):
                raise ValueError("path, digest and encoding must be strings")
            for each in file.records:
                _check(each)
            file.edits  # noqa: B018 they are valid if they can be made
    except DecisionsProblem:
        raise
    except RecursionError as error:
        raise DecisionsProblem(
            f"{name}: is no file of decisions: it is nested too deeply"
        ) from error
    except (ValueError, LookupError, TypeError, AttributeError, MemoryError) as error:
        # Other messages of Python are about this module, not about the file.
        why = str(error) if isinstance(error, ValueError) else "its form is another"
        raise DecisionsProblem(
            f"{name}: is no file of decisions ({why}); make one with fixenc review --save"
        ) from error
    return files


def refused(files: Iterable[Decided]) -> frozenset[Place]:
    """The places of all that was refused."""
    return frozenset(
        Place(file.path, tuple(each["rules"]), each["before"], each["old"], each["after"])
        for file in files
        for each in file.records
        if each["decision"] == REFUSE
    )


def refused_changes(path: str, hidden: frozenset[Place]) -> frozenset[str]:
    """The aspects of the file ``path`` that are not to be changed."""
    return frozenset(
        place.rules[0] for place in hidden if place.path == path and place.rules[0] in ASPECTS
    )


def without(repair: Repair, hidden: frozenset[Place]) -> Repair:
    """The repair without the findings at these places."""
    if not hidden:
        return repair

    def left(edits: Iterable[Edit]) -> tuple[Edit, ...]:
        return tuple(edit for edit in edits if place(repair, edit) not in hidden)

    return replace(repair, applied=left(repair.applied), proposed=left(repair.proposed))


def _is_of_file(each: Mapping[str, Any]) -> bool:
    return each["rules"][0] in ASPECTS


def _edit(each: Mapping[str, Any]) -> Edit:
    trust = Safety[each["safety"].upper()]
    # A flag for which a person typed a replacement has become an edit.
    trust = min(trust, Safety.UNSAFE)
    return Edit(each["start"], each["end"], each["new"], tuple(each["rules"]), trust)


def _check(each: Mapping[str, Any]) -> None:
    if each["decision"] not in (ACCEPT, REFUSE):
        raise ValueError(f"a decision is {ACCEPT} or {REFUSE}, not {each['decision']!r}")
    if not all(isinstance(rule, str) for rule in each["rules"]) or not each["rules"]:
        raise ValueError("rules must be strings, one at least")
    start, end = each["start"], each["end"]
    # Not isinstance: true is a number to Python.
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        raise ValueError("start and end must be numbers, 0 or more, in order")
    if each["new"] is not None and not isinstance(each["new"], str):
        raise ValueError("new must be a string or null")
    if not isinstance(each["applied"], bool):
        raise ValueError("applied must be true or false")
    for key in ("before", "old", "after"):
        if not isinstance(each[key], str):
            raise ValueError(f"{key} must be a string")
