"""The main job: the damaged articles in ``seeds/``, and nothing else in them, are repaired."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.core.edits import Safety
from fixenc.engine.policy import Policy
from fixenc.engine.repair import Repair, repair
from fixenc.files import read_document

SEEDS = Path(__file__).parents[1] / "seeds"

REPAIRS = {
    "000_4c67acee6a7a53bd.txt": {
        "formal, ”said": "formal,” said",
        "for years, ”he said": "for years,” he said",
    },
    "001_743a1ad01fcbdb93.txt": {
        "âI would say": "“I would say",
        "Iraq, âsaid": "Iraq,” said",
        "âSo far": "“So far",
        "formal, âa senior": "formal,” a senior",
        "there is no support “.": "there is no support”.",
        "âWe are": "“We are",
        "go, âhe": "go,” he",
        "âThese are": "“These are",
        "paralyzed. ”": "paralyzed.”",
        "âThe battle": "“The battle",
        "do it, âsaid": "do it,” said",
        "âThe United States": "“The United States",
    },
    "002_57fa6e63a099edf6.txt": {},
    "003_04f21086b02ac016.txt": {},
    "004_5a95b3d48f0e0254.txt": {'only formal."': "only formal.”"},
}
"""All that the safe repairs change, and each of it once."""


def expected(name: str) -> bytes:
    text = (SEEDS / name).read_bytes().decode()
    for old, new in REPAIRS[name].items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text.encode()


def found_in(name: str, *, unsafe_fixes: bool = False) -> Repair:
    both = read_document(SEEDS / name)
    assert both is not None
    return repair(both[1], Policy(unsafe_fixes))


def flagged(name: str) -> list[str]:
    """The words around each flag of a seed."""
    text = found_in(name).document.text
    flags = [edit for edit in found_in(name).proposed if edit.safety is Safety.FLAG]
    return [text[max(0, edit.start - 40) : edit.end + 40] for edit in flags]


def test_every_seed_has_its_expectation() -> None:
    assert sorted(REPAIRS) == sorted(file.name for file in SEEDS.iterdir())


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "articles"))


def test_in_place(articles: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main([str(articles), "--in-place"])
    assert {file.name: file.read_bytes() for file in articles.iterdir()} == {
        name: expected(name) for name in REPAIRS
    }
    assert "Made 15 repairs in 3 of 5 files." in capfd.readouterr().err

    main([str(articles), "--in-place"])
    assert "Nothing to repair in 5 files." in capfd.readouterr().err


def test_unsafe_fixes(articles: Path) -> None:
    main([str(articles), "-iq", "--unsafe-fixes"])
    text = (articles / "001_743a1ad01fcbdb93.txt").read_text(encoding="utf-8")
    assert "decades away,” from ending reliance vis-à-vis coalition aid." in text
    assert "from swallowing Mosul.”\n" in text
    for name in ("000_4c67acee6a7a53bd.txt", "002_57fa6e63a099edf6.txt"):
        assert (articles / name).read_bytes() == expected(name)
    after = {file: file.read_bytes() for file in articles.iterdir()}
    main([str(articles), "-iq", "--unsafe-fixes"])
    assert {file: file.read_bytes() for file in articles.iterdir()} == after


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("001_743a1ad01fcbdb93.txt", "in the city. old city of Mosul"),
        ("001_743a1ad01fcbdb93.txt", "recently visited by the PA in the city"),
        ("001_743a1ad01fcbdb93.txt", "formally creating a such committee"),
        ("001_743a1ad01fcbdb93.txt", "âThe United States is keeping"),
        ("003_04f21086b02ac016.txt", "officials. the coalition"),
        ("003_04f21086b02ac016.txt", "Mr. Pompeo He refused"),
    ],
)
def test_flags(name: str, place: str) -> None:
    assert any(place in words for words in flagged(name))


def test_intact_seeds_have_no_repairs() -> None:
    assert not found_in("002_57fa6e63a099edf6.txt").edits
    assert not found_in("003_04f21086b02ac016.txt").applied
