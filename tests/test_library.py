"""The library as a program uses it: names, types, errors, bytes and files."""

from __future__ import annotations

import io
import os
import pydoc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import fixenc
from fixenc.core.document import Document
from fixenc.core.edits import Edit, Safety
from fixenc.engine.notebook import MOST_LINES, as_html
from fixenc.engine.repair import Repair
from fixenc.files import LARGE

DAMAGED = "It wasn\xe2t me who said that"
REPAIRED = "It wasn’t me who said that"

PROGRAM = """
from collections.abc import Iterator
from pathlib import Path

import fixenc
import fixenc.ftfy as ftfy

text: str = fixenc.fix_text("a", uncurl_quotes=False)
found: fixenc.Repair = fixenc.repair("a", select=["mojibake"], ignore=("surrogate",))
found = fixenc.repair("a", select={"mojibake"}, ignore=frozenset(), channel="cp1251>cp1252")
edits: tuple[fixenc.Edit, ...] = found.edits
name: str = found.document.encoding
for data in (b"a", bytearray(b"a"), memoryview(b"a")):
    answer: fixenc.Detection = fixenc.detect(data)
    confidence: float = answer.confidence
    restored: bytes = fixenc.repair_bytes(data, select=["mojibake"]).data
damaged: bool = fixenc.is_damaged("a")
lines: Iterator[str] = fixenc.fix_file(Path("a.txt"), encoding="cp1252")
with open("a.txt", "rb") as file:
    lines = fixenc.fix_file(file)
names: list[str] = [each.name for each in fixenc.explain("a")]
best: str = fixenc.readings("a")[0].channel
learned: fixenc.Learned | None = fixenc.learn("\\xe9", "\\xc3\\xa9")
plan = ftfy.fix_and_explain("a").explanation or []
text = ftfy.apply_plan("a", plan)
text = fixenc.ftfy.fix_encoding("a")
arrays = fixenc.arrow.fix_array
fixenc.fix_text(b"a")  # type: ignore[arg-type]
fixenc.repair("a", unsafe_fix=True)  # type: ignore[call-arg]
fixenc.repair("a", select=3)  # type: ignore[arg-type]
"""
"""Every call of the library; with the ignored errors being errors, it is typed."""


def test_a_program_is_type_checked(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull),
            *("--ignore-missing-imports", "--follow-imports", "silent", "program.py"),
        ],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(Path(fixenc.__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


def test_all_names_are_listed_and_documented() -> None:
    assert {*fixenc.__all__, "arrow", "ftfy"} <= set(dir(fixenc))
    told = pydoc.render_doc(fixenc, renderer=pydoc.plaintext)
    for name in fixenc.__all__:
        assert getattr(fixenc, name).__doc__, name
        assert name in told
    with pytest.raises(AttributeError, match="has no attribute 'fix_txet'"):
        _ = fixenc.fix_txet  # type: ignore[attr-defined]


def test_modules_need_no_import_of_their_own() -> None:
    code = "import fixenc, sys; assert 'ftfy' not in sys.modules; fixenc.ftfy.fix_text('a')"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_all_kinds_of_bytes(kind: Callable[[bytes], bytes]) -> None:
    data = kind(DAMAGED.encode())
    assert fixenc.repair_bytes(data).data == REPAIRED.encode()
    assert fixenc.detect(data).encoding == "utf-8"


@pytest.mark.parametrize(
    ("call", "given", "keywords", "problem"),
    [
        (
            "repair",
            "x",
            {"unsafe_fix": 1},
            "no parameter 'unsafe_fix'; did you mean 'unsafe_fixes'?",
        ),
        ("fix_text", "x", {"uncurl": 1}, "no parameter 'uncurl'; did you mean 'uncurl_quotes'?"),
        ("fix_text", "x", {"xyz": True}, "no parameter 'xyz'; it has unescape_html, remove_"),
        (
            "repair_bytes",
            b"x",
            {"encodign": ""},
            "no parameter 'encodign'; did you mean 'encoding'?",
        ),
        ("fix_file", "x", {"chanel": ""}, "no parameter 'chanel'; did you mean 'channel'?"),
        ("is_damaged", "x", {"unsafe": 1}, "no parameter 'unsafe'; did you mean 'unsafe_fixes'?"),
        ("repair", "x", {"select": 3}, "select is a set of names of rules, not 3"),
        ("detect", "x", {}, "a str is decoded already: call fixenc.repair"),
        ("detect", 3, {}, "data are bytes, not int"),
        ("is_damaged", None, {}, "text is a str, not NoneType"),
    ],
)
def test_wrong_calls(call: str, given: object, keywords: dict[str, object], problem: str) -> None:
    with pytest.raises(TypeError) as error:
        getattr(fixenc, call)(given, **keywords)
    assert str(error.value).removeprefix(f"{call} has ").startswith(problem)


def test_a_wrong_channel() -> None:
    with pytest.raises(ValueError, match="'a' is no channel"):
        fixenc.repair("x", channel="a")
    assert fixenc.repair("ïðèâåò", channel="cp1251>cp1252").text == "привет"
    assert fixenc.repair_bytes(b"\xc3\xaf", channel="cp1251>cp1252").text == "п"


def test_is_damaged() -> None:
    assert fixenc.is_damaged(DAMAGED)
    assert not fixenc.is_damaged(REPAIRED)
    weak = "no more than â here"
    proposals = fixenc.repair(weak).proposed
    assert fixenc.is_damaged(weak, unsafe_fixes=True) == any(e.new for e in proposals)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("é", "   0  U+00E9    é         LATIN SMALL LETTER E WITH ACUTE"),
     ("\x07", "   0  U+0007    \\x07      control character"),
     ("\ud83d", "   0  U+D83D    \\ud83d    half of a surrogate pair")],
)  # fmt: skip
def test_characters_by_name(text: str, problem: str) -> None:
    assert str(fixenc.explain(text)) == problem
    [only] = fixenc.explain(text)
    assert only.utf8 == text.encode("utf-8", "surrogatepass").hex(" ")
    assert len(fixenc.explain("two")) == 3


