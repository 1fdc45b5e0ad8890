"""Blame: the commits that brought the damage of a file, and the text before each.

Git says which commit wrote each line that could be damaged; the file in this commit is compared
with the file before it.  Damage that the rules find, and that no such comparison explains, came
with the first commit that has the damaged word.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fixenc.core import pragmas
from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, Safety
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.files import kind_of
from fixenc.files.kind import HEAD
from fixenc.history.commits import (
    Commit,
    first_with,
    is_shallow_end,
    lines_by_commit,
    short,
)
from fixenc.history.programs import what_did_it
from fixenc.history.repair import may_have_lost
from fixenc.history.restore import channels_of, restore
from fixenc.history.spans import lines_of
from fixenc.history.versions import Reader, Version

_WORD = re.compile(r"\S*")
_WORD_BEFORE = re.compile(r"\S*\Z")


@dataclass(frozen=True)
class Step:
    """A commit that damaged a file, the versions before and after, and the channels."""

    commit: Commit
    before: Version = field(repr=False)
    after: Version = field(repr=False)
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Origin:
    """Lines of a file (numbers from 1, as in HEAD) that a commit brought damaged.

    ``cause`` says what did it, ``before`` is the version that had the text undamaged, as Git
    names it; empty if there is none.
    """

    name: str
    commit: Commit
    lines: tuple[int, ...]
    cause: str
    before: str = ""


class Blame:
    """The origins of damage in the repository at the folder ``root``."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._reader = Reader(root, "HEAD")

    def steps(self, name: str, policy: Policy | None = None) -> list[Step]:
        """The commits that damaged the file ``name``, the newest first."""
        version = self._read(f"HEAD:{name}")
        if version is None or not _may_be_damaged(version.data):
            return []
        found = self._walk(name)
        text = _text(version)
        if text is not None:
            explained = {number for step in found for number in _restored(text, step)}
            for commit in self._older(name, text, explained, policy or Policy()):
                found += [
                    step for step in self._step(commit) if all(commit != s.commit for s in found)
                ]
        return found

    def origins(self, name: str, policy: Policy) -> list[Origin]:
        """Where each damaged line of the file ``name`` came from, the newest commit first."""
        version = self._read(f"HEAD:{name}")
        text = _text(version) if version is not None else None
        if text is None:
            return []
        origins: list[Origin] = []
        done: set[int] = set()
        excluded = _protected_lines(text)
        for step in self.steps(name, policy):
            lines = sorted(_restored(text, step) - done - excluded)
            done.update(lines)
            cause = what_did_it(step.channels, step.before.data, step.after.data)
            if lines:
                origins.append(Origin(name, step.commit, tuple(lines), cause, step.commit.previous))
        return [*origins, *self._added(name, text, done, policy)]

    def _read(self, version: str) -> Version | None:
        data = self._reader.read(version) if version else None
        return None if data is None else Version(short(version), data)

    def _walk(self, name: str) -> list[Step]:
        """The commits that damaged lines that still stand, and lines that these damaged again."""
        found: list[Step] = []
        seen: set[Commit] = set()
        todo = deque([("HEAD", name)])
        while todo:
            revision, at = todo.popleft()
            version = self._read(f"{revision}:{at}")
            if version is None:
                continue
            for commit in self._of_suspicious_lines(version.data, revision, at):
                if commit in seen:
                    continue
                seen.add(commit)
                for step in self._step(commit):
                    found.append(step)
                    before, _, older = commit.previous.partition(":")
                    todo.append((before, older))
        return found

    def _of_suspicious_lines(self, data: bytes, revision: str, name: str) -> Iterable[Commit]:
        """The commits of lines that could be damaged, the newest first."""
        lines = data.split(b"\n")
        commits = dict.fromkeys(
            commit
            for line, (commit, _) in zip(
                lines, lines_by_commit(self._root, revision, name), strict=False
            )
            if _may_be_damaged(line)
        )
        return sorted(commits, key=lambda commit: commit.date, reverse=True)

    def _step(self, commit: Commit) -> Iterator[Step]:
        """The damage that the commit did to its file, if any."""
        before, after = self._read(commit.previous), self._read(commit.version)
        if before is None or after is None or before.data.isascii():
            return
        text, old = _text(after), _text(before)
        if text is None or old is None:
            return
        edits = [edit for edit in restore(text, old, before.name) if edit.safety is Safety.SAFE]
        if edits:
            often = Counter(channel for edit in edits for channel in channels_of(edit))
            channels = tuple(channel for channel, _ in often.most_common())
            yield Step(commit, before, after, channels)

    def _older(self, name: str, text: str, explained: set[int], policy: Policy) -> Iterator[Commit]:
        """The commits that first had damage that the rules find, where another commit edited it."""
        for _, commit in self._by_rules(name, text, explained, policy):
            yield commit

    def _by_rules(
        self, name: str, text: str, explained: set[int], policy: Policy
    ) -> Iterator[tuple[tuple[int, Edit], Commit]]:
        edits = [
            (number, edit) for number, edit in _found(name, text, policy) if number not in explained
        ]
        if not edits:
            return
        written = lines_by_commit(self._root, "HEAD", name)
        firsts: dict[str, Commit | None] = {}
        for number, edit in edits:
            if number > len(written):
                continue
            commit = written[number - 1][0]
            word = _word(text, edit)
            before = self._read(commit.previous)
            if word and before is not None and word.encode() in before.data:
                if word not in firsts:
                    firsts[word] = first_with(self._root, name, word)
                commit = firsts[word] or commit
            yield (number, edit), commit

    def _added(self, name: str, text: str, done: set[int], policy: Policy) -> Iterator[Origin]:
        """Origins of damage that came with new lines: no version has them undamaged."""
        lines: dict[Commit, dict[int, None]] = {}
        causes: dict[Commit, Counter[str]] = {}
        for (number, edit), commit in self._by_rules(name, text, done, policy):
            lines.setdefault(commit, {})[number] = None
            cause = edit.note.partition(";")[0] or ", ".join(edit.rules)
            causes.setdefault(commit, Counter())[cause] += 1
        for commit, numbers in lines.items():
            (cause, _), *_ = causes[commit].most_common(1)
            came = "with new lines"
            if is_shallow_end(self._root, commit):
                came = "here or earlier: the clone is shallow"
            yield Origin(name, commit, tuple(sorted(numbers)), f"{cause}; it came {came}")


