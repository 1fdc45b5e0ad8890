"""The hooks, installed and run by pre-commit and prek themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fixenc.cli import main

ROOT = Path(__file__).parents[1]
PARTS = ("fixenc", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
DAMAGED = "caf\xc3\xa9 cr\xc3\xa8me, d\xc3\xa9j\xc3\xa9\n"
REPAIRED = "café crème, déjé\n"
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
PREK = [str(Path(sys.executable).with_name("prek"))]


class Work:
    """A repository in which somebody works, with the hooks installed."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "PRE_COMMIT_HOME": str(home),
            "PREK_HOME": str(home / "prek"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{f"GIT_{who}_NAME": "test" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "test@example.org" for who in ("AUTHOR", "COMMITTER")},
        }
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def run(self, *command: str) -> tuple[int, str]:
        """The exit status of a command, and all that it said."""
        ran = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
        return ran.returncode, ran.stdout

    def git(self, *arguments: str) -> str:
        status, said = self.run("git", *arguments)
        assert status == 0, said
        return said

    def write(self, name: str, text: str = DAMAGED) -> None:
        (self.folder / name).write_text(text, encoding="utf-8", newline="")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def commit(self) -> tuple[int, str]:
        return self.run("git", "commit", "-qm", "a change")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the project as it stands here, committed or not."""
    folder = tmp_path_factory.mktemp("source")
    work = Work(folder / "fixenc", folder)
    for name in PARTS:
        part = ROOT / name
        if part.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(part, work.folder / name, ignore=ignored)
        else:
            shutil.copy(part, work.folder)
    work.git("add", "-A")
    work.git("commit", "-qm", "all")
    return work.folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runners keep the environments that they build: once for all tests."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def work(tmp_path: Path, home: Path) -> Work:
    """An old repository: damaged files in it, and no hooks yet."""
    work = Work(tmp_path / "work", home)
    for name in ("old.txt", "moved.txt", "gone.txt", "edited.txt"):
        work.write(name, f"This is {name}.\n{DAMAGED}" + "It has some more lines.\n" * 9)
    work.git("add", "-A")
    work.git("commit", "-qm", "the beginning")
    return work


def install(work: Work, source: Path, hook: str, runner: list[str]) -> None:
    revision = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=source, text=True).strip()
    config = f"repos: [{{repo: '{source}', rev: {revision}, hooks: [{{id: {hook}}}]}}]\n"
    work.write(".pre-commit-config.yaml", config)
    status, said = work.run(*runner, "install")
    assert status == 0, said
    work.git("add", ".pre-commit-config.yaml")


with_both = pytest.mark.parametrize(
    "runner",
    [
        pytest.param(PRE_COMMIT, id="pre-commit"),
        pytest.param(
            PREK,
            id="prek",
            marks=pytest.mark.skipif(not Path(PREK[0]).exists(), reason="prek is not installed"),
        ),
    ],
)


@with_both
def test_new_files_are_repaired_and_old_ones_left(
    work: Work, source: Path, runner: list[str]
) -> None:
    install(work, source, "fixenc-new", runner)
    new = ["new.txt", "with space.txt", "n\xe9.txt", "two\nlines.txt"]
    for name in new:
        work.write(name)
    (work.folder / "binary.txt").write_bytes(b"\0\1\2" + DAMAGED.encode())
    (work.folder / "link.txt").symlink_to("old.txt")
    work.write("edited.txt", work.read("edited.txt") + "One more line.\n")
    work.git("mv", "moved.txt", "elsewhere.txt")
    work.git("rm", "-q", "gone.txt")
    module = Work(work.folder.parent / "module", work.folder)
    module.write("inner.txt")
    module.git("add", "-A")
    module.git("commit", "-qm", "damaged")
    local = ("-c", "protocol.file.allow=always")
    work.git(*local, "submodule", "--quiet", "add", str(module.folder), "module")
    work.git("add", "-A")
    before = {name: work.read(name) for name in ("old.txt", "elsewhere.txt", "edited.txt")}

    status, said = work.commit()

    assert status == 1, said
    assert [work.read(name) for name in new] == [REPAIRED] * len(new), said
    assert {name: work.read(name) for name in before} == before
    assert work.read("module/inner.txt") == DAMAGED
    assert (work.folder / "binary.txt").read_bytes().startswith(b"\0\1\2caf\xc3\x83")

    work.git("add", "-A")
    status, said = work.commit()
    assert status == 0, said

    work.write("old.txt", work.read("old.txt") + "Edited later.\n")
    work.git("add", "-A")
    status, said = work.commit()
    assert status == 0, said


@with_both
def test_unstaged_edits_survive(work: Work, source: Path, runner: list[str]) -> None:
    install(work, source, "fixenc-new", runner)
    work.write("new.txt", f"One.\n{DAMAGED}" + "Two.\n" * 20)
    work.git("add", "-A")
    unstaged = work.read("new.txt") + "Not staged.\n"
    work.write("new.txt", unstaged)

    status, said = work.commit()

    # pre-commit hides what is not staged, and brings it back after the hook.
    assert status == 1, said
    assert work.read("new.txt") in (unstaged, unstaged.replace(DAMAGED, REPAIRED))


@with_both
def test_between_two_commits(work: Work, source: Path, runner: list[str]) -> None:
    install(work, source, "fixenc-new", runner)
    work.write("new.txt")
    work.write("old.txt", work.read("old.txt") + "Edited.\n")
    work.git("add", "-A")
    work.git("commit", "-qnm", "past the hook")
    old = work.read("old.txt")

    status, said = work.run(*runner, "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")

    assert status == 1, said
    assert (work.read("new.txt"), work.read("old.txt")) == (REPAIRED, old)


@with_both
def test_all_files_means_all(work: Work, source: Path, runner: list[str]) -> None:
    install(work, source, "fixenc-new", runner)
    status, said = work.run(*runner, "run", "--all-files")
    assert status == 1
    assert "all are checked" in said
    assert REPAIRED in work.read("old.txt")


@with_both
def test_the_check_changes_nothing(work: Work, source: Path, runner: list[str]) -> None:
    install(work, source, "fixenc-check", runner)
    work.write("new.txt")
    work.git("add", "-A")
    status, said = work.commit()
    assert status == 1
    assert "new.txt" in said
    assert work.read("new.txt") == DAMAGED


NAMES = (
    "--in-place",
    "-oREADME.md",
    "--output=README.md",
    "--to-encoding=utf-16",
    "--help",
    "--version",
    "--",
    "-",
    "undo",
    "rules",
)
"""Names of files that read like options and commands."""


@with_both
def test_file_names_are_paths_to_the_check(work: Work, source: Path, runner: list[str]) -> None:
    install(work, source, "fixenc-check", runner)
    work.write("README.md", "Fine.\n")
    for name in NAMES:
        work.write(name)
        work.git("add", "-A")
        status, said = work.commit()
        assert status == 1, (name, said)
        assert f"+++ b/{name}\n" in said
        assert work.read(name) == DAMAGED
        work.git("rm", "-qf", "--", name)
    assert work.read("README.md") == "Fine.\n"
    assert work.read("old.txt").endswith("It has some more lines.\n")
    assert DAMAGED in work.read("old.txt")


@with_both
def test_file_names_are_paths_to_the_repair(work: Work, source: Path, runner: list[str]) -> None:
    install(work, source, "fixenc-new", runner)
    for name in NAMES:
        work.write(name)
    work.git("add", "-A")
    status, said = work.commit()
    assert status == 1, said
    assert [work.read(name) for name in NAMES] == [REPAIRED] * len(NAMES), said


@with_both
def test_proposals_are_shown_and_do_not_block(work: Work, source: Path, runner: list[str]) -> None:
    install(work, source, "fixenc", runner)
    work.write("new.py", 'name = "caf\xc3\xa9 cr\xc3\xa8me"\n')
    work.git("add", "-A")
    status, said = work.commit()
    assert status == 0, said
    assert "2 unsafe proposals, to apply with --unsafe-fixes" in said


@with_both
def test_utf_16_reaches_the_hook(work: Work, source: Path, runner: list[str]) -> None:
    install(work, source, "fixenc", runner)
    (work.folder / "strings").write_bytes(DAMAGED.encode("utf-16"))
    work.git("add", "-A")
    status, said = work.commit()
    assert status == 1, said
    assert (work.folder / "strings").read_bytes() == REPAIRED.encode("utf-16")


def test_try_repo(work: Work, source: Path) -> None:
    status, said = work.run(*PRE_COMMIT, "try-repo", str(source), "fixenc", "--all-files")
    assert status == 1
    assert "files were modified by this hook" in said, said
    assert all(REPAIRED in work.read(name) for name in ("old.txt", "moved.txt"))


def test_this_repository_passes_its_own_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["--exclude", "seeds/", "--quiet"]) == 0
