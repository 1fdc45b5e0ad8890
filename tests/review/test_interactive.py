"""Decisions made with single keys."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.core.document import Document
from fixenc.core.edits import Edit, Safety, apply
from fixenc.engine.repair import Repair, repair
from fixenc.review.formats.terminal import Terminal
from fixenc.review.interactive import Session, items
from fixenc.review.outcome import Outcome

TEXTS = {"a": "â a  b â XXX", "b": "â â"}


def decide(keys: str, typed: str = "") -> tuple[dict[str, str], str]:
    """The texts after a session of these keys, and what was shown."""
    outcomes = [
        Outcome(path, repair(Document(text, path=path)), before=text.encode())
        for path, text in TEXTS.items()
    ]
    pressed: Iterator[str] = iter(keys)
    shown: list[str] = []
    session = Session(
        items(outcomes), Terminal(), lambda: next(pressed), lambda _: typed, shown.append
    )
    session.run()
    assert not [*pressed]
    made = {each.path: each.edits for each in session.decisions()}
    return {path: apply(text, made.get(path, [])) for path, text in TEXTS.items()}, "".join(shown)


@pytest.mark.usefixtures("toy_rules")
@pytest.mark.parametrize(
    ("keys", "typed", "a", "b"),
    [
        ("q", "", "â a  b â XXX", "â â"),
        ("yyynyy", "", "’ a b ’ XXX", "’ ’"),
        ("nnnnnn", "", "â a  b â XXX", "â â"),
        ("yq", "", "’ a  b â XXX", "â â"),
        ("y?q", "", "’ a  b â XXX", "â â"),
        ("ynxq", "", "’ a  b â XXX", "â â"),
        ("anyn", "", "’ a b ’ XXX", "’ â"),
        ("dyy", "", "â a  b â XXX", "’ ’"),
        ("Ayn", "", "’ a b ’ XXX", "’ ’"),
        ("Rnn", "", "â a  b â XXX", "â â"),
        ("eq", "“", "“ a  b â XXX", "â â"),
        ("eyq", "", " a  b â XXX", "â â"),
        ("enyq", "", "’ a  b â XXX", "â â"),
        ("nnneq", "yes", "â a  b â yes", "â â"),
        ("yuq", "", "â a  b â XXX", "â â"),
        ("yyuunq", "", "â a  b â XXX", "â â"),
        ("Auyq", "", "’ a  b â XXX", "â â"),
        ("nnnyAq", "", "â a  b â XXX", "â â"),
    ],
)
def test_keys(keys: str, typed: str, a: str, b: str) -> None:
    # Nothing is proposed for XXX, so y and A ask again there.
    if "nnny" in keys:
        assert "nothing is proposed here" in decide(keys, typed)[1]
    assert decide(keys, typed)[0] == {"a": a, "b": b}


@pytest.mark.usefixtures("toy_rules")
def test_what_is_shown() -> None:
    shown = decide("?q")[1]
    assert "1/6  a:1:1\n-[-â-] a  b â XXX" in shown
    assert "lost-bytes safe\n  A mark lost two of its bytes.\n" in shown
    assert "type another replacement" in shown


def test_of_a_flag_all_is_told() -> None:
    edit = Edit(0, 3, None, ("gap",), Safety.FLAG, "a note " * 20)
    outcome = Outcome("a", Repair(Document("XXX", path="a"), (), (edit,)))
    written: list[str] = []
    Session(items([outcome]), Terminal(40), lambda: "q", input, written.append).run()
    assert "".join(written).count("a note") == 20


def test_alternatives() -> None:
    edit = Edit(0, 1, "’", ("lone-circumflex",), others=("“", "–"))
    found = repair(Document("x"))
    outcome = Outcome("a", type(found)(Document("â", path="a"), (edit,)), before=b"")
    shown: list[str] = []
    session = Session(items([outcome]), Terminal(), lambda: "2", input, shown.append)
    session.run()
    assert "  1  “\n  2  –\n" in "".join(shown)
    assert [made.new for made in session.decisions()[0].edits] == ["–"]


def test_on_a_pseudo_terminal(tmp_path: Path) -> None:
    text = "caf\xc3\xa9 cr\xc3\xa8me\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    keys = ["y", "e", "R", "y"]
    status, said = on_terminal(["review", ".", "--save", "d.json"], tmp_path, keys, {"e": "ee\n"})
    assert status == 0, said
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "café creeme\n"
    assert "a.txt: 2 changes made" in said
    kept = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    decisions = [each["decision"] for file in kept["files"] for each in file["changes"]]
    assert decisions == ["accept", "accept", "refuse", "accept"]
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "caf\xc3\xa9 crème\n"


@pytest.mark.parametrize(
    ("keys", "status", "text", "said"),
    [
        (["y", "\x04"], 0, "café cr\xc3\xa8me\n", "Made 1 change in 1 file."),
        (["e", "y", "q"], 0, "café cr\xc3\xa8me\n", "Made 1 change in 1 file."),
        (["y", "\x03"], 130, "caf\xc3\xa9 cr\xc3\xa8me\n", "stopped: nothing was written"),
    ],
)
def test_leaving_by_control_keys(
    keys: list[str], status: int, text: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("caf\xc3\xa9 cr\xc3\xa8me\n", encoding="utf-8")
    ended, shown = on_terminal(["review", "."], tmp_path, keys, typed={"e": "\x04"})
    assert (ended, file.read_text(encoding="utf-8")) == (status, text), shown
    assert said in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("save", "said"),
    [
        ("", "'': is no path to write to"),
        ("folder", "folder: cannot be written: is a directory"),
        ("none/d.json", "none/d.json: cannot be written: no such file or directory"),
        ("a.txt/d.json", "a.txt/d.json: cannot be written: not a directory"),
    ],
)
def test_decisions_that_could_not_be_kept_are_not_asked_for(
    save: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").write_text("caf\xc3\xa9\n", encoding="utf-8")
    assert on_terminal(["review", ".", "--save", save], tmp_path, []) == (2, f"fixenc: {said}\r\n")
    assert {each.name for each in tmp_path.iterdir()} == {"folder", "a.txt"}


def on_terminal(
    args: list[str], folder: Path, keys: list[str], typed: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run fixenc on a terminal in ``folder``: its exit status, and all that was shown."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "fixenc", *args],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        close_fds=True,
        start_new_session=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    os.close(theirs)
    said = answer(ours, keys, typed or {})
    return process.wait(20), said


def answer(terminal: int, keys: list[str], typed: dict[str, str]) -> str:
    """Press a key at each prompt, and return all that was shown."""
    said = ""
    deadline = time.monotonic() + 30
    prompts = 0
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        if ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break  # the other end is closed
            if not data:
                break
            said += data.decode()
        if len(re.findall(r"\? > $|\? > ", said)) > prompts and prompts < len(keys):
            time.sleep(0.1)
            os.write(terminal, keys[prompts].encode())
            if keys[prompts] in typed:
                time.sleep(0.3)
                os.write(terminal, typed[keys[prompts]].encode())
            prompts += 1
    os.close(terminal)
    return said


def test_where_nothing_is_found_nothing_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("fine\n", encoding="utf-8")
    args = ["review", ".", "--save", "d.json"]
    assert on_terminal(args, tmp_path, []) == (0, "Nothing to repair in 1 file.\r\n")
    assert json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))["files"] == []


def test_without_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "."]) == 2
    assert capfd.readouterr().err == (
        "fixenc: review needs a terminal to ask on; elsewhere, fixenc PATHS shows the changes "
        "and fixenc -i PATHS writes the safe ones\n"
    )
