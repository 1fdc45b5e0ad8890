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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.core.document import Document, FileChange
from fixenc.core.edits import Edit, apply
from fixenc.engine.repair import Repair, repair
from fixenc.review.formats.terminal import Terminal
from fixenc.review.outcome import Outcome
from fixenc.review.session.choices import Choices
from fixenc.review.session.questions import Made, Question, questions
from fixenc.review.session.saved import Saved, known_from, resumed
from fixenc.review.session.session import Session

TEXTS = {"a": "â a  b â XXX\n\nc â", "b": "â â"}


@dataclass
class Asked:
    """A session of these keys: a list, in which a text of several characters is one key."""

    keys: Iterable[str]
    texts: dict[str, str] = field(default_factory=lambda: dict(TEXTS))
    screen: Terminal = field(default_factory=Terminal)
    outcomes: Sequence[Outcome] = ()
    made: dict[int, Made] = field(default_factory=dict)
    kept: list[tuple[int, Made | None]] = field(default_factory=list)
    shown: str = ""

    def __post_init__(self) -> None:
        self.questions = questions(
            self.outcomes
            or [
                Outcome(path, repair(Document(text, path=path)), before=text.encode())
                for path, text in self.texts.items()
            ]
        )
        pressed = iter(self.keys)
        written: list[str] = []

        def keep(question: Question, decision: Made | None) -> None:
            self.kept.append((self.questions.index(question), decision))

        def read_key() -> str:
            key = next(pressed)
            if key == "\x03":
                raise KeyboardInterrupt
            if key == "\x04":
                raise EOFError
            return key

        self.choices = Choices(self.questions, keep, self.made)
        try:
            Session(self.choices, self.screen, read_key, written.append).run()
        finally:
            self.shown = "".join(written)
        assert not [*pressed]

    @property
    def result(self) -> dict[str, str]:
        made = {each.path: each.edits for each in self.choices.decisions()}
        return {path: apply(text, made.get(path, [])) for path, text in self.texts.items()}


NOTHING = (TEXTS["a"], TEXTS["b"])


@pytest.mark.usefixtures("toy_rules")
@pytest.mark.parametrize(
    ("keys", "a", "b"),
    [
        ("q", *NOTHING),
        ("yyynyyy", "’ a b ’ XXX\n\nc ’", "’ ’"),
        ("aaaraar", "’ a b ’ XXX\n\nc ’", "’ â"),
        ("nnnnnnn", *NOTHING),
        ("yq", "’ a  b â XXX\n\nc â", "â â"),
        ("y?q", "’ a  b â XXX\n\nc â", "â â"),
        ("yñq", "’ a  b â XXX\n\nc â", "â â"),
        ("pnnnn", "’ a b ’ XXX\n\nc â", "â â"),  # the flag is asked about by itself
        ("nPyyy", "â a  b â XXX\n\nc ’", "’ ’"),
        ("nfnyn", "â a b ’ XXX\n\nc ’", "’ â"),
        ("Fyy", *(TEXTS["a"], "’ ’")),
        ("kyn", "’ a b ’ XXX\n\nc ’", "’ ’"),
        ("Aqq"[:2], "’ a  b ’ XXX\n\nc ’", "’ ’"),
        ("Kyn", "â a b â XXX\n\nc â", "â â"),
        ("yuq", *NOTHING),
        ("yyuunq", *NOTHING),
        ("kuyq", "’ a  b â XXX\n\nc â", "â â"),
        ("uq", *NOTHING),
        ("nnnyknyyy", "â a  b â XXX\n\nc ’", "’ ’"),
        ("syq", "â a b â XXX\n\nc â", "â â"),
        ("jyq", "â a b â XXX\n\nc â", "â â"),
        ("sybbyq", "’ a b â XXX\n\nc â", "â â"),
        ("ybnq", *NOTHING),  # what was decided can be decided again
        ("]yq", *(TEXTS["a"], "’ â")),
        ("][yq", "’ a  b â XXX\n\nc â", "â â"),
        ("]]yq", *(TEXTS["a"], "’ â")),
        ("mMyq", "’ a  b â XXX\n\nc â", "â â"),
        ("yyynssyq", "’ a b ’ XXX\n\nc â", "â ’"),
        ("sssnyyysyyq", "’ a b â XXX\n\nc ’", "’ ’"),
        (["y", "\x04"], "’ a  b â XXX\n\nc â", "â â"),
    ],
)
def test_keys(keys: Sequence[str], a: str, b: str) -> None:
    asked = Asked(keys)
    assert asked.result == {"a": a, "b": b}, asked.shown


