"""Databases: cells are repaired where they are, and nothing that others write is overwritten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from fixenc.cli import main
from fixenc.dataset.databases import repair
from fixenc.dataset.databases.address import connect
from fixenc.dataset.databases.database import Cell, Database
from fixenc.dataset.databases.repair import Repairer
from fixenc.engine.policy import Policy
from fixenc.files.problem import FileProblem

if TYPE_CHECKING:
    from conftest import Server

BAD = "caf\xc3\xa9"
GOOD = "café"


def fill(server: Server, rows: int = 10) -> None:
    """A table ``articles`` of which each third row is damaged, and each fifth is null."""
    server.run("CREATE TABLE articles (id integer PRIMARY KEY, body text, title text, n integer)")
    cells = {at: f"'{BAD if at % 3 == 0 else 'fine'} {at}'" for at in range(1, rows + 1) if at % 5}
    values = ", ".join(f"({at}, {cells.get(at, 'NULL')}, 'naïve', 7)" for at in range(1, rows + 1))
    server.run(f"INSERT INTO articles VALUES {values}")


def bodies(server: Server) -> dict[int, str | None]:
    return dict(server.run("SELECT id, body FROM articles ORDER BY id"))  # type: ignore[arg-type]


def expected(rows: int = 10) -> dict[int, str | None]:
    return {
        at: f"{GOOD if at % 3 == 0 else 'fine'} {at}" if at % 5 else None
        for at in range(1, rows + 1)
    }


def run(server: Server, *args: str) -> int:
    column = () if "--column" in args else ("--column", "body")
    return main(["dataset", server.address, *column, *args])


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of three rows."""
    monkeypatch.setattr(repair, "FIRST", 3)
    monkeypatch.setattr(repair, "MOST", 3)


