"""Writing: the old content or the new, whole, and all else as it was."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from fixenc.files import FileProblem, read, write_atomically

OLD, NEW = b"old" * 5, b"new content, longer than the old"


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".fixenc")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.txt"
    path.write_bytes(OLD)
    return path


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


def test_an_access_control_list_stays(file: Path) -> None:
    # user::rw-, user:1234:r--, group::r--, mask::r--, other::---, as the kernel packs it
    entries = [(1, 6, -1), (2, 4, 1234), (4, 4, -1), (16, 4, -1), (32, 0, -1)]
    packed = (2).to_bytes(4, "little") + b"".join(
        tag.to_bytes(2, "little")
        + bits.to_bytes(2, "little")
        + who.to_bytes(4, "little", signed=True)
        for tag, bits, who in entries
    )
    os.setxattr(file, "system.posix_acl_access", packed)
    write_atomically(file, NEW, read=read(file).identity)
    assert os.getxattr(file, "system.posix_acl_access") == packed


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


def test_nothing_but_regular_files_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "fifo", Path("/dev/null")):
        with pytest.raises(FileProblem, match="is a device, a FIFO or a socket"):
            read(path)
    with pytest.raises(FileProblem, match="is a folder"):
        read(tmp_path)


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