@pytest.mark.usefixtures("toy_rules")
@pytest.mark.parametrize(
    ("keys", "a"),
    [
        (["e", "\x7f", "“", "\r", "q"], "“ a  b â XXX\n\nc â"),
        (["e", "x", "\x1b[D", "y", "\r", "q"], "’yx a  b â XXX\n\nc â"),
        (["e", "x", "\x01", "y", "\x05", "z", "\r", "q"], "y’xz a  b â XXX\n\nc â"),
        (["e", "x", "\x1b[H", "\x1b[C", "\x0b", "\r", "q"], "’ a  b â XXX\n\nc â"),
        (["e", "\x15", "“", "\n", "q"], "“ a  b â XXX\n\nc â"),
        (["e", "e", "\u0301", "\x7f", "\r", "q"], "’ a  b â XXX\n\nc â"),
        (["e", "a", "\x1b[D", "\x1b[3~", "\r", "q"], "’ a  b â XXX\n\nc â"),
        (["e", "x", "\x1b", "q"], TEXTS["a"]),
        (["e", "x", "\x03", "n", "q"], TEXTS["a"]),
        (["e", "x", "\x04", "y", "q"], "’ a  b â XXX\n\nc â"),
        (["e", "\x15", "\r", "y", "q"], " a  b â XXX\n\nc â"),
        (["e", "\x15", "\r", "n", "q"], TEXTS["a"]),
        ([*"sss", "e", "\x15", *"yes", "\r", "q"], "â a  b â yes\n\nc â"),
        ([*"sss", "e", "!", "\r", "q"], "â a  b â XXX!\n\nc â"),
    ],
)
def test_a_replacement_is_typed(keys: list[str], a: str) -> None:
    asked = Asked(keys)
    assert asked.result["a"] == a, asked.shown


@pytest.mark.usefixtures("toy_rules")
@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (["g", "3", "\r"], 3),
        (["g", "99", "\r"], 7),
        (["g", "0", "\r"], 1),
        (["g", "B", "\r"], 6),
        (["g", "zz", "\r"], 1),
        (["g", "\x1b"], 1),
        (["/", "c", " ", "\r"], 5),
        (["s", "/", "A  B", "\r"], 3),
        (["/", "zz", "\r"], 1),
        (["/", "\r"], 1),
    ],
)
def test_a_change_is_gone_to(keys: list[str], number: int) -> None:
    asked = Asked([*keys, "y" if number != 4 else "n", "q"])
    assert [at for at, _ in asked.kept] == [number - 1], asked.shown


@pytest.mark.usefixtures("toy_rules")
def test_screen() -> None:
    shown = Asked("?q").shown
    assert shown.startswith(
        "\n1/7  a:1\n  [-â-]{+’+} a [-·-]b [-â-]{+’+} <?XXX?>\n"
        "  1 of 4  â → ’  lost-bytes safe\n  A mark lost two of its bytes.\n"
        "accept [y] refuse [n] paragraph [p] file [f] kind [k] edit [e] undo [u] help [?] "
        "quit [q]\n> "
    )
    assert "type another replacement" in shown


@pytest.mark.usefixtures("toy_rules")
def test_decided_changes_are_shown_as_they_will_be() -> None:
    shown = Asked("ynq").shown
    assert "\n  ’ a [-·-]b" in shown
    assert "\n  ’ a ·b [-â-]{+’+}" in shown


def test_a_typed_replacement_is_shown_without_what_stands_beside_it() -> None:
    edit = Edit(0, 3, "’ x", ("lost-bytes",))
    found = Repair(Document("â x, XXX", path="a"), (edit, Edit(5, 8, "end", ("m",))))
    asked = Asked([*"eb", "\r", "q"], outcomes=[Outcome("a", found)])
    assert "\n  ’ xb, [-XXX-]{+end+}\n" in asked.shown
    assert asked.shown.startswith("\n1/2  a:1\n  [-â-]{+’+} x, [-XXX-]{+end+}\n")
    asked = Asked(["e", "\x01", "b", "\r", "q"], outcomes=[Outcome("a", found)])
    assert "\n  b’ x, [-XXX-]{+end+}\n" in asked.shown


@pytest.mark.usefixtures("toy_rules")
def test_the_text_around_is_shown() -> None:
    shown = Asked("mq").shown
    assert "\n\n  c [-â-]{+’+}\n" in shown.partition("m\n")[2]
    assert "c [-" not in shown.partition("m\n")[0]


@pytest.mark.usefixtures("toy_rules")
def test_undo_names_what_it_takes_back() -> None:
    assert "taken back: â → ’ at a:1, accepted\n" in Asked("yuq").shown
    assert "taken back: â → ’ at a:1, refused\n" in Asked("nuq").shown
    assert "taken back: 5 changes, accepted\n" in Asked("kuq").shown
    assert "there is nothing to undo" in Asked("uq").shown


