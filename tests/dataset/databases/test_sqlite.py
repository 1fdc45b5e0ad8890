"""SQLite: cells of any type in any column, rows without a key, and files in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.dataset.databases import repair, sqlite

BAD = "caf\xc3\xa9"
GOOD = "café"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database in which nothing has one type."""
    path = tmp_path / "x.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (k, body, blob)")
        connection.executemany(
            "INSERT INTO t VALUES (?, ?, ?)",
            [
                (1, BAD, BAD.encode()),
                (2.5, 3, None),
                ("x", BAD.encode(), 1),
                ("ä'\0", f"{BAD}\0{BAD}", "x"),
                (b"\xff", BAD, "y"),
                (b"\0", None, "z"),
            ],
        )
        connection.execute("INSERT INTO t VALUES (9, CAST(x'e9' AS TEXT), 1)")
        connection.commit()
    return path


def cells(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        return connection.execute(
            "SELECT k, typeof(body), body, typeof(blob), blob FROM t ORDER BY rowid"
        ).fetchall()


@pytest.mark.parametrize("key", [[], ["--key", "k"], ["--key", "rowid"]])
@pytest.mark.parametrize("most", [1, 100])
def test_cells_of_any_type(
    path: Path, monkeypatch: pytest.MonkeyPatch, key: list[str], most: int
) -> None:
    monkeypatch.setattr(repair, "FIRST", most)
    monkeypatch.setattr(repair, "MOST", most)
    before = cells(path)
    args = ["dataset", str(path), "--table", "t", "--column", "body,blob", "--on-error", "skip"]
    assert main([*args, *key]) == 1  # one cell is no text
    texts = [
        (at, text.replace(BAD.encode(), GOOD.encode()) if kind == b"text" else text)
        for at, (_, kind, text, *_) in enumerate(before)
    ]
    after = cells(path)
    assert [row[2] for row in after] == [text for _, text in texts]
    assert [(*row[:2], *row[3:]) for row in after] == [(*row[:2], *row[3:]) for row in before]


def test_bytes_that_are_no_text_stop_it(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", str(path), "--table", "t", "--column", "body"]) == 2
    assert "row 7: column 'body' is not UTF-8; --on-error skip" in capsys.readouterr().err


def test_a_dry_run_opens_a_file_that_nobody_may_write(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    args = ["dataset", str(path), "--table", "t", "--column", "body", "--on-error", "skip"]
    assert main([*args, "--dry-run"]) == 1
    assert "3 rows of 7 would change" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_file_that_somebody_writes_to(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.1)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        args = ["dataset", str(path), "--table", "t", "--column", "body", "--on-error", "skip"]
        assert main(args) == 2
    assert "table t: database is locked" in capsys.readouterr().err


def test_a_table_without_rowid_and_nulls_in_its_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "y.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE a (k text PRIMARY KEY, body text) WITHOUT ROWID")
        connection.execute("CREATE TABLE b (k text PRIMARY KEY, body text)")
        connection.execute("INSERT INTO a VALUES ('x', ?)", [BAD])
        connection.execute("INSERT INTO b VALUES (NULL, ?)", [BAD])
        connection.commit()
    assert main(["dataset", str(path), "--table", "main.a", "--column", "body"]) == 0
    assert main(["dataset", str(path), "--table", "b", "--column", "body"]) == 2
    assert "key k does not identify its rows: it is null" in capsys.readouterr().err
    assert main(["dataset", str(path), "--table", "b", "--column", "body", "--key", "rowid"]) == 0
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT body FROM a UNION ALL SELECT body FROM b").fetchall() == [
            (GOOD,),
            (GOOD,),
        ]


def test_a_copy_is_repaired(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = path.read_bytes()
    target = path.with_name("new.sqlite")
    args = ["dataset", str(path), str(target), "--table", "t", "--column", "body"]
    assert main([*args, "--on-error", "skip"]) == 1
    assert path.read_bytes() == before
    assert cells(target)[0][2] == GOOD.encode()
    assert sorted(each.name for each in path.parent.iterdir()) == ["new.sqlite", "x.sqlite"]
    capsys.readouterr()
    assert main([*args, "--on-error", "skip"]) == 2
    assert "new.sqlite: is there already" in capsys.readouterr().err


def test_a_copy_that_is_not_finished_is_removed(path: Path) -> None:
    target = path.with_name("new.sqlite")
    args = ["dataset", str(path), str(target), "--table", "t", "--column", "body"]
    assert main(args) == 2  # a cell is no text
    assert [each.name for each in path.parent.iterdir()] == ["x.sqlite"]
