"""The command line, as a table of what is typed and what comes back."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.core.document import ASPECTS
from fixenc.review.decisions import digest

COMMAND = [sys.executable, "-m", "fixenc"]

RUSSIAN = "Всё смешалось в доме Облонских. Жена узнала, что муж был в связи с гувернанткой.\n"
CONVERTED = "encoding: cp1251 → utf-8 (named by --encoding)"
FOUND = "Found 1 repair in 1 of 1 file, to apply with --in-place.\n"
NOTHING = "Nothing to repair in 1 file.\n"
PATCH = """\
# a.txt
#   1:4  â → ’  lost-bytes (safe): A mark lost two of its bytes.
--- a/a.txt
+++ b/a.txt
@@ -1 +1 @@
-donât
+don’t
"""


@dataclass
class Case:
    """What is typed, which files there are, and what comes back."""

    args: str
    files: dict[str, str | bytes] = field(default_factory=dict)
    stdin: bytes = b""
    out: str | bytes = ""
    err: str = ""
    status: int = 0
    after: dict[str, str | bytes] = field(default_factory=dict)


TABLE = {
    "intact": Case("a.txt", {"a.txt": "fine\n"}, err=NOTHING),
    "patch": Case("a.txt", {"a.txt": "donât\n"}, out=PATCH, err=FOUND, status=1),
    "current folder": Case("", {"a.txt": "donât\n"}, out=PATCH, err=FOUND, status=1),
    "diff": Case(
        "a.txt --output-format diff",
        {"a.txt": "donât\n"},
        out=PATCH[PATCH.index("---") :],
        err=FOUND,
        status=1,
    ),
    "concise": Case(
        ". --output-format concise",
        {"a.txt": "donât a  b\nXXX"},
        out="a.txt:1:4: lost-bytes (safe): â → ’: A mark lost two of its bytes.\n"
        "a.txt:1:8: two-spaces (unsafe): · → ∅: A space too many: between words\n"
        "a.txt:2:1: gap (flag): XXX: Something is missing.\n",
        err="Found 1 repair in 1 of 1 file, to apply with --in-place. 1 unsafe proposal, "
        "to apply with --unsafe-fixes. 1 flag for a person to decide.\n",
        status=1,
    ),
    "statistics": Case(
        ". --statistics",
        {"a.txt": "â â a  b"},
        out="2  lost-bytes (safe)\n     â → ’  ×2\n1  two-spaces (unsafe)\n     · → ∅  ×1\n",
        err="Found 2 repairs in 1 of 1 file, to apply with --in-place. 1 unsafe proposal, "
        "to apply with --unsafe-fixes.\n",
        status=1,
    ),
    "in place": Case(
        "-i a.txt",
        {"a.txt": "donât\r\n"},
        out="a.txt: 1 repair made\n",
        err="Made 1 repair in 1 of 1 file.\n",
        after={"a.txt": "don’t\r\n"},
    ),
    "options after paths": Case(
        "a.txt --in-place -q", {"a.txt": "donât"}, after={"a.txt": "don’t"}
    ),
    "in place with what is left": Case(
        "-i a.txt",
        {"a.txt": "donât a  b"},
        out="a.txt: 1 repair made\n"
        "@@ 1 @@ proposed, not applied\n"
        "~don’t a <~·~>b\n"
        "~don’t a b\n"
        "  1:8      · → ∅     two-spaces unsafe A space too many: between words\n\n",
        err="Made 1 repair in 1 of 1 file. 1 unsafe proposal, to apply with --unsafe-fixes.\n",
        status=1,
        after={"a.txt": "don’t a  b"},
    ),
    "unsafe fixes": Case(
        "-iq --unsafe-fixes a.txt", {"a.txt": "donât a  b"}, after={"a.txt": "don’t a b"}
    ),
    "a flag stays": Case("-iq a.txt", {"a.txt": "XXX"}, status=1, after={"a.txt": "XXX"}),
    "in place and diff": Case(
        "-i a.txt --output-format diff",
        {"a.txt": "donât\n"},
        out=PATCH[PATCH.index("---") :],
        err="Made 1 repair in 1 of 1 file.\n",
        after={"a.txt": "don’t\n"},
    ),
    "quiet": Case("-q a.txt", {"a.txt": "donât"}, status=1, after={"a.txt": "donât"}),
    "select": Case("a.txt --select gap", {"a.txt": "donât"}, err=NOTHING),
    "select several": Case(
        "-iq a.txt --select gap,lost-bytes --select two-spaces --unsafe-fixes",
        {"a.txt": "donât  "},
        after={"a.txt": "don’t "},
    ),
    "ignore": Case("a.txt --ignore lost-bytes", {"a.txt": "donât"}, err=NOTHING),
    "exclude": Case(". --exclude b.txt", {"a.txt": "", "b.txt": "donât"}, err=NOTHING),
    "encoding": Case(
        "-iq --encoding cp1252 a.txt", {"a.txt": b"don\xe2t"}, after={"a.txt": "don’t"}
    ),
    "encoding kept": Case(
        "-iq --encoding cp1252 --keep-encoding a.txt",
        {"a.txt": b"don\xe2t"},
        after={"a.txt": b"don\x92t"},
    ),
    "legacy encoding": Case(
        "a.txt --output-format diff --encoding cp1251",
        {"a.txt": RUSSIAN.encode("cp1251")},
        out=b"--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n"
        b"-%s+%s" % (RUSSIAN.encode("cp1251"), RUSSIAN.encode()),
        err="Found 1 change of encoding, to apply with --in-place.\n",
        status=1,
    ),
    "no patch for it": Case(
        "a.txt --output-format patch",
        {"a.txt": "donât\n".encode("utf-16-le").join([b"\xff\xfe", b""])},
        out="# a.txt: not in this patch: utf-16-le is no encoding that patch tools can handle\n",
        err="fixenc: a.txt: not in this patch: utf-16-le is no encoding that patch tools can "
        "handle; fixenc --in-place writes it\n",
        status=1,
    ),
    "legacy encoding, in place": Case(
        "-i . --encoding cp1251",
        {
            "a.txt": RUSSIAN.encode("cp1251"),
            "b.txt": f"# coding: cp1251\n{RUSSIAN}".encode("cp1251"),
        },
        out=f"a.txt\n{CONVERTED}\n\n",
        err="Made 1 change of encoding.\n",
        after={"a.txt": RUSSIAN},
    ),
    "legacy encoding, found out": Case(
        "-iq .", {"a.txt": RUSSIAN.encode("cp1251")}, after={"a.txt": RUSSIAN}
    ),
    "legacy encoding, kept": Case(
        "-i . --keep-encoding", {"a.txt": RUSSIAN.encode("cp1251")}, err=NOTHING
    ),
    "every file in one encoding": Case(
        "-iq . --to-encoding UTF8",
        {
            "a.txt": RUSSIAN.encode("utf-16"),
            "b.txt": f"# coding: cp1251\n{RUSSIAN}".encode("cp1251"),
        },
        after={"a.txt": b"\xef\xbb\xbf" + RUSSIAN.encode(), "b.txt": f"# coding: utf-8\n{RUSSIAN}"},
    ),
    "both at once": Case(
        ". --keep-encoding --to-encoding utf-8",
        err="fixenc: --to-encoding and --keep-encoding contradict each other: give one\n",
        status=2,
    ),
    "nobody knows the encoding": Case(
        "-i .",
        {"a.txt": b"caf\xe9 \xa4"},
        err="fixenc: a.txt: may be in several encodings (mac-greek 8%, iso8859-7 8%, cp1253 8%, "
        "cp869 7%, cp866 6%); name the right one with --encoding\n"
        "1 file could not be handled.\n",
        status=2,
    ),
    "a declaration that is wrong": Case(
        "-iq .",
        {"a.html": '<meta charset="koi8-r">donâ\N{COMBINING ACUTE ACCENT}t'},
        err="fixenc: a.html: is declared as koi8-r by HTML meta charset, which its bytes "
        "contradict; it was read as utf-8 (valid UTF-8)\n",
        after={"a.html": '<meta charset="koi8-r">don’\N{COMBINING ACUTE ACCENT}t'},
    ),
    "forms": Case(
        "-i . --normal-form nfc --line-ending lf --bom add --output-format concise",
        {"a.txt": "donât cafe\N{COMBINING ACUTE ACCENT}\r\n"},
        out="a.txt: bom: absent → present\n"
        "a.txt:1:4: lost-bytes (safe): â → ’: A mark lost two of its bytes.\n"
        "a.txt:1:10: normal-form (safe): e\N{COMBINING ACUTE ACCENT} → é: \n"
        "a.txt:1:12: line-ending (safe): \\r → ∅: \n",
        err="Made 3 repairs in 1 of 1 file and 1 change of byte order mark.\n",
        after={"a.txt": b"\xef\xbb\xbf" + "don’t café\n".encode()},
    ),
    "forms, configured": Case(
        "-iq .",
        {
            "pyproject.toml": '[tool.fixenc]\nline-ending = "crlf"\nnormal-form = "NFD"\n'
            'bom = "remove"\nexclude = ["*.toml"]\n',
            "a.txt": b"\xef\xbb\xbf" + "café\r\nb\n".encode(),
        },
        after={"a.txt": "cafe\N{COMBINING ACUTE ACCENT}\r\nb\r\n"},
    ),
    "forms: a flag wins": Case(
        "-iq . --normal-form none --line-ending keep --bom keep",
        {
            "pyproject.toml": '[tool.fixenc]\nline-ending = "crlf"\nnormal-form = "NFD"\n'
            'bom = "remove"\n',
            "a.txt": b"\xef\xbb\xbf" + "café\r\nb\n".encode(),
        },
    ),
    "what is not known of forms": Case(
        "",
        {"pyproject.toml": '[tool.fixenc]\nbom = "yes"\n'},
        err="fixenc: {cwd}/pyproject.toml: [tool.fixenc]: bom: must be one of keep, add, remove\n",
        status=2,
    ),
    "nothing to undo": Case(
        "undo", err="fixenc: {state}: there is no run that could be undone\n", status=2
    ),
    "no journal": Case("-iq . --no-journal", {"a.txt": "donât"}, after={"a.txt": "don’t"}),
    "explain what changes of a file": Case("explain bom", out=ASPECTS["bom"] + "\n"),
    "no room in the encoding": Case(
        "-i --encoding latin-1 --keep-encoding a.txt",
        {"a.txt": b"don\xe2t"},
        err="fixenc: a.txt: has no room for U+2019 RIGHT SINGLE QUOTATION MARK in iso8859-1; "
        "convert it with --to-encoding utf-8\n"
        "1 file could not be handled.\n",
        status=2,
        after={"a.txt": b"don\xe2t"},
    ),
    "unknown encoding": Case(
        "-q --encoding utf-9 a.txt",
        {"a.txt": "a"},
        err="fixenc: --encoding: there is no text encoding named 'utf-9'; did you mean 'utf-8'?\n",
        status=2,
    ),
    "missing file does not stop the others": Case(
        "-iq gone.txt a.txt",
        {"a.txt": "donât"},
        err="fixenc: gone.txt: there is no such file or folder; check the name\n",
        status=2,
        after={"a.txt": "don’t"},
    ),
    "undecodable": Case(
        "-q .",
        {"a.txt": b"\xff\xfea\x00\x00\xd8", "b.txt": "donât"},
        err="fixenc: a.txt: is not valid utf-16-le at byte 2; name the right codec with "
        "--encoding\n",
        status=2,
    ),
    "binary": Case(
        ".",
        {"a.png": b"\x89PNG\r\n\x1a\n\0\0", "a.txt": "ok"},
        err="Nothing to repair in 1 file. 1 file without text skipped.\n",
    ),
    "stdin": Case(
        "-",
        stdin="donât\n".encode(),
        out=PATCH.replace("a.txt", "<stdin>"),
        err=FOUND,
        status=1,
    ),
    "stdin in place": Case(
        "- -i", stdin="donât\r\n".encode(), out="don’t\r\n", err="Made 1 repair in 1 of 1 file.\n"
    ),
    "stdin in place, intact": Case(
        "- -iq", stdin=b"\xc3\xa9\xc3\xa8\r\n\xff", out=b"\xc3\xa9\xc3\xa8\r\n\xff"
    ),
    "stdin in place, not text": Case(
        "- -i",
        stdin=b"\x7fELF\0\1\2\3",
        out=b"\x7fELF\0\1\2\3",
        err="fixenc: <stdin>: is not text\n1 file could not be handled.\n",
        status=2,
    ),
    "stdin filename": Case("-q - --stdin-filename a.py", stdin=b"a  b"),
    "stdin with files": Case(
        "- a.txt",
        {"a.txt": ""},
        err="fixenc: Invalid value: - stands alone: standard input cannot be mixed with files; "
        "see fixenc --help\n",
        status=2,
    ),
    "proposals allowed": Case(
        "-q --allow-proposals a.txt", {"a.txt": "a  b XXX"}, after={"a.txt": "a  b XXX"}
    ),
    "proposals allowed, a repair is not": Case(
        "-q --allow-proposals .", {"a.txt": "donât"}, status=1
    ),
    "proposals allowed, a problem is not": Case(
        "-q --allow-proposals gone.txt",
        err="fixenc: gone.txt: there is no such file or folder; check the name\n",
        status=2,
    ),
    "a file named like standard input": Case(
        "-iq -- -", {"-": "donât"}, stdin=b"other", after={"-": "don’t"}
    ),
    "files named like options": Case(
        "-iq -- --help undo -",
        {n: "donât" for n in ("--help", "undo", "-")},
        after={n: "don’t" for n in ("--help", "undo", "-")},
    ),
    "unknown rule": Case(
        "--select lost-byte",
        err="fixenc: --select: there is no rule 'lost-byte'; did you mean 'lost-bytes'?\n",
        status=2,
    ),
    "unknown option": Case(
        "--selct gap",
        err="fixenc: No such option: --selct (Possible options: --help, --select); "
        "see fixenc --help\n",
        status=2,
    ),
    "unknown key": Case(
        ".",
        {"pyproject.toml": "[tool.fixenc]\nexlude = []\n"},
        err="fixenc: {cwd}/pyproject.toml: [tool.fixenc]: unknown key 'exlude'; "
        "did you mean 'exclude'?\n",
        status=2,
    ),
    "choices": Case(
        "--color sometimes",
        err="fixenc: Invalid value for '--color': 'sometimes' is not one of 'auto', 'always', "
        "'never'; see fixenc --help\n",
        status=2,
    ),
    "a name for standard input": Case(
        "a.txt --stdin-filename b.txt",
        err="fixenc: Invalid value: --stdin-filename names what comes through -; "
        "see fixenc --help\n",
        status=2,
    ),
    "statistics in a format": Case(
        ". --statistics --output-format json",
        err="fixenc: Invalid value: --statistics has a form of its own: leave out "
        "--output-format; see fixenc --help\n",
        status=2,
    ),
    "misspelt command": Case(
        "explian lost-bytes",
        err="fixenc: explian: there is no such file or folder; "
        "did you mean the command fixenc explain?\n",
        status=2,
    ),
    "a file like a command": Case("rule", {"rule": "fine"}, err=NOTHING),
    "no argument": Case(
        "apply", err="fixenc: Missing argument 'DECISIONS'; see fixenc apply --help\n", status=2
    ),
    "no decisions": Case(
        "apply d.json",
        err="fixenc: d.json: cannot be read: no such file or directory\n",
        status=2,
    ),
    "other than decisions": Case(
        "apply d.json",
        {"d.json": "{}"},
        err="fixenc: d.json: is no file of decisions (its form is another); "
        "make one with fixenc review --save\n",
        status=2,
    ),
    "one is fine, one is missing": Case(
        "a.txt gone",
        {"a.txt": "fine\n"},
        err="fixenc: gone: there is no such file or folder; check the name\n"
        f"{NOTHING.strip()} 1 file could not be handled.\n",
        status=2,
    ),
    "configured": Case(
        "-iq .",
        {"pyproject.toml": "[tool.fixenc]\nunsafe-fixes = true\n", "a.txt": "a  b"},
        after={"a.txt": "a b"},
    ),
    "flags win": Case(
        "-iq --no-unsafe-fixes .",
        {"pyproject.toml": "[tool.fixenc]\nunsafe-fixes = true\n", "a.txt": "a  b"},
        status=1,
        after={"a.txt": "a  b"},
    ),
    "explain": Case(
        "explain lost-bytes",
        out="lost-bytes  safe, on by default\n\n"
        "A mark lost two of its bytes. This sentence is no part of the reason.\n\n"
        "So it goes.\n\n"
        "Repairs\n  - donât\n  + don’t\n\nLeaves alone\n    a\n",
    ),
    "explain a flag": Case(
        "explain gap",
        out="gap  flag, on by default\n\nSomething is missing.\n\n"
        "Repairs\n  - XXX\n  ? flagged: only a person can say\n\nLeaves alone\n    X\n",
    ),
    "explain nothing": Case(
        "explain gab", err="fixenc: there is no rule 'gab'; did you mean 'gap'?\n", status=2
    ),
    "rules": Case(
        "rules",
        out="character\n"
        "  lost-bytes  safe    A mark lost two of its bytes. This sentence is no part of\n"
        "                      the reason.\n\n"
        "quotes\n  two-spaces  unsafe  A space too many.\n\n"
        "prose\n  gap         flag    Something is missing.\n",
    ),
    "a file with a command's name": Case(
        "./rules -iq", {"rules": "donât"}, after={"rules": "don’t"}
    ),
    "a command's name after an option": Case(
        "-iq rules", {"rules": "donât"}, after={"rules": "don’t"}
    ),
    "a file whose name steers the terminal": Case(
        ".",
        {"a\x1b[2J\n@@ -1 +1 @@": "XXX"},
        out="# a\\x1b[2J⏎@@ -1 +1 @@\n#   1:1  XXX  gap (flag, not in this patch): "
        "Something is missing.\n",
        err="Nothing to repair in 1 file. 1 flag for a person to decide.\n",
        status=1,
    ),
    "pragma": Case(".", {"a.txt": "donât  # fixenc: ignore"}, err=NOTHING),
}


@pytest.mark.usefixtures("toy_rules")
@pytest.mark.parametrize("case", TABLE.values(), ids=list(TABLE))
def test_table(
    case: Case,
    tmp_path: Path,
    state: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    for name, content in case.files.items():
        Path(name).write_bytes(_bytes(content))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(case.stdin)))

    status = main(case.args.split())

    out, err = capfdbinary.readouterr()
    assert out == _bytes(case.out)
    assert err.decode() == case.err.replace("{cwd}", str(tmp_path)).replace("{state}", str(state))
    assert status == case.status
    for name, content in (case.files | case.after).items():
        assert Path(name).read_bytes() == _bytes(content)


@pytest.mark.usefixtures("toy_rules")
def test_json(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x\ndonât XXX", encoding="utf-8")
    assert main([str(file), str(tmp_path / "gone"), "--output-format", "json"]) == 2
    told = json.loads(capfd.readouterr().out)
    assert told == {
        "version": 1,
        "files": [
            {
                "path": str(file),
                "encoding": "utf-8",
                "kind": "prose",
                "written": False,
                "changes": [],
                "edits": [
                    {
                        "start": 5,
                        "end": 6,
                        "line": 2,
                        "column": 4,
                        "old": "â",
                        "new": "’",
                        "rules": ["lost-bytes"],
                        "safety": "safe",
                        "applied": True,
                        "note": "",
                        "others": [],
                    },
                    {
                        "start": 8,
                        "end": 11,
                        "line": 2,
                        "column": 7,
                        "old": "XXX",
                        "new": None,
                        "rules": ["gap"],
                        "safety": "flag",
                        "applied": False,
                        "note": "",
                        "others": [],
                    },
                ],
            }
        ],
        "problems": [
            {
                "path": str(tmp_path / "gone"),
                "message": f"{tmp_path}/gone: there is no such file or folder; check the name",
            }
        ],
        "summary": {
            "files": 2,
            "repaired": 1,
            "applied": 1,
            "changes": 0,
            "proposed": 0,
            "flagged": 1,
            "problems": 1,
            "skipped": 0,
        },
    }


@pytest.mark.usefixtures("toy_rules")
def test_a_run_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {"a.txt": "donât\r\n".encode(), "b.txt": RUSSIAN.encode("cp1251")}
    for name, data in before.items():
        Path(name).write_bytes(data)
    assert main(["-iq", "."]) == 0
    assert main(["undo", "--list"]) == 0
    mark, *listed = capfd.readouterr().out.splitlines()[0].split()
    assert mark == "*"
    assert listed[3:] == ["2", "files", "in", str(tmp_path), "fixenc", "--in-place", "."]
    Path("a.txt").write_bytes(b"since then")
    assert main(["undo", listed[0]]) == 2
    out, err = capfd.readouterr()
    assert out == (
        f"{tmp_path}/b.txt: restored\nTook back 1 file of run {listed[0]}: fixenc --in-place .\n"
    )
    assert err == f"fixenc: {tmp_path}/a.txt: was changed since; it is left as it is\n"
    assert Path("b.txt").read_bytes() == before["b.txt"]
    assert Path("a.txt").read_bytes() == b"since then"


def test_decisions_about_a_file_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("a.txt")
    file.write_bytes(RUSSIAN.encode("cp1251"))
    change = {
        **{"start": 0, "end": 0, "line": 1, "column": 1, "before": "", "old": "cp1251"},
        **{"after": "", "new": "utf-8", "rules": ["encoding"], "safety": "safe"},
        **{"applied": True, "decision": "accept"},
    }
    decided = {"path": "a.txt", "digest": digest(file.read_bytes()), "encoding": "cp1251"}
    refused = {**decided, "changes": [{**change, "decision": "refuse"}]}
    Path("refused.json").write_text(json.dumps({"version": 1, "files": [refused]}))
    assert main(["a.txt", "--baseline", "refused.json"]) == 0
    assert main(["apply", "refused.json"]) == 0
    assert file.read_bytes() == RUSSIAN.encode("cp1251")
    Path("accepted.json").write_text(
        json.dumps({"version": 1, "files": [{**decided, "changes": [change]}]})
    )
    assert main(["apply", "accepted.json"]) == 0
    assert file.read_bytes() == RUSSIAN.encode()
    assert capfd.readouterr().out.endswith("a.txt: 1 change made\nMade 1 change in 1 file.\n")
    assert main(["undo"]) == 0
    assert file.read_bytes() == RUSSIAN.encode("cp1251")


@pytest.mark.usefixtures("toy_rules")
@pytest.mark.parametrize("args", [[""], ["-i", ""], ["a.txt", ""], ["-i", "--staged", ""]])
def test_an_empty_path_is_not_the_current_folder(
    args: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("donât\n", "utf-8")
    assert main(args) == 2
    assert capfd.readouterr() == ("", "fixenc: '': is no path; the current folder is .\n")
    assert Path("a.txt").read_text("utf-8") == "donât\n"


@pytest.mark.unix
@pytest.mark.usefixtures("toy_rules")
def test_output_goes_through_what_is_no_regular_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("donât\n", "utf-8")
    Path("report").write_text("old")
    Path("link").symlink_to("report")
    os.mkfifo("fifo")
    reader = os.open("fifo", os.O_RDONLY | os.O_NONBLOCK)
    for name in ("link", "fifo", "/dev/null"):
        assert main(["-q", "a.txt", "-o", name]) == 1
    assert Path("link").is_symlink()
    assert Path("report").read_text("utf-8") == PATCH
    assert Path("fifo").is_fifo()
    assert os.read(reader, 65536).decode() == PATCH
    os.close(reader)
    assert sorted(os.listdir()) == ["a.txt", "fifo", "link", "report"]


@pytest.mark.usefixtures("toy_rules")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "'': is no path to write to"),
        ("folder", "folder: cannot be written: is a directory"),
        ("a.txt/b", "a.txt/b: cannot be written: not a directory"),
        ("gone/b", "gone/b: cannot be written: no such file or directory"),
        ("loop", "loop: cannot be written: too many levels of symbolic links"),
        ("x" * 300, f"{'x' * 300}: cannot be written: file name too long"),
    ],
)
def test_output_that_cannot_be_written(
    name: str,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("donât\n", "utf-8")
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    assert main(["-i", "a.txt", "-o", name]) == 2
    assert capfd.readouterr() == ("", f"fixenc: {message}\n")
    assert Path("a.txt").read_text("utf-8") == "donât\n"
    assert sorted(os.listdir()) == ["a.txt", "folder", "loop"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_while_it_writes(tmp_path: Path, number: signal.Signals) -> None:
    old = "caf\xc3\xa9 cr\xc3\xa8me\n".encode()
    for name in range(3000):
        (tmp_path / f"{name}.txt").write_bytes(old)
    process = subprocess.Popen(
        [*COMMAND, "-i", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    while not any(file.read_bytes() != old for file in tmp_path.glob("*.txt")):
        assert process.poll() is None
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    stopped = re.fullmatch(
        rb"fixenc: stopped after [\d,]+ files?, each of which holds its old or its new text; "
        rb"fixenc undo (\S+) takes back what was written\n",
        err,
    )
    assert stopped is not None
    assert len(list(tmp_path.iterdir())) == 3000
    contents = {file.read_bytes() for file in tmp_path.iterdir()}
    assert contents == {old, "café crème\n".encode()}
    assert main(["undo", stopped[1].decode()]) == 0
    assert {file.read_bytes() for file in tmp_path.iterdir()} == {old}


@pytest.mark.parametrize(
    ("args", "unneeded"),
    [
        (["--version"], "typer pydantic fixenc.run.config fixenc.rules.mojibake re2"),
        (["a.txt"], "typer pydantic difflib tomllib hashlib json"),
        (["é.txt"], "typer pydantic difflib tomllib hashlib json"),
        (["-q", "a.txt"], "fixenc.review.formats.terminal"),
    ],
)
def test_what_is_not_needed_is_not_imported(args: list[str], unneeded: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("All is well.\n")
    (tmp_path / "é.txt").write_text("Tout va bien, déjà.\n", "utf-8")
    always = (
        "rich ftfy wordfreq chardet pathspec pygments multiprocessing fixenc.formats.lexer "
        "fixenc.model.score fixenc.channels.misreading.document fixenc.files.journal"
    )
    code = (
        f"import sys; from fixenc.cli import main; main({args!r});"
        f"print([name for name in {f'{always} {unneeded}'.split()!r} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("caf\xc3\xa9 cr\xc3\xa8me\n\n\n\n\n\n\n\n" * 2_000, "utf-8")
    script = f"{sys.executable} -m fixenc {tmp_path} | head -n 1; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.returncode == 141


def test_a_command_is_listed_as_it_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my file.txt").write_text("caf\xc3\xa9 cr\xc3\xa8me\n", "utf-8")
    assert main(["-iq", "my file.txt"]) == 0
    assert main(["undo", "--list"]) == 0
    listed = capfd.readouterr().out.splitlines()[0]
    assert listed.endswith("  fixenc --in-place 'my file.txt'")


def test_all_is_taken_back_whoever_reads_of_it(tmp_path: Path) -> None:
    old = "caf\xc3\xa9 cr\xc3\xa8me\n".encode()
    for name in range(50):
        (tmp_path / f"{name}.txt").write_bytes(old)
    assert main(["-iq", str(tmp_path)]) == 0
    # The reader is gone before the first line: the pipe is closed on its side.
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(
        [*COMMAND, "undo"], cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert {file.read_bytes() for file in tmp_path.iterdir()} == {old}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("in_place", [True, False])
def test_files_are_repaired_whoever_reads_of_it(tmp_path: Path, jobs: str, in_place: bool) -> None:
    old = "caf\xc3\xa9 cr\xc3\xa8me\n".encode()
    for name in range(50):
        (tmp_path / f"{name}.txt").write_bytes(old)
    reader, writer = os.pipe()
    os.close(reader)
    # More is told than a buffer holds, so that it is seen early that nobody reads it.
    args = [str(tmp_path), "--output-format", "json", "--jobs", jobs, *["-i"] * in_place]
    for name in range(50, 200):
        (tmp_path / f"{name}.txt").write_bytes(old * 20)
    ran = subprocess.run([*COMMAND, *args], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (0 if in_place else 141, b"")
    left = [file for file in tmp_path.iterdir() if "\xc3".encode() in file.read_bytes()]
    assert len(left) == (0 if in_place else 200)


def test_interrupted() -> None:
    process = subprocess.Popen(
        [*COMMAND, "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1.5)  # it is up, and waits for its input
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert (process.returncode, err) == (130, b"")


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_on_a_terminal(environment: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("caf\xc3\xa9 cr\xc3\xa8me \x1b[2J\n", "utf-8")
    ours, theirs = pty.openpty()
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    subprocess.run(
        [*COMMAND, "a.txt"],
        cwd=tmp_path,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**clean, "TERM": "xterm", **environment},
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert ("\x1b[" in shown) == coloured
    assert "\x1b[2J" not in shown
    assert "\\x1b[2J" in shown
    assert "--- a/" not in shown


def test_completion() -> None:
    environment = {
        **os.environ,
        "_FIXENC_COMPLETE": "complete_bash",
        "COMP_WORDS": "fixenc exp",
        "COMP_CWORD": "1",
    }
    code = "from fixenc.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == ["explain"]


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


@pytest.mark.usefixtures("toy_rules")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "donât\n",
            "Open review.html in a browser; what you save there, fixenc apply carries out.",
        ),
        ("fine\n", "Nothing to repair in 1 file."),
    ],
)
def test_what_a_page_is_for_is_told(
    text: str, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    main(["a.txt", "--output-format", "html", "-o", "review.html"])
    assert capfd.readouterr().err.splitlines()[-1] == said