@pytest.mark.usefixtures("toy_rules")
def test_skipped_changes_are_asked_about_again_at_the_end() -> None:
    asked = Asked([*"ysynyyy", "?", "x", "s", "y"])
    assert asked.result == {"a": "’ a b ’ XXX\n\nc ’", "b": "’ ’"}
    assert "1 change not decided.\nlook at them again [s]" in asked.shown
    assert Asked("ysynyyyq").result["a"] == "’ a  b ’ XXX\n\nc ’"
    assert Asked("ysynyyyunq").result["b"] == "’ â"


@pytest.mark.usefixtures("toy_rules")
def test_each_decision_is_kept_at_once() -> None:
    asked = Asked(["y", "n", "u", "e", "\x7f", "x", "\r", "\x04"])
    first, second = asked.questions[:2]
    typed = second.with_replacement("x")
    assert asked.kept == [(0, first.edits), (1, ()), (1, None), (1, typed)]


@pytest.mark.usefixtures("toy_rules")
def test_decisions_are_taken_up_again(tmp_path: Path) -> None:
    asked = Asked(["y", "n", "y", "e", "y", "\r", "y", "u", "q"])
    saved = Saved(tmp_path, "folder")
    for at, made in asked.kept:
        saved.add(asked.questions[at], made)
    assert saved.path.stat().st_mode & 0o777 == 0o600
    with saved.path.open("a", encoding="utf-8") as file:
        file.write('{"path": "a", "dig')  # a process was killed while it wrote
    again = resumed(asked.questions, Saved(tmp_path, "folder").load())
    assert again == asked.choices.made
    assert Saved(tmp_path, "other").load() == {}
    assert resumed(Asked("q", {"a": TEXTS["a"] + "!"}).questions, saved.load()) == {}
    later = Asked("uq", made=again)
    assert "taken back: 4 changes" in later.shown
    saved.remove()
    assert saved.load() == {}


@pytest.mark.usefixtures("toy_rules")
def test_earlier_decisions_alone_are_not_carried_out_unasked() -> None:
    made = Asked("nnnnnnn").choices.made
    again = Asked("q", made=dict(made))
    assert "\neverything is decided.\nlook at them again [s]" in again.shown
    again = Asked("sy", made=dict(made))
    assert "(refused so far)" in again.shown
    assert again.result["a"].startswith("’ a  b")


@pytest.mark.usefixtures("toy_rules")
def test_a_file_of_decisions_is_taken_up_again() -> None:
    asked = Asked(["y", "n", "y", "e", "y", "\r", "q"])
    assert resumed(asked.questions, known_from(asked.choices.decisions())) == asked.choices.made


def test_a_sentence_of_another_script_is_one_question() -> None:
    text = "xx, yy zz"
    edits = [Edit(at, at + 2, new, ("m",)) for at, new in ((0, "да"), (4, "нет"), (7, "ещё"))]
    outcome = Outcome("a", Repair(Document(text, path="a"), tuple(edits)))
    for keys, result in (
        ("y", "да, нет ещё"),
        ("n", text),
        (["e", "!", "\r"], "да, нет ещё!"),
        (["e", "\x1b", "q"], text),
    ):
        asked = Asked(keys, {"a": text}, outcomes=[outcome])
        assert asked.result == {"a": result}
        known = known_from(asked.choices.decisions())
        assert resumed(asked.questions, known) == asked.choices.made


@pytest.mark.parametrize(
    ("keys", "codec", "accepted"),
    [
        ("yyn", "cp1252", True),
        ("nyn", "cp1252", False),
        ("1n", "cp1251", True),
        ("1unyn", "cp1252", False),
    ],
)
def test_an_encoding_is_chosen(keys: Sequence[str], codec: str, accepted: bool) -> None:
    data = "été\nâ".encode("cp1252")
    candidates = (("cp1252", 0.5), ("cp1251", 0.25))
    document = Document("été\nâ", path="a", encoding="cp1252", candidates=candidates)
    change = FileChange("encoding", "cp1252", "utf-8", "a guess")
    found = Repair(document, (Edit(4, 5, "’", ("lost-bytes",)),))
    last = Repair(Document("â", path="b"), (Edit(0, 1, "’", ("lost-bytes",)),))
    outcomes = [Outcome("a", found, before=data, changes=(change,)), Outcome("b", last)]
    asked = Asked(keys, outcomes=outcomes)
    decided = asked.choices.decisions()[0]
    assert (decided.encoding, bool(decided.changes)) == (codec, accepted)
    assert [edit.new for edit in decided.edits] == ([] if codec == "cp1251" else ["’"])
    assert resumed(asked.questions, known_from([decided])).items() <= asked.choices.made.items()
    assert "[1] read as cp1251 25%:\n      1: йtй\n" in asked.shown


