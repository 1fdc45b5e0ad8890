"""Writing: the old content or the new, whole, and all else as it was."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import itertools
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.files import FileProblem, Writer, read, write_atomically
from fixenc.files.journal import Journal
from fixenc.files.temporary import remove_orphans

OLD, NEW = b"old" * 5, b"new content, longer than the old"


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".fixenc")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.txt"
    path.write_bytes(OLD)
    return path


@pytest.mark.unix
def test_mode_owner_and_attributes_stay(file: Path) -> None:
    file.chmod(0o4751)
    os.setxattr(file, "user.origin", b"a scanner")
    if os.geteuid() == 0:
        os.chown(file, 1234, 2345)
        file.chmod(0o4751)
    before = file.stat()
    write_atomically(file, NEW, read=read(file).identity)
    after = file.stat()
    assert file.read_bytes() == NEW
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert os.getxattr(file, "user.origin") == b"a scanner"
    assert not leftovers(file.parent)


# user::rw-, user:1234:r--, group::r--, mask::r--, other::---, as the kernel packs it
ACCESS_LIST = (2).to_bytes(4, "little") + b"".join(
    tag.to_bytes(2, "little") + bits.to_bytes(2, "little") + who.to_bytes(4, "little", signed=True)
    for tag, bits, who in [(1, 6, -1), (2, 4, 1234), (4, 4, -1), (16, 4, -1), (32, 0, -1)]
)


@pytest.mark.unix
def test_an_access_control_list_stays(file: Path) -> None:
    os.setxattr(file, "system.posix_acl_access", ACCESS_LIST)
    write_atomically(file, NEW, read=read(file).identity)
    assert os.getxattr(file, "system.posix_acl_access") == ACCESS_LIST


@pytest.mark.unix
@pytest.mark.parametrize("names", [1, 2])
@pytest.mark.parametrize("call", ["getxattr", "setxattr"])
def test_a_file_is_left_alone_if_an_attribute_would_be_lost(
    file: Path, names: int, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if names > 1:
        os.link(file, file.with_name("other"))
    identity = read(file).identity
    real = getattr(os, call)

    def refuse(path: object, name: str, *others: object) -> object:
        if name == "security.capability":
            raise PermissionError(errno.EPERM, "Operation not permitted")
        return b"" if name == "user.origin" else real(path, name, *others)

    monkeypatch.setattr(os, "listxattr", lambda file: ["user.origin", "security.capability"])
    monkeypatch.setattr(os, "getxattr", lambda path, name: b"old" * (path == file))
    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(FileProblem, match="attribute security"):
        write_atomically(file, NEW, read=identity)
    assert file.read_bytes() == OLD
    assert not leftovers(file.parent)


@pytest.mark.unix
@pytest.mark.parametrize(
    ("number", "expected"), [(errno.ENOTSUP, NEW), (errno.EIO, OLD), (errno.EACCES, OLD)]
)
def test_a_file_system_without_attributes_needs_none(
    file: Path, number: int, expected: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: object) -> list[str]:
        raise OSError(number, os.strerror(number))

    identity = read(file).identity
    monkeypatch.setattr(os, "listxattr", fail)
    with contextlib.ExitStack() as stack:
        if expected is OLD:
            stack.enter_context(pytest.raises(FileProblem, match="cannot be written"))
        write_atomically(file, NEW, read=identity)
    assert file.read_bytes() == expected
    assert not leftovers(file.parent)


@pytest.mark.unix
@pytest.mark.parametrize("names", [1, 2])
def test_a_file_without_an_access_control_list_gets_none_from_its_folder(
    file: Path, names: int
) -> None:
    if names > 1:
        os.link(file, file.with_name("other"))
    os.setxattr(file.parent, "system.posix_acl_default", ACCESS_LIST)
    file.chmod(0o644)
    write_atomically(file, NEW, read=read(file).identity)
    assert "system.posix_acl_access" not in os.listxattr(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


@pytest.mark.unix
def test_in_an_append_only_folder_nothing_is_left_behind(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flags(descriptor: int, request: int, room: bytes) -> bytes:
        assert (request, os.path.samestat(os.fstat(descriptor), file.parent.stat())) == (
            0x80086601 if len(room) == 8 else 0x80046601,
            True,
        )
        return (0x80000 | 0x20).to_bytes(len(room), sys.byteorder)

    monkeypatch.setattr(fcntl, "ioctl", flags)
    with pytest.raises(FileProblem, match="append-only"):
        write_atomically(file, NEW, read=read(file).identity)
    assert os.listdir(file.parent) == [file.name]
    assert file.read_bytes() == OLD


@pytest.mark.unix
@pytest.mark.parametrize("other", [OSError(errno.ENOTTY, "no flags"), 0x80000])
def test_in_other_folders_files_are_replaced(
    file: Path, other: OSError | int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flags(descriptor: int, request: int, room: bytes) -> bytes:
        if isinstance(other, OSError):
            raise other
        return other.to_bytes(len(room), sys.byteorder)

    monkeypatch.setattr(fcntl, "ioctl", flags)
    write_atomically(file, NEW, read=read(file).identity)
    assert file.read_bytes() == NEW


def test_a_link_stays_and_its_target_is_written(file: Path) -> None:
    link = file.parent / "sub" / "link"
    link.parent.mkdir()
    link.symlink_to("../file.txt")
    write_atomically(link, NEW, read=read(link).identity)
    assert link.is_symlink()
    assert file.read_bytes() == NEW


@pytest.mark.parametrize("new", [NEW, b"", b"short"])
def test_hard_links_stay_linked(file: Path, new: bytes) -> None:
    other = file.parent / "other.txt"
    other.hardlink_to(file)
    write_atomically(file, new, read=read(file).identity)
    assert file.samefile(other)
    assert other.read_bytes() == new
    assert not leftovers(file.parent)


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_bytes(b"OLD" * 5),
        lambda file: (file.unlink(), file.write_bytes(OLD)),
        lambda file: (file.rename(file.with_name("moved")), file.symlink_to("moved")),
    ],
    ids=["edited", "replaced", "swapped for a link"],
)
def test_a_file_that_changed_is_left(file: Path, change: object) -> None:
    original = read(file)
    keep = os.open(file, os.O_RDONLY)  # else its inode number may be given to the next file
    assert callable(change)
    change(file)
    now = file.read_bytes()
    if file.is_symlink():
        # What the name leads to is still the file that was read.
        write_atomically(file, NEW, read=original.identity)
        assert file.is_symlink()
    else:
        with pytest.raises(FileProblem, match="was changed by somebody else"):
            write_atomically(file, NEW, read=original.identity)
        assert file.read_bytes() == now
    os.close(keep)
    assert not leftovers(file.parent)


def test_a_deleted_file_stays_deleted(file: Path) -> None:
    original = read(file)
    file.unlink()
    with pytest.raises(FileProblem, match="cannot be written: no such file"):
        write_atomically(file, NEW, read=original.identity)
    assert os.listdir(file.parent) == []


def test_a_read_only_file_is_left(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(FileProblem, match="is read-only"):
        write_atomically(file, NEW, read=read(file).identity)
    assert file.read_bytes() == OLD
    assert stat.S_IMODE(file.stat().st_mode) == 0o444


@pytest.mark.unix
def test_nothing_but_regular_files_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "fifo", Path("/dev/null")):
        with pytest.raises(FileProblem, match="is a device, a FIFO or a socket"):
            read(path)
    with pytest.raises(FileProblem, match="is a folder"):
        read(tmp_path)


@pytest.mark.unix
@pytest.mark.skipif(os.geteuid() != 0, reason="needs to be root to become another user")
def test_a_file_of_another_owner_is_left(tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp())  # pytest's folders are closed to others
    try:
        folder.chmod(0o777)
        file = folder / "file.txt"
        file.write_bytes(OLD)
        file.chmod(0o666)
        original = read(file)
        child = os.fork()
        if not child:
            os.setuid(4321)
            try:
                write_atomically(file, NEW, read=original.identity)
            except FileProblem as problem:
                os._exit(0 if "belongs to somebody else" in str(problem) else 1)
            os._exit(2)
        assert os.waitpid(child, 0)[1] == 0
        assert file.read_bytes() == OLD
        assert os.listdir(folder) == ["file.txt"]
    finally:
        shutil.rmtree(folder)


def stopped(folder: Path, name: str, content: bytes, *, seconds: float = 60) -> Path:
    """What a run that was killed so many seconds ago left."""
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (time.time() - seconds,) * 2)
    return path


TOKEN = "0123456789abcdef01234567"


@pytest.mark.unix
def test_what_a_killed_run_left_is_removed_by_the_next(file: Path) -> None:
    orphan = stopped(file.parent, f".fixenc-{TOKEN}", b"half")
    young = stopped(file.parent, f".fixenc-{TOKEN[::-1]}", b"half", seconds=0)
    in_use = stopped(file.parent, f".fixenc-{TOKEN.replace('0', '1')}", b"half")
    others = stopped(file.parent, ".fixenc-notes.txt", b"somebody's")
    (file.parent / f".fixenc-{TOKEN.replace('0', '2')}").symlink_to(file)
    with open(in_use, "rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        Writer().write(read(file), NEW)
    assert file.read_bytes() == NEW
    assert not orphan.exists()
    assert young.exists()
    assert in_use.exists()
    assert others.exists()
    assert len(leftovers(file.parent)) == 4


def test_a_temporary_file_is_locked_while_it_is_written(file: Path) -> None:
    seen: list[bool] = []

    def pieces() -> Iterator[bytes]:
        (name,) = leftovers(file.parent)
        os.utime(file.parent / name, (0, 0))
        remove_orphans(file.parent)
        seen.append((file.parent / name).exists())
        yield NEW

    write_atomically(file, pieces(), read=read(file).identity)
    assert seen == [True]
    assert file.read_bytes() == NEW


@pytest.mark.unix
@pytest.mark.parametrize("size", [1, 3, 8])
@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (NEW, OLD)])
@pytest.mark.parametrize("how", ["run", "dry run", "undo", "write"])
def test_a_file_of_several_names_that_a_killed_run_spoilt(
    tmp_path: Path, size: int, old: bytes, new: bytes, how: str, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(old)
    (tmp_path / "other.txt").hardlink_to(file)
    journal = Journal(["fixenc", "-i"])
    journal.record(read(file), new)
    journal.close()
    token = f"{file.stat().st_ino:x}-{TOKEN}"
    stopped(tmp_path, f".fixenc-old-{token}", old, seconds=0)
    stopped(tmp_path, f".fixenc-new-{token}", new, seconds=0)
    # It is written from the beginning on; what is longer than before was appended first.
    mixture = new[:size] + old[size:] + new[len(old) :]
    with open(file, "r+b") as spoilt:
        spoilt.write(mixture)
    if how == "write":
        with pytest.raises(FileProblem, match="may hold a mixture"):
            write_atomically(file, b"other", read=read(file).identity)
        assert file.read_bytes() == mixture
    elif how == "dry run":
        assert main(["-q", str(file)]) == 2
        assert "fixenc --in-place and fixenc undo restore what it held" in capfd.readouterr().err
        assert file.read_bytes() == mixture
    else:
        assert main(["-iq", str(file)] if how == "run" else ["undo", journal.name]) == 0
        assert ("what it held is restored" in capfd.readouterr().err) is (how == "run")
        assert file.read_bytes() == old
        assert not leftovers(tmp_path)


@pytest.mark.unix
def test_what_was_written_after_the_kill_is_not_overwritten(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (file.parent / "other.txt").hardlink_to(file)
    name = f".fixenc-old-{file.stat().st_ino:x}-{TOKEN}"
    stopped(file.parent, name, b"what it held")
    stopped(file.parent, name.replace("old", "new"), NEW)
    assert main(["-iq", str(file)]) == 2
    assert f"what it held before is in {name}; keep the better" in capfd.readouterr().err
    assert file.read_bytes() == OLD


@pytest.mark.unix
@pytest.mark.parametrize("content", [OLD, NEW])
def test_a_kill_before_or_after_the_overwriting_is_no_trouble(file: Path, content: bytes) -> None:
    (file.parent / "other.txt").hardlink_to(file)
    name = f".fixenc-old-{file.stat().st_ino:x}-{TOKEN}"
    stopped(file.parent, name, OLD)
    stopped(file.parent, name.replace("old", "new"), NEW)
    with open(file, "r+b") as written:
        written.write(content)
    assert main(["-q", str(file)]) == 0
    Writer().write(read(file), b"newer")
    assert file.read_bytes() == b"newer"
    assert not leftovers(file.parent)


@pytest.mark.unix
def test_an_orphan_beside_what_undo_restores_is_removed(tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(OLD)
    journal = Journal(["fixenc", "-i"])
    Writer(journal).write(read(file), NEW)
    journal.close()
    stopped(tmp_path, f".fixenc-{TOKEN}", OLD)
    assert main(["undo", journal.name]) == 0
    assert os.listdir(tmp_path) == ["file.txt"]


@pytest.mark.unix
@pytest.mark.parametrize("restorable", [True, False])
def test_what_cannot_be_written_over_is_restored_or_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch, restorable: bool
) -> None:
    (file.parent / "other.txt").hardlink_to(file)
    calls = itertools.count()

    def failing(descriptor: int, data: bytes, offset: int) -> int:
        if next(calls) == 1 or not restorable:
            raise OSError(errno.EIO, "Input/output error")
        return os.writev(descriptor, [data]) if os.lseek(descriptor, offset, 0) >= 0 else 0

    monkeypatch.setattr(os, "pwrite", failing)
    with pytest.raises(FileProblem) as raised:
        write_atomically(file, NEW, read=read(file).identity)
    if restorable:
        assert "cannot be written: input/output error" in str(raised.value)
        assert file.read_bytes() == OLD
        assert not leftovers(file.parent)
    else:
        new, old = sorted(leftovers(file.parent))
        assert f"what it held is in {old}" in str(raised.value)
        contents = [(file.parent / name).read_bytes() for name in (old, new)]
        assert contents == [OLD, NEW]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to be root to mount a file system")
@pytest.mark.parametrize("linked", [False, True])
def test_a_full_disk(tmp_path: Path, linked: bool) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], check=False)
    if mount.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        file = disk / "file.txt"
        file.write_bytes(OLD)
        if linked:
            (disk / "other").hardlink_to(file)
        with pytest.raises(FileProblem, match="cannot be written: no space left on device"):
            write_atomically(file, NEW * 10_000, read=read(file).identity)
        assert file.read_bytes() == OLD
        assert not leftovers(disk)
    finally:
        subprocess.run(["umount", disk], check=True)
