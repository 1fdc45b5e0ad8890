"""What tests of several parts share."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

from fixenc.core.edits import Edit, Safety, flag
from fixenc.core.rule import Rule, Stage, rule
from fixenc.files import platform
from fixenc.review import wording

# The first text of a language reads its lexicon; how long that takes is measured elsewhere.
settings.register_profile("fixenc", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("fixenc")


@rule(
    stage=Stage.CHARACTER, safety=Safety.SAFE, needs="â", damaged={"donât": "don’t"}, intact=["a"]
)
def lost_bytes(text: str) -> Iterator[Edit]:
    """A mark lost two of its bytes. This sentence is no part of the reason.

    So it goes.
    """
    for at, character in enumerate(text):
        if character == "â":
            yield Edit(at, at + 1, "’")


@rule(stage=Stage.QUOTES, safety=Safety.UNSAFE, needs="  ", damaged={"a  b": "a b"}, intact=["a b"])
def two_spaces(text: str) -> Iterator[Edit]:
    """A space too many."""
    at = text.find("  ")
    while at >= 0:
        yield Edit(at, at + 2, " ", note="between words")
        at = text.find("  ", at + 2)


@rule(stage=Stage.PROSE, safety=Safety.FLAG, needs="XXX", damaged={"XXX": "XXX"}, intact=["X"])
def gap(text: str) -> Iterator[Edit]:
    """Something is missing."""
    at = text.find("XXX")
    while at >= 0:
        yield flag(at, at + 3)
        at = text.find("XXX", at + 3)


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own, where it keeps its journals."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.delenv("FIXENC_SYSTEM", raising=False)  # it is no setting of the command
    return folder / "fixenc" / "journal"


UNIX_ONLY = (
    *(
        "O_CLOEXEC",
        "O_NOFOLLOW",
        "O_NONBLOCK",
        "O_DIRECTORY",
        "fchmod",
        "fchown",
        "pread",
        "pwrite",
    ),
    *("geteuid", "sched_getaffinity", "listxattr", "getxattr", "setxattr", "fork", "mkfifo"),
)
"""Names of os that Windows does not have.  The standard library took what it needs of them when
it was imported, or asks for them."""


SIMULATES_WINDOWS = os.environ.get("FIXENC_SYSTEM") == "windows"


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail where a file of tests can't be imported: the search for doctests skips it in silence."""
    report = yield
    if report.nodeid.startswith("tests/") and "unable to import module" in str(report.longrepr):
        report.outcome = "failed"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what only Unix can do where it cannot be done."""
    if SIMULATES_WINDOWS or os.name == "nt":
        for item in items:
            if item.get_closest_marker("unix"):
                item.add_marker(pytest.mark.skip(reason="needs Unix"))


@pytest.fixture
def without_unix(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without what only Unix has: names of os, fcntl, and signals."""
    for name in UNIX_ONLY:
        monkeypatch.delattr(os, name, raising=False)
    for name in ("SIGHUP", "SIGKILL"):
        monkeypatch.delattr(signal, name, raising=False)
    for name in ("fcntl", "pwd", "resource", "termios"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(platform, "can_rename_open_files", lambda: False)


@pytest.fixture(autouse=True)
def _simulated(request: pytest.FixtureRequest) -> None:
    """With FIXENC_SYSTEM=windows in the environment, all tests run without what only Unix has."""
    if SIMULATES_WINDOWS and request.node.get_closest_marker("unix") is None:
        request.getfixturevalue("without_unix")


@pytest.fixture
def toy_rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[Rule, ...]]:
    """Three rules of our own, one of each safety, instead of the real ones."""
    monkeypatch.chdir(tmp_path)  # away from the project's settings, which name real rules
    rules = (lost_bytes, two_spaces, gap)
    for name in (
        "cli.explain",
        "run.config_values",
        "engine.policy",
        "review.formats.sarif",
        "review.wording",
    ):
        monkeypatch.setattr(import_module(f"fixenc.{name}"), "every_rule", lambda: rules)
    wording._first_sentence.cache_clear()
    yield rules
    wording._first_sentence.cache_clear()