def test_alternatives() -> None:
    edit = Edit(0, 1, "’", ("lone-circumflex",), others=("“", "–"))
    outcome = Outcome("a", Repair(Document("â", path="a"), (edit,)), before=b"")
    asked = Asked("2", {"a": "â"}, outcomes=[outcome])
    assert "  [1] “\n  [2] –\n" in asked.shown
    assert asked.result == {"a": "–"}


def test_the_line_of_the_version_before_is_shown() -> None:
    edit = Edit(3, 5, "é", ("new-damage",), note="as in HEAD:a:7 (UTF-8 as cp1252)")
    repaired = Repair(Document("cafÃ©!", path="a"), (edit,), older=(("HEAD:a:7", "café?"),))
    asked = Asked("q", outcomes=[Outcome("a", repaired)])
    assert "  before, in HEAD:a:7:\n    café?\n" in asked.shown


@pytest.mark.parametrize(("columns", "rows"), [(110, 45), (40, 12)])
def test_a_question_fits_on_the_screen(columns: int, rows: int) -> None:
    text = "some words of a sentence, " * 60 + "donât" + " and more of them" * 40
    at = text.index("â")
    edit = Edit(at, at + 1, "’", ("lost-bytes",), note="a note of some length " * 6)
    found = Outcome("a", Repair(Document(text, path="long/" * 20), (edit,)))
    asked = Asked("q", screen=Terminal(columns, False, rows), outcomes=[found])
    lines = asked.shown.removesuffix("q\n").split("\n")
    assert max(map(len, lines)) < columns
    assert len(lines) <= rows
    assert any("don[-â-]{+’+}t" in line for line in lines)


def test_on_a_pseudo_terminal(tmp_path: Path) -> None:
    text = "caf\xc3\xa9 cr\xc3\xa8me\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    keys = ["y", "e", "K", "y"]
    typed = {"e": "\x7fee\n"}
    status, said = on_terminal(["review", ".", "--save", "d.json"], tmp_path, keys, typed)
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
        (
            ["y", "\x03"],
            130,
            "caf\xc3\xa9 cr\xc3\xa8me\n",
            "nothing was written, 1 decision made",
        ),
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
        if len(re.findall(r"^> ", said, re.MULTILINE)) > prompts and prompts < len(keys):
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


def test_a_review_is_taken_up_again_after_it_was_stopped(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("caf\xc3\xa9 cr\xc3\xa8me\n", encoding="utf-8")
    assert on_terminal(["review", "."], tmp_path, ["y", "\x03"])[0] == 130
    status, shown = on_terminal(["review", "."], tmp_path, ["n"])
    assert "1 decision of an earlier review kept; u takes them back." in shown
    assert (status, file.read_text(encoding="utf-8")) == (0, "café cr\xc3\xa8me\n"), shown
    status, shown = on_terminal(["review", "."], tmp_path, ["q"])
    assert "earlier review" not in shown  # it was carried out


def test_saved_decisions_are_taken_up_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("caf\xc3\xa9 cr\xc3\xa8me\n", encoding="utf-8")
    args = ["review", ".", "--save", "d.json"]
    assert on_terminal(args, tmp_path, ["y", "\x03"])[0] == 130
    kept = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert [each["decision"] for file in kept["files"] for each in file["changes"]] == ["accept"]
    (tmp_path / "e.json").write_text("{}", encoding="utf-8")
    status, shown = on_terminal(["review", ".", "--save", "e.json"], tmp_path, [])
    assert (status, "e.json: is no file of decisions" in shown) == (2, True)


def test_a_review_that_decides_nothing_saves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("caf\xc3\xa9 cr\xc3\xa8me\n", encoding="utf-8")
    status, shown = on_terminal(["review", ".", "--save", "d.json"], tmp_path, ["q"])
    assert status == 0, shown
    assert not (tmp_path / "d.json").is_file() or not (tmp_path / "d.json").stat().st_size


def test_only_changed_lines_are_asked_about(tmp_path: Path) -> None:
    def git(*args: str) -> None:
        subprocess.run(["git", *args], cwd=tmp_path, check=True, capture_output=True)

    file = tmp_path / "a.txt"
    file.write_text("caf\xc3\xa9\nfine\n", encoding="utf-8")
    git("init", "-q")
    git("add", ".")
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "first")
    file.write_text("caf\xc3\xa9\nfine cr\xc3\xa8me\n", encoding="utf-8")
    _, shown = on_terminal(["review", "--changed-lines", "HEAD"], tmp_path, ["q"])
    assert "1/1  a.txt:2" in shown
    _, shown = on_terminal(["review", "--staged"], tmp_path, ["q"])
    assert "Nothing to repair" in shown
    git("add", ".")
    _, shown = on_terminal(["review", "--staged"], tmp_path, ["q"])
    assert "1/2  a.txt:1" in shown
