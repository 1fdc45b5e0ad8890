"""The man page says what the help says."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from fixenc.cli.manual.page import man_page
from fixenc.cli.names import COMMANDS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "fixenc" / "cli" / "manual" / "fixenc.1"


def test_the_page_is_what_the_help_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == man_page(), (
        "python -m fixenc.cli.manual > fixenc/cli/manual/fixenc.1"
    )


def test_the_page_names_every_command_and_option() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.isascii()
    for command in COMMANDS:
        assert f".SS fixenc {command}\n" in page
    for option in (
        "\\-\\-in\\-place",
        "\\-\\-pager",
        "\\-\\-changed\\-lines",
        "\\-i",
        "\\-\\-help",
    ):
        assert f"\\fB{option}\\fR" in page or f".B {option}" in page, option
    # A line that begins with a point is a command.
    assert set(re.findall(r"^\.(\w*)", page, re.MULTILINE)) <= {
        "TH", "SH", "SS", "TP", "PP", "B", "I", "BR", "br",
    }  # fmt: skip


@pytest.mark.skipif(shutil.which("man") is None, reason="needs man")
def test_man_shows_it_without_a_warning() -> None:
    ran = subprocess.run(
        ["man", "--warnings", "-l", str(PAGE)],
        capture_output=True,
        text=True,
        env={"MANWIDTH": "80", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"},
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "--unsafe-fixes, --no-unsafe-fixes" in re.sub(".\b", "", ran.stdout)


def test_the_wheel_installs_it(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    from hatchling.builders.wheel import WheelBuilder

    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith(".data/data/share/man/man1/fixenc.1") for name in names)