@pytest.mark.usefixtures("small_batches")
def test_a_table(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(server)
    log = tmp_path / "changes.jsonl"
    assert run(server, "--table", "articles", "--changes", str(log)) == 0
    assert bodies(server) == expected()
    assert capsys.readouterr().err == "3 rows of 10 changed, in 3 places.\n"
    assert lines(log)[0] == {
        "table": "articles" if server.kind == "sqlite" else "public.articles",
        "key": {"id": 3},
        "column": "body",
        "old": f"{BAD} 3",
        "new": f"{GOOD} 3",
        "edits": [
            {"start": 3, "end": 5, "before": "\xc3\xa9", "after": "é", "rule": "mojibake",
             "safety": "safe"},
        ],
    }  # fmt: skip
    assert [line["key"] for line in lines(log)] == [{"id": 3}, {"id": 6}, {"id": 9}]


def test_a_dry_run(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(server)
    before = bodies(server)
    assert run(server, "--table", "articles", "--dry-run", "--changes", "c.jsonl") == 0
    assert bodies(server) == before
    out, err = capsys.readouterr()
    assert "column body: 3 changes" in out
    assert err == "3 rows of 10 would change, in 3 places.\n"
    assert len(lines(tmp_path / "c.jsonl")) == 3
    assert not (tmp_path / "state").exists()


@pytest.mark.usefixtures("small_batches")
def test_it_goes_on_where_it_stopped(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    fill(server)
    with closing(connect(server.address, "articles", (), ("body",))) as database:
        started = Repairer(database, Policy(), "c.jsonl").run()
        next(started)
        next(started)  # the rows 1 to 3
        started.close()
    assert [at for at, body in bodies(server).items() if body and body.startswith(GOOD)] == [3]
    server.run(f"UPDATE articles SET body = '{BAD} 2' WHERE id = 2")  # behind the position
    assert run(server, "--table", "articles", "--resume", "--changes", "c.jsonl") == 0
    assert bodies(server) == {**expected(), 2: f"{BAD} 2"}
    assert capsys.readouterr().err == "3 rows of 10 changed, in 3 places.\n"
    assert [line["key"] for line in lines(Path("c.jsonl"))] == [{"id": 3}, {"id": 6}, {"id": 9}]
    assert run(server, "--table", "articles") == 0  # from the beginning
    assert bodies(server) == {**expected(), 2: f"{GOOD} 2"}


def test_other_settings_begin_anew(server: Server) -> None:
    fill(server)
    assert run(server, "--table", "articles", "--ignore", "mojibake") == 0
    assert run(server, "--table", "articles", "--resume") == 0
    assert bodies(server) == expected()


class Interfering:
    """A database in which somebody else writes between the reading and the writing."""

    def __init__(self, database: Database, server: Server, sql: Sequence[str]) -> None:
        self._database = database
        self._server = server
        self._sql = sql

    def __getattr__(self, name: str) -> object:
        return getattr(self._database, name)

    def update(self, cells: Sequence[Cell]) -> set[int]:
        for statement in self._sql:
            self._server.run(statement)
        return self._database.update(cells)


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        ("UPDATE articles SET body = 'mine' WHERE id = 6", "mine"),
        ("UPDATE articles SET body = body || ' ' WHERE id = 6", f"{BAD} 6 "),
        (f"UPDATE articles SET body = '{BAD.upper()} 6' WHERE id = 6", f"{BAD.upper()} 6"),
        ("UPDATE articles SET body = NULL WHERE id = 6", None),
        ("DELETE FROM articles WHERE id = 6", "gone"),
    ],
)
def test_what_was_changed_meanwhile_is_kept(server: Server, sql: str, row: str | None) -> None:
    fill(server)
    with closing(connect(server.address, "articles", (), ("body",))) as database:
        between = Interfering(database, server, [sql])
        *_, result = Repairer(between, Policy(), "c.jsonl").run()
    assert (result.changed_meanwhile, result.tally.changed_rows, result.status) == (1, 2, 1)
    found = bodies(server)
    assert found.get(6, "gone") == row
    assert found[3] == f"{GOOD} 3"
    assert found[9] == f"{GOOD} 9"
    assert [line["key"] for line in lines(Path("c.jsonl"))] == [{"id": 3}, {"id": 9}]


def test_other_columns_of_a_row_that_changed_meanwhile_are_repaired_and_kept(
    server: Server,
) -> None:
    fill(server)
    with closing(connect(server.address, "articles", (), ("body",))) as database:
        sql = "UPDATE articles SET title = 'mine', n = 8 WHERE id = 6"
        *_, result = Repairer(Interfering(database, server, [sql]), Policy()).run()
    assert result.status == 0
    assert server.run("SELECT * FROM articles WHERE id = 6") == [(6, f"{GOOD} 6", "mine", 8)]


def test_a_cell_that_the_database_refuses(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.run("CREATE TABLE tags (id integer PRIMARY KEY, body text UNIQUE)")
    server.run(f"INSERT INTO tags VALUES (1, '{BAD}'), (2, '{GOOD}'), (3, '{BAD} 3')")
    assert run(server, "--table", "tags", "--changes", "c.jsonl") == 1
    assert server.run("SELECT * FROM tags ORDER BY id") == [(1, BAD), (2, GOOD), (3, f"{GOOD} 3")]
    err = capsys.readouterr().err.splitlines()
    assert "row 1, column 'body': the database refuses: " in err[0]
    assert "nique" in err[0].lower()
    assert err[1:] == ["1 row of 3 changed, in 1 place.", "1 cell refused by the database."]
    assert [line["key"] for line in lines(Path("c.jsonl"))] == [{"id": 3}]


@pytest.mark.usefixtures("small_batches")
def test_keys_of_several_columns_and_names_in_quotation_marks(server: Server) -> None:
    server.run(
        'CREATE TABLE "The ""News"" 1" (lang text NOT NULL, "No. of" integer NOT NULL, '
        '"Body, long" text, b text, PRIMARY KEY (lang, "No. of"))'
    )
    keys = [("de", 1), ("de", 10), ("de", 2), ("fr's", 1), ("zh", 3), ("ä", 1), ("ü", 2)]
    for lang, number in keys:
        quoted = lang.replace("'", "''")
        server.run(
            f"""INSERT INTO "The ""News"" 1" VALUES ('{quoted}', {number}, '{BAD}', '{BAD}')"""
        )
    table = '"The ""News"" 1"'
    assert main(["dataset", server.address, "--table", table, "--column", '"Body, long",b']) == 0
    assert server.run(f'SELECT "Body, long", b FROM {table}') == [(GOOD, GOOD)] * len(keys)


@pytest.mark.usefixtures("small_batches")
def test_a_key_that_is_named(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.run("CREATE TABLE pages (url text, part text, body text)")
    for at in range(8):
        server.run(f"INSERT INTO pages VALUES ('http://x/{at // 2}', 'p{at % 2}', '{BAD}')")
    assert run(server, "--table", "pages", "--key", "url,part") == 0
    assert server.run("SELECT DISTINCT body FROM pages") == [(GOOD,)]
    if server.kind == "postgresql":
        assert "no unique index is on url, part" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["--table", "nope"], "has no table nope; its tables are articles"),
        ([], "--table names none of it; its tables are articles"),
        (["--table", "articles", "--column", "nope"], "has no column 'nope'; its columns are 'id'"),
        (["--table", "articles", "--column", "z*"], "has no column 'z*'"),
        (["--table", "articles", "--column", "body[].x"], "paths lead into no column"),
        (["--table", "articles", "--key", "nope"], "has no column 'nope'"),
        (["--table", "articles", "--key", "n"], "key n does not identify its rows: 7 is there"),
        (
            ["--table", "articles", "--key", "body", "--column", "title"],
            "key body does not identify its rows: it is nu",
        ),
        (["--table", "articles", "--key", "title,id", "--column", "title"], "part of the key"),
        (["--table", "articles", "--jobs", "2"], "--jobs is not for a database"),
        (["--table", "articles", "out", "--resume"], "--resume is not for a copy of a database"),
        (["--table", "a.b.c"], "--table a.b.c: is no name"),
        (["--table", "looks"], "looks is a view; name its table"),
    ],
)
def test_mistakes(
    server: Server, capsys: pytest.CaptureFixture[str], args: list[str], what: str
) -> None:
    fill(server)
    server.run("CREATE VIEW looks AS SELECT * FROM articles")
    assert run(server, *args) == 2
    err = capsys.readouterr().err
    assert what in err
    assert err.count("\n") == 1
    assert "secret" not in err
    assert bodies(server)[3] == f"{BAD} 3"


