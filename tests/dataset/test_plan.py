"""Plans that are refused, so that nothing of an earlier run or of somebody else is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixenc.cli import main

pytest.importorskip("pyarrow")


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "crawl"
    folder.mkdir()
    (folder / "a.jsonl").write_text('{"text": "cafÃ© crÃ¨me"}\n{"text": \n', "utf-8")
    return tmp_path


def refused(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["dataset", *arguments, "--column", "text", "--on-error", "quarantine"]) == 2
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    return error


def test_rows_of_an_earlier_run_stay(crawl: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (crawl / "crawl/a.jsonl").rename(crawl / "crawl/b.jsonl")
    (crawl / "crawl/bad.parquet").write_bytes(b"nonsense" * 1000)
    main(["dataset", "crawl", "out", "--column", "text", "--on-error", "quarantine"])
    aside = crawl / "out/_quarantine/bad.parquet"
    before = aside.read_bytes()
    for each in (crawl / "out").glob("*.*"):
        if each.is_file():
            each.unlink()
    (crawl / "crawl/bad.parquet").write_bytes(b"other nonsense" * 1000)
    capfd.readouterr()
    assert "holds rows of an earlier run" in refused(capfd, "crawl", "out")
    assert aside.read_bytes() == before


@pytest.mark.parametrize("name", [".fixenc", "_quarantine"])
def test_links_in_the_output_are_refused(
    crawl: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (crawl / "elsewhere/unfinished").mkdir(parents=True)
    (crawl / "elsewhere/unfinished/precious").touch()
    (crawl / "out").mkdir()
    (crawl / "out" / name).symlink_to(crawl / "elsewhere")
    assert f"out/{name}: is a link" in refused(capfd, "crawl", "out")
    assert (crawl / "elsewhere/unfinished/precious").exists()


@pytest.mark.parametrize(("source", "target"), [("alias", "crawl/out"), ("crawl", "alias/out")])
def test_inside_by_another_name_is_inside(
    crawl: Path, source: str, target: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (crawl / "alias").symlink_to("crawl")
    assert "lies inside" in refused(capfd, source, target)
    assert [each.name for each in (crawl / "crawl").iterdir()] == ["a.jsonl"]
