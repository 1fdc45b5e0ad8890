"""What the proof lets pass, a closer look finds nothing in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.core.document import Kind
from fixenc.engine.blocks import BLOCK
from fixenc.files import kind_of
from fixenc.rules import every_rule
from fixenc.run.clean_files import Proof
from fixenc.run.config import Settings
from fixenc.run.one_file import run_on_bytes

EXAMPLES = sorted({t for rule in every_rule() for t in (*rule.damaged, *rule.intact)})
NAMES = ["a.txt", "a.py", "a.json", "a.html", "a.po", "a.eml", "a.csv", "a.rst", "a"]

FINE = "Le café de l’été était fermé. “Go on,” she said.\n"


def proved(name: str, data: bytes, settings: Settings | None = None) -> bool:
    kind = kind_of(name, data)
    return kind is not None and Proof(settings or Settings()).holds(name, kind, data)


def agrees(name: str, data: bytes) -> None:
    """The proof holds only where the whole way finds nothing to tell."""
    if proved(name, data):
        outcome = run_on_bytes(data, Settings(), name)
        assert not outcome.found
        assert not outcome.problem
        assert not outcome.warning
        assert outcome.after == data


@pytest.mark.parametrize("name", NAMES)
def test_no_example_of_damage_is_let_pass(name: str) -> None:
    for text in EXAMPLES:
        agrees(name, text.encode("utf-8", "surrogatepass"))
        agrees(name, f'x = "{text}"  # {text}\n'.encode("utf-8", "surrogatepass"))


@given(
    name=st.sampled_from(NAMES),
    data=st.lists(
        st.sampled_from(
            [
                b"caf\xc3\xa9 ",
                b"caf\xc3\x83\xc2\xa9 ",
                b"\xe9",
                b"\0",
                b"\xef\xbb\xbf",
                b"\xff\xfe",
                b"\x1b$B",
                b"~{",
                b"# coding: latin-1\n",
                b"charset=cp1252",
                b"\\u00c3\\u00a9",
                "“Go. ".encode(),
                b"&Atilde;&copy;",
                b"=C3=A9",
                b"caf?s ",
                b"word ",
                b"\n\n",
            ]
        )
    ).map(b"".join),
)
def test_the_proof_agrees_with_the_whole_way(name: str, data: bytes) -> None:
    agrees(name, data)


@pytest.mark.parametrize("name", ["a.txt", "a.py", "a.html", "a.json", "a"])
def test_what_is_fine_is_proved(name: str) -> None:
    assert proved(name, FINE.encode()) or name != "a.txt"
    assert proved(name, b"x = 1  # is fine\n")
    assert proved(name, b"# coding: utf-8\nx = 1\n" * 9000)


def test_damage_behind_the_first_block_is_seen() -> None:
    fine = FINE.encode() * (2 * BLOCK // len(FINE))
    assert proved("a.txt", fine)
    assert not proved("a.txt", fine + b"caf\xc3\x83\xc2\xa9 cr\xc3\x83\xc2\xa8me\n")


@pytest.mark.parametrize(
    "settings",
    [
        Settings(encoding="cp1252"),
        Settings(to_encoding="utf-16"),
        Settings(bom="add"),
        Settings(line_ending="crlf"),
        Settings(select=frozenset(["curly-quote"])),
    ],
)
def test_settings_that_may_change_what_is_fine(settings: Settings) -> None:
    assert not proved("a.txt", FINE.encode(), settings)


def test_what_the_project_declares(tmp_path: Path) -> None:
    for name, charset in (("plain", ""), ("latin", "[*.txt]\ncharset = latin1\n")):
        (tmp_path / name / "sub").mkdir(parents=True)
        (tmp_path / name / ".editorconfig").write_text(charset)
        holds = Proof(Settings()).holds(str(tmp_path / name / "sub" / "a.txt"), Kind.PROSE, b"x\n")
        assert holds == (not charset)