def test_a_column_that_is_no_text(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    fill(server)
    assert run(server, "--table", "articles", "--column", "n") == 2
    what = "column 'n' is integer, not text; its columns of text are 'body', 'title'"
    assert what in capsys.readouterr().err.replace("INTEGER", "integer")


def test_all_text(server: Server) -> None:
    fill(server)
    server.run(f"UPDATE articles SET title = '{BAD}' WHERE id = 1")
    assert main(["dataset", server.address, "--table", "ARTICLES", "--column", "*"]) == 0
    assert bodies(server) == expected()
    assert server.run("SELECT title FROM articles WHERE id = 1") == [(GOOD,)]


def test_a_log_that_is_there_is_not_overwritten(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(server)
    Path("c.jsonl").write_text("mine")
    assert run(server, "--table", "articles", "--changes", "c.jsonl") == 2
    assert Path("c.jsonl").read_text() == "mine"
    assert "c.jsonl: is there already; --resume" in capsys.readouterr().err
    assert bodies(server)[3] == f"{BAD} 3"


def test_a_line_of_the_log_that_was_not_finished_is_dropped(server: Server) -> None:
    fill(server)
    Path("c.jsonl").write_bytes(b'{"key": 1}\n{"key": {"id"')
    assert run(server, "--table", "articles", "--changes", "c.jsonl", "--resume") == 0
    assert [line["key"] for line in lines(Path("c.jsonl"))] == [1, {"id": 3}, {"id": 6}, {"id": 9}]


def test_a_log_that_cannot_be_written_stops_the_batch(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(server)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fixenc.dataset.databases.log.os.fsync", full)
    with (
        closing(connect(server.address, "articles", (), ("body",))) as database,
        pytest.raises(OSError, match="No space"),
    ):
        [*Repairer(database, Policy(), "c.jsonl").run()]
    assert bodies(server)[3] == f"{BAD} 3"


def test_batches_grow_to_a_size_in_bytes(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(server, 40)
    monkeypatch.setattr(repair, "FIRST", 2)
    monkeypatch.setattr(repair, "SIZE", 60)
    asked: list[int] = []

    class Asked(Interfering):
        def read(self, after: object, rows: int) -> object:
            asked.append(rows)
            return self._database.read(after, rows)  # type: ignore[arg-type]

    with closing(connect(server.address, "articles", (), ("body",))) as database:
        [*Repairer(Asked(database, server, []), Policy()).run()]  # type: ignore[arg-type]
    assert asked[:2] == [2, 4]
    assert max(asked) < 12  # 60 bytes at 6 or more each
    assert bodies(server) == expected(40)


def test_a_run_is_taken_back(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    fill(server)
    before = bodies(server)
    assert run(server, "--table", "articles", "--changes", "c.jsonl") == 0
    log = Path("c.jsonl")
    log.write_bytes(log.read_bytes() * 2)  # a cell may stand in it twice
    server.run("UPDATE articles SET body = 'mine' WHERE id = 6")
    capsys.readouterr()
    assert run(server, "--table", "articles", "--changes", "c.jsonl", "--undo") == 1
    assert bodies(server) == {**before, 6: "mine"}
    assert capsys.readouterr().err.splitlines() == [
        "2 cells of 3 got the old text back.",
        "Left alone, since somebody or the database changed it: 1 cell.",
    ]


@pytest.mark.parametrize(
    ("args", "log", "what"),
    [
        ([], "", "--undo: --changes names the file"),
        (["--changes", "gone.jsonl"], "", "gone.jsonl: cannot be read: no such file"),
        (["--changes", "c.jsonl"], "{}", "c.jsonl, line 1: is no change that fixenc wrote"),
        (["--changes", "c.jsonl", "--column", "title"], None, "is about column 'body' of "),
        (["--changes", "c.jsonl", "--key", "id,n"], None, "by id; name these with"),
        (["--changes", "c.jsonl", "--resume"], None, "--resume is not for --undo"),
    ],
)
def test_mistakes_in_taking_back(
    server: Server,
    capsys: pytest.CaptureFixture[str],
    args: list[str],
    log: str | None,
    what: str,
) -> None:
    fill(server)
    assert run(server, "--table", "articles", "--changes", "c.jsonl") == 0
    if log is not None:
        Path("c.jsonl").write_text(log)
    capsys.readouterr()
    assert run(server, "--table", "articles", "--undo", *args) == 2
    assert what in capsys.readouterr().err
    assert bodies(server) == expected()


def test_a_connection_that_fails(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("adbc_driver_postgresql")
    address = "postgresql://me:secret@127.0.0.1:1/news"
    assert main(["dataset", address, "--table", "a", "--column", "b"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("fixenc: postgresql://127.0.0.1:1/news: cannot be connected to: ")
    assert err.count("\n") == 1
    assert "secret" not in err


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("mysql://me:secret@host/news", "mysql: is a database without a driver here"),
        ("sqlite:///nope.db", "nope.db: there is no such file"),
        ("sqlite://nope.db", "a path follows three slashes: sqlite:///nope.db"),
        ("text.sqlite", "text.sqlite: file is not a database"),
    ],
)
def test_addresses_that_lead_nowhere(
    capsys: pytest.CaptureFixture[str], address: str, what: str
) -> None:
    Path("text.sqlite").write_text("this is text, and too long for the head of a database " * 20)
    assert main(["dataset", address, "--table", "a", "--column", "b"]) == 2
    assert what in capsys.readouterr().err


def test_a_driver_that_is_not_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "adbc_driver_postgresql", None)
    assert main(["dataset", "postgresql://h/x", "--table", "a", "--column", "b"]) == 2
    assert "pip install 'fixenc[postgresql]'" in capsys.readouterr().err


def raises(error: Exception) -> NoReturn:
    raise error


def test_a_write_that_conflicts_is_tried_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fixenc.dataset.databases import write
    from fixenc.dataset.databases.database import Conflict

    fill(server)
    attempts: list[int] = []

    class Busy(Interfering):
        def update(self, cells: Sequence[Cell]) -> set[int]:
            attempts.append(len(cells))
            if len(attempts) < write.ATTEMPTS:
                raise Conflict("deadlock detected")
            return self._database.update(cells)

    with closing(connect(server.address, "articles", (), ("body",))) as database:
        [*Repairer(Busy(database, server, []), Policy()).run()]  # type: ignore[arg-type]
        assert bodies(server) == expected()
        server.run(f"UPDATE articles SET body = '{BAD}' WHERE id = 1")
        monkeypatch.setattr(Busy, "update", lambda *_: raises(Conflict("deadlock detected")))
        with pytest.raises(FileProblem, match="in each other's way: deadlock"):
            [*Repairer(Busy(database, server, []), Policy()).run()]  # type: ignore[arg-type]