# --- files


def test_the_lines_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"{DAMAGED}\r\na\x85b\n\nend".encode())
    lines = [f"{REPAIRED}\r\n", "a\x85b\n", "\n", "end"]
    assert list(fixenc.fix_file(path, ignore=["c1-mark"])) == lines
    assert list(fixenc.fix_file(str(path), ignore=["c1-mark"])) == lines
    with path.open("rb") as file:
        assert list(fixenc.fix_file(file, ignore=["c1-mark"])) == lines
    assert list(fixenc.fix_file(io.StringIO(DAMAGED))) == [REPAIRED]
    assert list(fixenc.fix_file(io.BytesIO(b"caf\xe9"), encoding="cp1252")) == ["café"]
    assert list(fixenc.fix_file(io.BytesIO(b""))) == []
    path.write_bytes("Жена узнала, что муж был в связи с гувернанткой.".encode("koi8-r"))
    assert next(fixenc.fix_file(path)).startswith("Жена узнала")
    assert path.read_bytes().startswith("Жена".encode("koi8-r"))


def test_the_lines_of_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    line = "All of this is fine, and so is the rest of the line.\n"
    number = LARGE // len(line) + 1
    path.write_text(DAMAGED + "\n" + line * number + DAMAGED, encoding="utf-8")
    lines = list(fixenc.fix_file(path))
    assert lines[0] == f"{REPAIRED}\n"
    assert set(lines[1:-1]) == {line}
    assert len(lines) == number + 2
    assert lines[-1] == REPAIRED


@pytest.mark.parametrize(
    ("data", "problem"), [(None, "there is no|no such file"), (b"\0" * 99, "holds no text")]
)
def test_files_without_text(data: bytes | None, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(fixenc.FileProblem, match=problem):
        list(fixenc.fix_file(path))


# --- how a repair looks


def test_short_and_coloured() -> None:
    found = fixenc.repair(DAMAGED)
    assert repr(found) == "<Repair of <text>: 1 applied, 0 proposed, 0 flags>"
    html = found._repr_html_()
    assert ">â</del><ins " in html
    assert ">’</ins>t me who said that</pre>" in html
    assert Repair(Document("fine"))._repr_html_() == "<p>Nothing to repair.</p>"


def test_a_page_of_changes_is_escaped_and_bounded() -> None:
    edits = [
        Edit(0, 1, "<", ("one",)),
        Edit(2, 4, None, ("two",), Safety.FLAG, 'a "note"'),
    ]
    html = as_html("a&\nb\nc", edits)
    assert "&lt;</ins>&amp;<br>" not in html, "the flag begins in the same line"
    assert "&lt;</ins>&amp;" in html
    assert 'title="two (flag): a &quot;note&quot;"' in html
    assert "⏎b</mark>" in html
    many = "x\n" * (MOST_LINES + 3)
    html = as_html(many, [Edit(2 * at, 2 * at + 1, "y", ("one",)) for at in range(MOST_LINES + 3)])
    assert html.count("<ins") == MOST_LINES
    assert html.endswith("<p>… and 3 more lines</p>")
