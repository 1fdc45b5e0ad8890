"""Mistakes that people make, and the one clear line that answers each of them.

A line says what is wrong, where, and what to do; here stands how it begins.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from fixenc.cli import main

COMMANDS = [
    ("gone.txt", "gone.txt: there is no such file or folder; check the name"),
    ("''", "'': is no path; the current folder is ."),
    ("--fix a.txt", "no such option: --fix; to write the repairs, use --in-place (-"),
    ("--check .", "no such option: --check; without --in-place nothing is written"),
    ("check a.txt", "check: there is no such file, folder or command; fixenc PATHS "),
    ("format .", "format: there is no such file, folder or command; fixenc --in-"),
    ("explian mojibake", "explian: there is no such file or folder; did you mean the com"),
    ("--selct mojibake .", "No such option: --selct (Possible options: --help, --select); "),
    ("--select mojibak .", "--select: there is no rule 'mojibak'; did you mean 'mojibake'?"),
    ("--ignore lone-circumflx .", "--ignore: there is no rule 'lone-circumflx'; did you mean 'lon"),
    ("--select .", "--select: there is no rule '.'; see fixenc rules"),
    ("--encoding utf-9 a.txt", "--encoding: there is no text encoding named 'utf-9'; did you"),
    ("--encoding base64 a.txt", "--encoding: there is no text encoding named 'base64'; see http"),
    (
        "--to-encoding utf9 a.txt",
        "--to-encoding: there is no text encoding named 'utf9'; did you ",
    ),
    (
        "--to-encoding utf-8 --keep-encoding a.txt",
        "--to-encoding and --keep-encoding contradict each other: give ",
    ),
    ("--bom yes a.txt", "Invalid value for '--bom': 'yes' is not one of 'keep', 'add', "),
    ("--line-ending unix a.txt", "Invalid value for '--line-ending': 'unix' is not one of 'lf', "),
    ("--normal-form NFX a.txt", "Invalid value for '--normal-form': 'NFX' is not one of 'nfc', "),
    ("--output-format xml a.txt", "Invalid value for '--output-format': 'xml' is not one of 'full"),
    ("--color sometimes a.txt", "Invalid value for '--color': 'sometimes' is not one of 'auto',"),
    ("--jobs 0 a.txt", "Invalid value for '-j' / '--jobs': Input should be greater tha"),
    ("--jobs many a.txt", "Invalid value for '-j' / '--jobs': Input should be a valid int"),
    (
        "--statistics --output-format json a.txt",
        "Invalid value: --statistics has a form of its own: leave out -",
    ),
    ("--output-format html -i a.txt", "the page decides what to change: leave out --in-place"),
    ("-o '' a.txt", "'': is no path to write to"),
    ("-o gone/out.txt a.txt", "gone/out.txt: cannot be written: no such file or directory"),
    ("-o . a.txt", ".: cannot be written: is a directory"),
    ("- a.txt", "Invalid value: - stands alone: standard input cannot be mixed "),
    (
        "--stdin-filename b.txt a.txt",
        "Invalid value: --stdin-filename names what comes through -; se",
    ),
    ("--staged .", "{cwd}: is in no work tree of git; go to one"),
    ("--changed-lines main .", "main: is no commit that git knows; check its name"),
    ("--diff-filter X --staged .", "--diff-filter: 'X' must be letters out of ACMRT"),
    ("--diff-filter A .", "--diff-filter: goes with --staged"),
    ("--staged -", "Invalid value: --staged and --changed-lines are about files, n"),
    ("--baseline gone.json .", "gone.json: cannot be read: no such file or directory"),
    ("--baseline a.txt .", "a.txt: is no file of decisions (Expecting value: line 1 column"),
    ("-q -v .", "Invalid value: --quiet and --verbose contradict each other: gi"),
    ("--channel cp1251 a.txt", "--channel: 'cp1251' is no channel: name the codec that stored "),
    (
        "--channel cp1251>cp125 a.txt",
        "--channel: 'cp1251>cp125': there is no codec named 'cp125'; di",
    ),
    (
        "--channel utf-16>cp1252 a.txt",
        "--channel: 'utf-16>cp1252': utf-16 does not keep ASCII as it i",
    ),
    (
        "--channel cp1252>cp1252 a.txt",
        "--channel: 'cp1252>cp1252': text stored and read as cp1252 is ",
    ),
    ("explain", "Missing argument 'RULE'; see fixenc explain --help"),
    ("explain mojibak", "there is no rule 'mojibak'; did you mean 'mojibake'?"),
    ("rules --output-format xml", "Invalid value for '--output-format': 'xml' is not one of 'text"),
    ("review a.txt", "review needs a terminal to ask on; elsewhere, fixenc PATHS sho"),
    ("apply", "Missing argument 'DECISIONS'; see fixenc apply --help"),
    ("apply gone.json", "gone.json: cannot be read: no such file or directory"),
    ("apply a.txt", "a.txt: is no file of decisions (Expecting value: line 1 column"),
    ("apply bad.json", "bad.json: is no file of decisions (its form is another); make "),
    ("undo 20200101-000000", "20200101-000000: no such run can be undone; see fixenc undo --"),
    ("detect gone.txt", "gone.txt: there is no such file or folder; check the name"),
    ("detect - a.txt", "Invalid value: - stands alone: standard input cannot be mixed "),
    (
        "detect --minimal --output-format json a.txt",
        "Invalid value: --minimal is a line of text: leave out --output",
    ),
    (
        "detect --output-format xml a.txt",
        "Invalid value for '--output-format': 'xml' is not one of 'text",
    ),
    ("decode ''", "'': there is nothing to decode"),
    ("decode bin.dat", "bin.dat: holds no text"),
    ("decode -n 0 abc", "Invalid value for '-n' / '--most': Input should be greater tha"),
    ("learn good", "Missing argument 'BAD'; see fixenc learn --help"),
    ("learn same same", "both texts are the same: nothing was misread"),
    ("learn plain other", "the good text is all ASCII, which every codec reads alike"),
    ("learn two.txt one.txt", "the texts must be the same line by line: one has 2 lines, the "),
    ("config gone", "gone: there is no such file or folder; check the name"),
    ("dataset in.csv --column text", "Invalid value: OUTPUT is missing: the folder to write to"),
    ("dataset gone.csv out --column text", "gone.csv: there is no such file or folder"),
    ("dataset in.csv out", "Missing option '--column'; see fixenc dataset --help"),
    ("--encoding utf-16 odd.txt", "odd.txt: is not valid utf-16-le at byte 2; name the right code"),
]

SETTINGS = [
    (
        "pyproject.toml",
        "[tool.fixenc]\nexlude=[]",
        "pyproject.toml: [tool.fixenc]: unknown key 'exlude'; did you m",
    ),
    (
        "pyproject.toml",
        "[tool.fixenc]\nselect='mojibake'",
        "pyproject.toml: [tool.fixenc]: select: must be a list of strin",
    ),
    (
        "pyproject.toml",
        "[tool.fixenc]\nunsafe-fixes='yes'",
        "pyproject.toml: [tool.fixenc]: unsafe-fixes: must be true or f",
    ),
    (
        "pyproject.toml",
        "[tool.fixenc",
        "pyproject.toml: cannot be read as TOML: Expected ']' at the en",
    ),
    (
        "pyproject.toml",
        "[tool.fixenc]\nselect=['mojibak']",
        "pyproject.toml: [tool.fixenc]: select: there is no rule 'mojib",
    ),
    (
        "pyproject.toml",
        "[tool.fixenc]\nencoding='utf-9'",
        "pyproject.toml: [tool.fixenc]: encoding: there is no text enco",
    ),
    ("pyproject.toml", "tool.fixenc=3", "pyproject.toml: [tool.fixenc]: must be a table"),
    ("fixenc.toml", "exlude=[]", "fixenc.toml: unknown key 'exlude'; did you mean 'exclude'?"),
    ("environment", "FIXENC_BOM=yes", "FIXENC_BOM: must be one of keep, add, remove"),
    (
        "environment",
        "FIXENC_SELCT=x",
        "FIXENC_SELCT: there is no such setting; did you mean FIXENC_SE",
    ),
    (
        "environment",
        "FIXENC_UNSAFE_FIXES=maybe",
        "FIXENC_UNSAFE_FIXES: must be 1 or 0, not 'maybe'",
    ),
]
"""Where the mistake stands, what is written there, and how the answer begins."""

LONGEST = 260
"""Characters of an answer."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a few files in it, in no repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for name in [name for name in os.environ if name.startswith(("FIXENC_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    for name, content in {
        "a.txt": "fine\n",
        "odd.txt": "abc",
        "bin.dat": "\0" * 50,
        "bad.json": "{}",
        "one.txt": "é\n",
        "two.txt": "é\né\n",
        "in.csv": "id,text\n1,a\n",
    }.items():
        (tmp_path / name).write_bytes(content.encode())
    return tmp_path


def test_there_are_enough() -> None:
    assert len(COMMANDS) + len(SETTINGS) >= 60


@pytest.mark.parametrize(("typed", "answer"), COMMANDS)
def test_commands(typed: str, answer: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert main(shlex.split(typed)) == 2
    _require_one_line(answer, folder, capfd)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(("where", "written", "answer"), SETTINGS)
def test_settings(
    where: str,
    written: str,
    answer: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    if where == "environment":
        monkeypatch.setenv(*written.split("=", 1))
    else:
        (folder / where).write_text(written, encoding="utf-8")
    assert main(["."]) == 2
    _require_one_line(answer, folder, capfd)


def _require_one_line(answer: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out, err = capfd.readouterr()
    err = err.replace(f"{folder}/", "").replace(str(folder), "{cwd}")
    line, *rest = err.splitlines()
    assert out == ""
    assert line.startswith(f"fixenc: {answer}")
    assert len(line) < LONGEST
    # How many files could not be handled is no part of the answer, but of the summary.
    assert all(each == "1 file could not be handled." for each in rest)
