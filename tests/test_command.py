"""The command as people start it: standard input, words of other tools, settings, detect."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from fixenc.cli import hints, main
from fixenc.cli.names import COMMANDS
from fixenc.cli.standard_input import has_input
from fixenc.run.config import ConfigProblem
from fixenc.run.config_values import READERS

DAMAGED = "It wasn\xe2t me who said that."
REPAIRED = "It wasn’t me who said that."
COMMAND = [sys.executable, "-m", "fixenc"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("FIXENC_")]:
        monkeypatch.delenv(name)
    return tmp_path


def run(*args: str, **keywords: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *args], capture_output=True, check=False, **keywords)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("way", ["file", "pipe"])
def test_without_a_path_it_is_a_filter(way: str, folder: Path) -> None:
    (folder / "a.txt").write_text(DAMAGED, encoding="utf-8")
    given = (folder / "a.txt").read_bytes()
    if way == "file":
        with open("a.txt", "rb") as file:
            ran = run(stdin=file)
    else:
        ran = run(input=given)
    assert ran.stdout.decode() == REPAIRED
    assert ran.returncode == 0, ran.stderr
    assert (folder / "a.txt").read_bytes() == given


def test_a_filter_reports_if_it_is_asked_to() -> None:
    ran = run("--output-format", "concise", input=DAMAGED.encode())
    assert ran.stdout.startswith(b"<stdin>:1:8: lone-circumflex (safe)")
    assert ran.returncode == 1
    ran = run("--stdin-filename", "a.py", input=b"x = 1\n")
    assert (ran.stdout, ran.returncode) == (b"x = 1\n", 0)


@pytest.mark.parametrize("way", ["null", "closed", "empty pipe", "empty file", "read file"])
def test_nothing_in_standard_input_means_the_current_folder(way: str, folder: Path) -> None:
    (folder / "a.txt").write_text(DAMAGED, encoding="utf-8")
    (folder / "empty").write_bytes(b"")
    if way == "closed":
        ran = subprocess.run(
            ["sh", "-c", '"$@" <&-', "sh", *COMMAND, "--output-format", "concise"],
            capture_output=True,
            check=False,
        )
    elif way == "empty pipe":
        ran = run("--output-format", "concise", input=b"")
    elif way == "null":
        ran = run("--output-format", "concise", stdin=subprocess.DEVNULL)
    else:
        with open("empty" if way == "empty file" else "a.txt", "rb") as file:
            os.lseek(file.fileno(), 0, os.SEEK_END)
            ran = run("--output-format", "concise", stdin=file)
    assert ran.stdout.startswith(b"a.txt:1:8: "), ran.stderr
    assert ran.returncode == 1


def test_a_path_is_looked_at_whatever_is_in_standard_input(folder: Path) -> None:
    (folder / "a.txt").write_text("fine\n")
    ran = run("a.txt", input=DAMAGED.encode())
    assert (ran.stdout, ran.returncode) == (b"", 0)


def test_an_open_pipe_without_a_word_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as stdin, os.fdopen(writer, "wb") as out:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(fileno=stdin.fileno, buffer=stdin))
        with pytest.raises(ConfigProblem, match=r"^standard input is an open pipe.*name - to wait"):
            has_input(0.01)
        out.write(b"a")
        out.flush()
        assert has_input(0.01)
        assert stdin.read(1) == b"a", "it was read"


@pytest.mark.parametrize("option", hints.OPTIONS)
def test_options_of_other_tools_get_a_hint(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([option, "."]) == 2
    assert capsys.readouterr().err == f"fixenc: no such option: {option}; {hints.OPTIONS[option]}\n"


@pytest.mark.parametrize("word", hints.COMMANDS)
def test_commands_of_other_tools_get_a_hint(
    word: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert word not in COMMANDS
    assert main([word, "."]) == 2
    assert capsys.readouterr().err.endswith(f"; {hints.COMMANDS[word]}\n")
    (folder / word).write_text("fine\n")
    assert main([word]) == 0, "a file of that name is a file"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-V"]) == 0
    assert main(["--version"]) == 0
    assert main(["-q", "-V"]) == 0
    assert len(set(capsys.readouterr().out.splitlines())) == 1


def test_verbose(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.txt").write_text(DAMAGED, encoding="utf-8")
    (folder / "b.txt").write_text("fine\n")
    (folder / ".hidden").write_text("fine\n")
    (folder / "c.bin").write_bytes(b"\0" * 9)
    (folder / "d.txt").symlink_to("b.txt")
    (folder / "e.txt").write_text("fine\n")
    assert main(["-v", "--exclude", "e.txt"]) == 1
    told = capsys.readouterr().err.splitlines()[:-1]
    assert sorted(told) == [
        ".hidden: passed over: its name begins with a dot",
        "a.txt: looked at: 1 found",
        "b.txt: looked at: nothing to repair",
        "c.bin: passed over: it holds no text",
        "d.txt: passed over: it is a link",
        "e.txt: passed over: --exclude, or exclude in the settings, names it",
    ]
    assert main(["-vq"]) == 2


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_names_no_types(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([*command.split(), "--help"])
    shown = capsys.readouterr().out
    assert "Usage: fixenc" in shown
    for odd in ("<bool>", "<str>", "<list", "[["):
        assert odd not in shown


def test_rules_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--output-format", "json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert {"mojibake", "lone-circumflex"} < {each["name"] for each in rules}
    assert set(rules[0]) == {
        "name", "stage", "safety", "default", "summary", "explanation", "repairs", "leaves"
    }  # fmt: skip


# --- settings


def test_the_settings_nearest_to_a_file_count(folder: Path) -> None:
    for name, settings in {
        "one": ("fixenc.toml", 'ignore = ["lone-circumflex"]'),
        "two": ("pyproject.toml", '[tool.fixenc]\nline-ending = "crlf"'),
        "three": (".fixenc.toml", 'exclude = ["a.txt"]'),
        "four": ("README", ""),
    }.items():
        (folder / name / "inner").mkdir(parents=True)
        (folder / name / settings[0]).write_text(settings[1])
        (folder / name / "inner" / "a.txt").write_bytes(f"{DAMAGED}\n".encode())
    main(["-iq", "."])
    after = {
        name: (folder / name / "inner/a.txt").read_bytes().decode()
        for name in ("one", "two", "three", "four")
    }
    assert after == {
        "one": f"{DAMAGED}\n",
        "two": f"{REPAIRED}\r\n",
        "three": f"{DAMAGED}\n",
        "four": f"{REPAIRED}\n",
    }


def test_flags_and_variables_win_over_the_nearest_settings(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "inner").mkdir()
    (folder / "inner/fixenc.toml").write_text('ignore = ["lone-circumflex"]')
    file = folder / "inner/a.txt"
    file.write_text(DAMAGED, encoding="utf-8")
    assert main(["-iq", "inner", "--ignore", "gap-that-is-none"]) == 2
    assert main(["-iq", "inner", "--ignore", "mojibake"]) == 0
    assert file.read_text(encoding="utf-8") == REPAIRED
    file.write_text(DAMAGED, encoding="utf-8")
    monkeypatch.setenv("FIXENC_IGNORE", "mojibake, wrong-codec")
    assert main(["-iq", "inner"]) == 0
    assert file.read_text(encoding="utf-8") == REPAIRED


def test_nearer_settings_that_write_more_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "inner").mkdir()
    (folder / "inner/fixenc.toml").write_text("unsafe-fixes = true")
    (folder / "inner/a.txt").write_text(DAMAGED, encoding="utf-8")
    assert main(["-i", "."]) == 0
    noted = f"Set by the configuration: unsafe-fixes ({folder / 'inner/fixenc.toml'}).\n"
    assert capsys.readouterr().err.endswith(noted)
    assert main(["-i", "--no-unsafe-fixes", "."]) == 0
    assert "configuration" not in capsys.readouterr().err


def test_standard_input_has_the_settings_of_its_name(folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "inner/fixenc.toml").write_text('ignore = ["lone-circumflex"]')
    ran = run("--stdin-filename", "inner/a.txt", input=DAMAGED.encode())
    assert ran.stdout.decode() == DAMAGED
    ran = run("--stdin-filename", "a.txt", input=DAMAGED.encode())
    assert ran.stdout.decode() == REPAIRED


def test_config(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "inner").mkdir()
    (folder / "pyproject.toml").write_text('[tool.fixenc]\nencoding = "cp1251"\nbom = "add"')
    (folder / "inner/fixenc.toml").write_text('exclude = ["b"]')
    monkeypatch.setenv("FIXENC_BOM", "remove")
    assert main(["config", "--output-format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert list(shown) == list(READERS)
    assert shown["encoding"] == {"value": "cp1251", "source": str(folder / "pyproject.toml")}
    assert shown["bom"] == {"value": "remove", "source": "FIXENC_BOM"}
    assert shown["select"] == {"value": [], "source": "default"}
    assert main(["config", "inner"]) == 0
    lines = [line.split("  # ") for line in capsys.readouterr().out.splitlines()]
    rows = {row.rstrip(): source.strip() for row, source in lines}
    assert rows['exclude = ["b"]'] == str(folder / "inner/fixenc.toml")
    assert rows["# encoding is not set"] == "default"
    assert rows['bom = "remove"'] == "FIXENC_BOM"
    assert main(["config", "gone"]) == 2


# --- detect

KOI8 = "Жена узнала, что муж был в связи с гувернанткой.\r\n".encode("koi8-r")


def test_detect(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.txt").write_bytes(KOI8)
    (folder / "b.txt").write_bytes("\ufeffcafé\n".encode())
    (folder / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert main(["detect", "a.txt", "b.txt", "c.png"]) == 0
    a, b, c = capsys.readouterr().out.splitlines()
    assert a.startswith("a.txt: koi8-r, confidence ")
    assert ", language ru, line ending crlf (" in a
    assert b == "b.txt: utf-8, confidence 100%, line ending lf, byte order mark (byte order mark)"
    assert c == "c.png: holds no text"
    assert main(["detect", "--output-format", "json", "a.txt", "c.png", "gone"]) == 2
    out, err = capsys.readouterr()
    one, none = json.loads(out)["files"]
    assert (one["path"], one["encoding"], one["language"]) == ("a.txt", "koi8-r", "ru")
    assert one["candidates"][0][0] == "koi8-r"
    assert none == {"path": "c.png", "encoding": None, "evidence": "holds no text"}
    assert err == "fixenc: gone: there is no such file or folder; check the name\n"


def test_detect_in_standard_input() -> None:
    assert run("detect", input=KOI8).stdout.startswith(b"<stdin>: koi8-r")
    assert run("detect", "--minimal", "-", input=KOI8).stdout == b"koi8-r\n"
    ran = run("detect", "--stdin-filename", "a.latin2.vim", "--output-format", "jsonl", input=b"a")
    assert json.loads(ran.stdout)["path"] == "a.latin2.vim"
