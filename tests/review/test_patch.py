"""Patches do, in the hands of the real tools, what ``--in-place`` does."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from fixenc.core.document import Document
from fixenc.core.edits import Edit, Safety
from fixenc.engine.repair import Repair
from fixenc.files import Writer
from fixenc.review.formats.patch import patch
from fixenc.review.formats.reasons import in_context
from fixenc.review.outcome import Outcome
from fixenc.run.config import Settings, settings
from fixenc.run.files import find, run

pytestmark = pytest.mark.usefixtures("toy_rules")

FILES = {
    "plain.txt": "one\ntwo â\nthree\n".encode(),
    "no newline.txt": "â".encode(),
    "crlf.txt": "one\r\nâ two\r\nthree\r\n".encode(),
    "mixed.txt": "one\r\nâ\nthree\rfour â\n".encode(),
    "marked.txt": "\N{BYTE ORDER MARK}â one\n".encode(),
    "bytes.txt": "before \x85 â after".encode() + b" \x92 \xff\nnext",
    "naïve/größe.txt": "â\n".encode(),
    'quote"d \\ name.txt': "â\n".encode(),
    "tab\tname.txt": "â\n".encode(),
    "escape \x1b[31m.txt": "â \x1b[2J \N{RIGHT-TO-LEFT OVERRIDE}\n".encode(),
    "dashes.txt": "--- a/x\n+++ b/x\n@@ -1 +1 @@\nâ\n-x\n# y\n\\ No newline\n".encode(),
    "flag.txt": b"XXX\n--- a/flag.txt\n+++ b/flag.txt\n@@ -1 +1 @@\n-XXX\n+YYY\n",
    os.fsdecode(b"latin-\xe9.txt"): "â\n".encode(),
    "latin1.txt": "caf\xe9 et th\xe9 â\n".encode() * 3,
    "intact.txt": b"fine\n",
}

TOOLS = (
    ["git", "apply", "--whitespace=nowarn"],
    ["patch", "--strip=1", "--no-backup-if-mismatch", "--fuzz=0", "--binary"],
)


def repaired(folder: Path, *, in_place: bool = False, encoding: str | None = None) -> bytes:
    chosen = Settings(folder=folder, config_folder=folder, encoding=encoding, keep_encoding=True)
    writer = Writer() if in_place else None
    return b"".join(patch(run(find([Path()], chosen), chosen, writer=writer)))


def populate(folder: Path) -> None:
    for name, data in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    choose = random.Random(1)
    for number in range(200):
        pieces = choose.choices(["â", "b ", "\n", "\r\n", "\x85", "donât\n", "é\n\n\n"], k=150)
        (folder / f"{number:03}.txt").write_bytes("".join(pieces).encode())


def contents(folder: Path) -> dict[Path, bytes]:
    return {
        file.relative_to(folder): file.read_bytes()
        for file in sorted(folder.rglob("*.txt"))
        if ".git" not in file.parts
    }


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool[0])
@pytest.mark.parametrize("below", [".", "sub"])
def test_the_real_tools(
    tool: list[str], below: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    populate(tmp_path)
    monkeypatch.chdir(tmp_path)
    diff = repaired(tmp_path)
    repaired(tmp_path, in_place=True)
    expected = contents(tmp_path)
    assert expected != FILES

    # In a repository git knows two current folders, and must use the right one.
    repository = tmp_path / "repository"
    folder = repository / below
    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    populate(folder)
    check = "--check" if tool[0] == "git" else "--dry-run"
    for command in ([*tool, check], tool):
        ran = subprocess.run(command, cwd=folder, input=diff, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert b"fuzz" not in ran.stdout + ran.stderr
        assert b"offset" not in ran.stdout + ran.stderr
    assert contents(folder) == expected


def test_reasons_hold_nothing_that_steers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    populate(tmp_path)
    monkeypatch.chdir(tmp_path)
    reasons = [line for line in repaired(tmp_path).split(b"\n") if line.startswith(b"# ")]
    assert len(reasons) > 1000
    assert all(line.decode("utf-8").isprintable() for line in reasons)


def test_a_file_without_lines_is_named_but_not_patched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wide.txt").write_bytes("â one\n".encode("utf-16"))
    (tmp_path / "ebcdic.txt").write_bytes("â b\n".encode("cp037"))
    monkeypatch.chdir(tmp_path)
    wide = repaired(tmp_path).decode()
    assert "# wide.txt: not in this patch: utf-16-le is no encoding that patch tools" in wide
    assert "---" not in wide


WHOLES = {
    "cp1252.txt": "plain\r\ncaf\xe9\n\x93â\x94".encode("latin-1"),
    "one.txt": b"caf\xe9",
    "lines.txt": b"plain\n" * 9 + b"caf\xe9\n" + b"plain\n" * 9 + b"th\xe9\nplain\n",
    "joined.txt": b"fine\r\rcaf\xe9\n\r\nfine\n",
}


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool[0])
@pytest.mark.parametrize(
    "form", [{}, {"bom": "add"}, {"line_ending": "lf"}, {"to_encoding": "mac-roman"}], ids=str
)
def test_a_file_that_changes_as_a_whole(
    tool: list[str], form: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chosen = settings(encoding="cp1252", **form)

    def populate() -> None:
        for name, data in WHOLES.items():
            Path(name).write_bytes(data)

    populate()
    diff = b"".join(patch(run(find([Path()], chosen), chosen)))
    assert b"not in this patch" not in diff
    assert [*run(find([Path()], chosen), chosen, writer=Writer())]
    expected = contents(tmp_path)
    populate()
    ran = subprocess.run(tool, input=diff, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert contents(tmp_path) == expected != WHOLES


def test_what_a_patch_cannot_hold_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wide.txt").write_bytes("é\n".encode("utf-16"))
    monkeypatch.chdir(tmp_path)
    chosen = settings(to_encoding="utf-8")
    told: list[str] = []
    assert b"---" not in b"".join(patch(run(find([Path()], chosen), chosen), warn=told.append))
    assert told == [
        "wide.txt: not in this patch: utf-16-le is no encoding that patch tools can handle; "
        "fixenc --in-place writes it"
    ]


def test_a_file_elsewhere_is_patched_from_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (tmp_path / "there.txt").write_text("â\n", encoding="utf-8")
    monkeypatch.chdir(here)
    chosen = Settings(folder=here, config_folder=here)
    diff = b"".join(patch(run(find([Path("../there.txt")], chosen), chosen))).decode()
    assert f"--- a{tmp_path}/there.txt\n" in diff
    assert "apply this with patch -p1 -d /" in diff


def test_flags_are_named_with_the_words_beside_them() -> None:
    text = "Mr. Pompeo He refused, saying that\nâ and â\n"
    at = text.index("He")
    found = Repair(
        Document(text, path="a.txt"),
        tuple(
            Edit(each, each + 1, "’", ("lost-bytes",)) for each, c in enumerate(text) if c == "â"
        ),
        (Edit(at, at + 2, None, ("gap",), Safety.FLAG),),
    )
    data = text.encode()
    comments = b"".join(patch([Outcome("a.txt", found, before=data, after=data)])).decode()
    assert comments.split("\n")[:3] == [
        "# a.txt",
        "#   1:12  Mr. Pompeo He refused, saying  gap (flag, not in this patch): "
        "Something is missing.",
        "#   2:1  â → ’ ×2  lost-bytes (safe): A mark lost two of its bytes.",
    ]


@pytest.mark.parametrize(
    ("text", "flagged", "words"),
    [
        ("one two three four five", "three", "one two three four five"),
        ("one two three four five six", "four", "two three four five six"),
        ("a\nb c\nd", "b", "b c"),
        ("x", "x", "x"),
        ("(word)s here", "word", "(word)s here"),
        ("p" * 60 + " z " + "q" * 60, "z", "p" * 29 + " z " + "q" * 29),
    ],
)
def test_words_beside_a_flag(text: str, flagged: str, words: str) -> None:
    at = text.index(flagged)
    edit = Edit(at, at + len(flagged), None, ("gap",), Safety.FLAG)
    assert in_context(Document(text), edit) == words