def _text(version: Version) -> str | None:
    return version.text("utf-8")


def _may_be_damaged(data: bytes) -> bool:
    return not data.isascii() or may_have_lost(data)


def _restored(text: str, step: Step) -> set[int]:
    """The numbers of the lines of ``text`` in which damage of the step still stands."""
    old = _text(step.before)
    edits = restore(text, old, step.before.name) if old is not None else []
    return set(lines_of((edit.start for edit in edits if edit.safety is Safety.SAFE), text))


def _protected_lines(text: str) -> set[int]:
    spans = pragmas.protected(text)
    return {number for start, end in spans for number in range(*_line_range(text, start, end))}


def _line_range(text: str, start: int, end: int) -> tuple[int, int]:
    return text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1


def _found(name: str, text: str, policy: Policy) -> Iterator[tuple[int, Edit]]:
    """The findings of the rules in a text, without flags, and the number of the line of each."""
    kind = kind_of(name, text[:HEAD].encode("utf-8", "replace")) or Kind.PROSE
    edits = [
        edit
        for edit in repair(Document(text, path=name, kind=kind), policy).edits
        if edit.safety is not Safety.FLAG
    ]
    return zip(lines_of((edit.start for edit in edits), text), edits, strict=True)


def _word(text: str, edit: Edit) -> str:
    """The damaged text with what touches it, up to spaces, in one line."""
    start = text.rfind("\n", 0, edit.start) + 1
    before = _WORD_BEFORE.search(text, start, edit.start)
    after = _WORD.match(text, edit.end)
    left = before[0] if before else ""
    right = after[0] if after else ""
    return (left + text[edit.start : edit.end] + right).split("\n")[0]
