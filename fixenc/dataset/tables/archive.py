"""Archives (tar and zip): a row is a member, and its column is what follows the name's first dot.

So ``0001.txt`` and ``0001.json`` of a WebDataset are cells of the columns ``txt`` and ``json``;
a path such as ``json.caption`` leads into an object of JSON.  Members in which nothing changes
keep their content, and all keep their names, times and modes.
"""

from __future__ import annotations

import copy
import io
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from fixenc.core.edits import Edit, apply
from fixenc.dataset.inputs import Format, Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.columns import no_column
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.json.escaped import replaced
from fixenc.dataset.tables.json.rows import object_of, texts_in
from fixenc.dataset.tables.lines import LONGEST
from fixenc.dataset.tables.table import Columns
from fixenc.dataset.tables.texts import Texts, TextsPart, by_row
from fixenc.files.problem import FileProblem
from fixenc.integrations.change import Change
from fixenc.integrations.change import Path as TextPath
from fixenc.integrations.paths import Name, parse

SIZE = 32 << 20
"""Bytes of a part, about."""

TEXTS = ("txt", "text", "md", "json")
"""Columns of text, for patterns that name all of it."""

AnyInfo = tarfile.TarInfo | zipfile.ZipInfo


@dataclass(frozen=True)
class Member:
    """A member: what the archive says of it, its column, and its content if it is a file."""

    info: AnyInfo
    name: str
    data: bytes | None

    @property
    def column(self) -> str:
        """What follows the first dot of the name."""
        if self.data is None:
            return ""
        return self.name.rpartition("/")[2].partition(".")[2].lower()


@dataclass
class ArchivePart(TextsPart):
    """Some members."""

    table: ArchiveTable
    members: list[Member] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many members there are."""
        return len(self.members)

    def _read(self) -> tuple[dict[str, Texts], dict[int, str]]:
        columns = {name: Texts() for name in self.table.columns}
        problems: dict[int, str] = {}
        for row, member in enumerate(self.members):
            taken: set[TextPath] = set()
            for name, texts in columns.items():
                try:
                    found = [*self.table.texts(member, name)]
                except ValueError as error:
                    problems[row] = f"member {member.name}: {error}"
                    found = []
                for path, text in found:
                    if path not in taken:
                        texts.paths.append(path)
                        texts.texts.append(text)
                taken.update(path for path, _ in found)
                texts.ends.append(len(texts.texts))
        return columns, problems


class ArchiveTable:
    """An archive."""

    def __init__(self, store: Store, source: Input, columns: Sequence[str], form: Form) -> None:
        self._store = store
        self._source = source
        self.columns = tuple(columns)
        self._unseen = dict.fromkeys(columns)
        self._names: dict[str, None] = {}

    def parts(self) -> Iterator[ArchivePart]:
        """The members; raises :exc:`FileProblem` if a column is in none of them."""
        part = ArchivePart(self)
        size = 0
        try:
            for member in self._members():
                part.members.append(member)
                size += len(member.data or b"")
                if size >= SIZE:
                    yield part
                    part, size = ArchivePart(self), 0
        except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            said = str(error) or "it ends within a member"
            raise FileProblem(self._source.name, f"cannot be read: {said}") from None
        if part.members:
            yield part
        for column in self._unseen if self._names else ():
            raise no_column(column, sorted(self._names), self._source.name)

    def texts(self, member: Member, pattern: str) -> Iterator[tuple[TextPath, str]]:
        """The texts of ``member`` where ``pattern`` leads, with their paths.

        Raises :exc:`ValueError` if it should be text and is not.
        """
        column = member.column
        if not column or member.data is None:
            return
        self._names[column] = None
        steps = (Name(pattern),) if pattern == column else parse(pattern)
        first, rest = steps[0], steps[1:]
        assert isinstance(first, Name)
        if not first.matches(column) or (first.wild and column not in TEXTS):
            return
        self._unseen.pop(pattern, None)
        if column.endswith("json"):
            for path, text in texts_in(object_of(member.data), rest):
                yield (column, *path), text
        elif not rest:
            try:
                yield (column,), member.data.decode()
            except UnicodeDecodeError:
                raise ValueError("is not UTF-8") from None

    def _members(self) -> Iterator[Member]:
        name = self._source.name
        if self._source.format is Format.ZIP:
            with self._store.open(name) as file, zipfile.ZipFile(file) as packed:
                for info in packed.infolist():
                    _require_short(name, info.filename, info.file_size)
                    yield Member(info, info.filename, None if info.is_dir() else packed.read(info))
            return
        with self._store.stream(name) as file, tarfile.open(fileobj=file, mode="r|*") as archive:
            for each in archive:
                _require_short(name, each.name, each.size)
                content = archive.extractfile(each) if each.isreg() else None
                yield Member(each, each.name, content.read() if content else None)

    @contextmanager
    def writer(self, path: Path) -> Iterator[ArchiveWriter]:
        """An archive at ``path`` of the same kind, compressed as this one is."""
        if self._source.format is Format.ZIP:
            with (
                self._store.open(self._source.name) as file,
                zipfile.ZipFile(file) as before,
                zipfile.ZipFile(path, "w") as packed,
            ):
                packed.comment = before.comment
                yield ArchiveWriter(_Zip(packed))
            return
        packing = {"gzip": "gz", "bz2": "bz2", "xz": "xz"}.get(self._source.compression or "", "")
        mode = f"w:{packing}"
        with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
            yield ArchiveWriter(_Tar(archive))


class _Adds(Protocol):
    def add(self, info: AnyInfo, data: bytes | None) -> None:
        """Add a member with this content."""


@dataclass
class _Zip:
    archive: zipfile.ZipFile

    def add(self, info: AnyInfo, data: bytes | None) -> None:
        assert isinstance(info, zipfile.ZipInfo)
        self.archive.writestr(copy.copy(info), data or b"", info.compress_type)


@dataclass
class _Tar:
    archive: tarfile.TarFile

    def add(self, info: AnyInfo, data: bytes | None) -> None:
        assert isinstance(info, tarfile.TarInfo)
        new = copy.copy(info)
        if data is not None:
            new.size = len(data)
            new.pax_headers = {k: v for k, v in info.pax_headers.items() if k != "size"}
        self.archive.addfile(new, None if data is None else io.BytesIO(data))


class ArchiveWriter:
    """An archive that is being written."""

    def __init__(self, archive: _Adds) -> None:
        self._archive = archive

    def write(
        self,
        part: ArchivePart,
        fixed: Columns,
        changes: Mapping[str, Sequence[Change]],
        left_out: Collection[int],
    ) -> None:
        """Write the members, with the changes in them."""
        found = by_row(changes)
        for row, member in enumerate(part.members):
            if row in left_out:
                continue
            data = member.data
            for path, own in found.get(row, {}).items():
                assert data is not None
                data = _changed(data, path[1:], own)
            self._archive.add(member.info, data)


def _changed(data: bytes, path: TextPath, changes: Sequence[Change]) -> bytes:
    if path:
        return replaced(data, path, changes)
    edits = [Edit(change.start, change.end, change.after) for change in changes]
    return apply(data.decode(), edits).encode()


def _require_short(archive: str, name: str, size: int) -> None:
    if size > LONGEST:
        what = f"holds {name} of more than {LONGEST >> 20} MB"
        raise FileProblem(archive, what, "unpack it, and name the folder")
