"""Commits: what the guard finds in clean ones, and how long staged files take."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from fixenc.history.brought import brought
from fixenc.history.versions import GitVersions
from fixenc.run.config import settings
from fixenc.run.files import find, run

_WHO = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "core.autocrlf=false")


def git(root: str, *arguments: str) -> str:
    """What a Git command prints."""
    ran = subprocess.run(
        ["git", *_WHO, *arguments], cwd=root, check=True, capture_output=True, text=True
    )
    return ran.stdout.strip()


@contextmanager
def repository() -> Iterator[str]:
    """A new repository with an empty commit, which is the current folder meanwhile."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as root:
        git(root, "init", "-q")
        git(root, "commit", "-q", "--allow-empty", "-m", "empty")
        os.chdir(root)
        try:
            yield root
        finally:
            os.chdir(before)


def measure_clean(options: argparse.Namespace) -> None:
    """Print what the guard finds in the files that changed between releases."""
    releases = [Path(each).resolve() for each in options.releases]
    with repository() as root:
        policy = settings().policy
        files = found = 0
        for number, release in enumerate(releases):
            for entry in Path(root).iterdir():
                if entry.name != ".git":
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
            _unpack(release, root)
            git(root, "add", "-A", "-f")
            git(root, "commit", "-q", "--allow-empty", "-m", release.name)
            if number:  # the first one brings what the package has
                changed = git(root, "diff", "--name-only", "--diff-filter=MR", "HEAD~1", "HEAD")
                files += len(changed.splitlines())
                for each in brought(root, policy, "HEAD~1", "HEAD"):
                    found += 1
                    print(f"{release.name}: {each}")
    print(f"{files} changed files, {found} findings")


def _unpack(release: Path, root: str) -> None:
    """Put the files of a release into the folder, without the folder of its name."""
    if release.is_dir():
        shutil.copytree(release, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git"))
        return
    if release.suffix == ".whl":
        with zipfile.ZipFile(release) as wheel:
            wheel.extractall(root)
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.unpack_archive(release, folder)
        (inner,) = Path(folder).iterdir()
        shutil.copytree(inner, root, dirs_exist_ok=True)


def measure_speed(options: argparse.Namespace) -> None:
    """Print the seconds for staged files, with HEAD and without, and those of the guard."""
    texts = list(_texts(options.folders, options.files))
    print(f"{len(texts)} files, {sum(map(len, texts)) / 1e6:.1f} MB")
    print(f"{'staged':24} {'check':>8} {'and HEAD':>9} {'more':>7} {'guard':>7}")
    for kind in ("edited", "damaged, 1 of 100", *["damaged"] * options.damaged):
        with repository() as root:
            names = [f"{number}.txt" for number in range(len(texts))]
            _write(names, texts)
            git(root, "add", "-A")
            git(root, "commit", "-q", "-m", "before")
            _write(names, [_changed(text, at, kind) for at, text in enumerate(texts)])
            git(root, "add", "-A")
            plain, versions = (_seconds(names, is_used) for is_used in (False, True))
            begun = time.perf_counter()
            for _ in brought(root, settings().policy):
                pass
            guard = time.perf_counter() - begun
        print(f"{kind:24} {plain:8.2f} {versions:9.2f} {versions - plain:7.2f} {guard:7.2f}")


def _changed(text: str, number: int, kind: str) -> str:
    if kind == "damaged" or (kind != "edited" and number % 100 == 0):
        text = text.encode().decode("cp1252", "replace")
    return text + "One line more.\n"


def _write(names: list[str], texts: list[str]) -> None:
    for name, text in zip(names, texts, strict=True):
        Path(name).write_bytes(text.encode())


def _seconds(names: list[str], uses_versions: bool) -> float:
    chosen = replace(settings(), versions=GitVersions() if uses_versions else None)
    best = float("inf")
    for _ in range(2):  # the first one loads the model
        begun = time.perf_counter()
        for _ in run(find([Path(name) for name in names], chosen), chosen, jobs=1):
            pass
        best = min(best, time.perf_counter() - begun)
    return best


def _texts(folders: list[str], most: int) -> Iterator[str]:
    """Texts of 2,000 characters at most, whatever they hold."""
    files = [file for each in folders for file in sorted(Path(each).rglob("*")) if file.is_file()]
    left = most
    for file in files:
        try:
            text = file.read_bytes()[:2_000_000].decode()
        except (UnicodeDecodeError, OSError):
            continue
        for start in range(0, min(len(text), 40_000), 2000):
            if not left:
                return
            left -= 1
            yield text[start : start + 2000] + "\n"
