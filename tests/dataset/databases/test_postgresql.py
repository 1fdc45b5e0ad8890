"""PostgreSQL: types of keys, schemas, encodings, triggers, and transactions at once."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fixenc.cli import main
from fixenc.dataset.databases import repair

if TYPE_CHECKING:
    from conftest import Server

BAD = "caf\xc3\xa9"
GOOD = "café"

pytestmark = pytest.mark.xdist_group("postgresql")


def run(server: Server, *args: str) -> int:
    return main(["dataset", server.address, *args])


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("bigint", ["-9223372036854775808", "-1", "10", "9", "9223372036854775807"]),
        ("numeric(30,2)", ["'-1.5'", "'100000000000000000000.25'", "'3'"]),
        ("double precision", ["'-Infinity'", "0.1", "1e300", "'NaN'", "0.30000000000000004"]),
        ("uuid", [f"'00000000-0000-0000-0000-{n:012d}'" for n in (3, 1, 2)]),
        ("text", ["''", "'a b'", "'ä'", "'a''b\"c'", "'10'", "'9'"]),
        ("char(5)", ["'a'", "'ab'", "'abcde'"]),
        ("timestamptz", ["'2020-01-01 00:00:00.123456+02'", "'infinity'", "'1999-12-31'"]),
        ("date", ["'2020-02-29'", "'0044-03-15 BC'"]),
        ("interval", ["'1 day'", "'-3 months'"]),
        ("boolean", ["true", "false"]),
        ("bytea", ["'\\x00ff'", "'\\x'"]),
        ("inet", ["'10.0.0.1'", "'::1'"]),
        ("mood", ["'so, so'", "'glad'"]),
    ],
)
def test_types_of_keys(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch, kind: str, values: list[str]
) -> None:
    monkeypatch.setattr(repair, "FIRST", 1)
    monkeypatch.setattr(repair, "MOST", 1)
    postgresql.run("CREATE TYPE mood AS ENUM ('so, so', 'glad')")
    postgresql.run(f"CREATE TABLE t (k {kind} PRIMARY KEY, body text)")
    rows = ", ".join(f"({value}, '{BAD}')" for value in values)
    postgresql.run(f"INSERT INTO t VALUES {rows}")
    assert run(postgresql, "--table", "t", "--column", "body") == 0
    assert postgresql.run("SELECT body FROM t") == [(GOOD,)] * len(values)


@pytest.mark.parametrize(
    "kind", ["text", "varchar(20)", "char(12)", "citext_like", 'varchar(20) COLLATE "blind"']
)
def test_types_of_text(postgresql: Server, kind: str) -> None:
    postgresql.run("CREATE DOMAIN citext_like AS text CHECK (length(VALUE) < 30)")
    postgresql.run(
        "CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
    )
    postgresql.run(f"CREATE TABLE t (k integer PRIMARY KEY, body {kind})")
    postgresql.run(f"INSERT INTO t VALUES (1, '{BAD}'), (2, 'fine')")
    assert run(postgresql, "--table", "t", "--column", "body") == 0
    assert postgresql.run("SELECT trim(body) FROM t ORDER BY k") == [(GOOD,), ("fine",)]


def test_texts_that_a_collation_takes_for_equal_are_different(postgresql: Server) -> None:
    """ "CAFÃ©" instead of "cafÃ©" is a change that somebody else made."""
    from contextlib import closing

    from fixenc.dataset.databases.address import connect
    from fixenc.dataset.databases.database import Cell

    postgresql.run(
        "CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
    )
    postgresql.run('CREATE TABLE t (k integer PRIMARY KEY, body text COLLATE "blind")')
    postgresql.run(f"INSERT INTO t VALUES (1, '{BAD.upper()}')")
    with closing(connect(postgresql.address, "t", (), ("body",))) as database:
        assert database.update([Cell((1,), "body", BAD, GOOD)]) == set()
        assert database.update([Cell((1,), "body", BAD.upper(), GOOD)]) == {0}


def test_a_schema_a_partition_and_a_search_path(postgresql: Server) -> None:
    postgresql.run('CREATE SCHEMA "My.Schema"')
    postgresql.run(
        'CREATE TABLE "My.Schema".t (k integer, body text, PRIMARY KEY (k)) PARTITION BY RANGE (k)'
    )
    for at in (0, 10):
        postgresql.run(
            f'CREATE TABLE "My.Schema".t{at} PARTITION OF "My.Schema".t '
            f"FOR VALUES FROM ({at}) TO ({at + 10})"
        )
    postgresql.run(f"INSERT INTO \"My.Schema\".t VALUES (1, '{BAD}'), (11, '{BAD}')")
    assert run(postgresql, "--table", '"My.Schema".t', "--column", "body") == 0
    assert postgresql.run('SELECT body FROM "My.Schema".t') == [(GOOD,)] * 2


@pytest.mark.parametrize(
    ("setup", "what"),
    [
        ("CREATE VIEW v AS SELECT 1 AS k, 'x'::text AS body", "v is a view; name its table"),
        ("CREATE MATERIALIZED VIEW v AS SELECT 1 AS k, 'x'::text AS body", "a materialized view"),
        ("CREATE TABLE v (k int PRIMARY KEY, body jsonb)", "column 'body' is jsonb, not text"),
        ("CREATE TABLE v (body text)", "has no primary key; --key names columns"),
        (
            "CREATE TABLE v (k int PRIMARY KEY, t text, body text GENERATED ALWAYS AS (t) STORED)",
            "column 'body' is text, not text",
        ),
    ],
)
def test_what_cannot_be_repaired(
    postgresql: Server, capsys: pytest.CaptureFixture[str], setup: str, what: str
) -> None:
    postgresql.run(setup)
    assert run(postgresql, "--table", "v", "--column", "body") == 2
    err = capsys.readouterr().err
    assert what in err
    assert err.count("\n") == 1


def test_no_permission_to_write(postgresql: Server, capsys: pytest.CaptureFixture[str]) -> None:
    postgresql.run("CREATE TABLE t (k integer PRIMARY KEY, body text)")
    postgresql.run(f"INSERT INTO t VALUES (1, '{BAD}')")
    postgresql.run("DROP ROLE IF EXISTS reader")
    postgresql.run("CREATE ROLE reader LOGIN")
    postgresql.run("GRANT SELECT ON t TO reader")
    postgresql.run("GRANT USAGE ON SCHEMA public TO reader")
    address = postgresql.address.replace("me:secret", "reader:secret")
    assert main(["dataset", address, "--table", "t", "--column", "body", "--dry-run"]) == 0
    capsys.readouterr()
    assert main(["dataset", address, "--table", "t", "--column", "body"]) == 2
    assert capsys.readouterr().err == (
        "fixenc: postgresql:///postgres, table public.t: permission denied for table t\n"
    )
    postgresql.run("DROP OWNED BY reader")
    postgresql.run("DROP ROLE reader")


def test_a_trigger_that_refuses_and_one_that_holds_back(
    postgresql: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    postgresql.run("CREATE TABLE t (k integer PRIMARY KEY, body text)")
    postgresql.run(f"INSERT INTO t VALUES (1, '{BAD}'), (2, '{BAD}'), (3, '{BAD}')")
    postgresql.run(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.k = 1 THEN RAISE 'archived rows stay'; END IF; "
        "IF NEW.k = 2 THEN RETURN NULL; END IF; RETURN NEW; END $$"
    )
    postgresql.run("CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()")
    assert run(postgresql, "--table", "t", "--column", "body") == 1
    assert postgresql.run("SELECT body FROM t ORDER BY k") == [(BAD,), (BAD,), (GOOD,)]
    err = capsys.readouterr().err
    assert "row 1, column 'body': the database refuses: archived rows stay" in err
    assert "changed it: 1 cell." in err


@pytest.fixture
def other_encoding(postgresql: Server, request: pytest.FixtureRequest) -> Server:
    """A database in the encoding of the parameter."""
    postgresql.run("DROP DATABASE IF EXISTS other")
    postgresql.run(
        f"CREATE DATABASE other ENCODING '{request.param}' LOCALE 'C' TEMPLATE template0"
    )
    return replace(postgresql, address=postgresql.address.replace("/postgres?", "/other?"))


@pytest.mark.parametrize("other_encoding", ["LATIN1"], indirect=True)
def test_a_database_in_latin_1(other_encoding: Server, capsys: pytest.CaptureFixture[str]) -> None:
    other_encoding.run("CREATE TABLE t (k integer PRIMARY KEY, body text)")
    other_encoding.run(
        "INSERT INTO t VALUES (1, convert_from('\\x636166c3a9', 'LATIN1')), "
        "(2, convert_from('\\x4974207761736ee274206d65', 'LATIN1'))"
    )
    assert run(other_encoding, "--table", "t", "--column", "body") == 1
    found = other_encoding.run("SELECT convert_to(body, 'UTF8') FROM t ORDER BY k")
    # No curly mark is in that encoding, so that the database cannot hold the repaired text.
    assert found == [(GOOD.encode(),), ("It wasn\xe2t me".encode(),)]
    assert "row 2, column 'body': the database refuses: character with byte" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("other_encoding", ["SQL_ASCII"], indirect=True)
def test_bytes_that_are_no_text(other_encoding: Server, capsys: pytest.CaptureFixture[str]) -> None:
    other_encoding.run("CREATE TABLE t (k integer PRIMARY KEY, body text)")
    other_encoding.run(f"INSERT INTO t VALUES (1, E'caf\\xE9'), (2, '{BAD}')")
    assert run(other_encoding, "--table", "t", "--column", "body") == 2
    err = capsys.readouterr().err
    assert "row 1: column 'body' is not UTF-8; --on-error skip keeps such rows" in err
    assert run(other_encoding, "--table", "t", "--column", "body", "--on-error", "skip") == 1
    found = other_encoding.run("SELECT body::bytea FROM t ORDER BY k")
    assert found == [(b"caf\xe9",), (GOOD.encode(),)]


def test_many_write_while_it_is_repaired(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row is written by others while fixenc runs, and no write of theirs is lost."""
    monkeypatch.setattr(repair, "FIRST", 20)
    monkeypatch.setattr(repair, "MOST", 20)
    rows = 400
    postgresql.run("CREATE TABLE t (k integer PRIMARY KEY, body text)")
    postgresql.run(f"INSERT INTO t SELECT g, '{BAD} ' || g FROM generate_series(1, {rows}) g")
    done: set[int] = set()
    stop = threading.Event()

    def write() -> None:
        from adbc_driver_postgresql import dbapi

        with dbapi.connect(postgresql.address) as connection, connection.cursor() as cursor:
            for at in range(rows, 0, -7):
                if stop.is_set():
                    break
                cursor.execute(f"UPDATE t SET body = '{BAD} mine {at}' WHERE k = {at}")
                time.sleep(0.001)  # the row stays locked for a while
                connection.commit()
                done.add(at)

    other = threading.Thread(target=write)
    other.start()
    try:
        status = run(postgresql, "--table", "t", "--column", "body")
    finally:
        stop.set()
        other.join()
    assert status in (0, 1)
    assert done
    for at, body in postgresql.run("SELECT k, body FROM t"):
        if at in done:  # written by the other, before or after it was repaired
            assert body in (f"{BAD} mine {at}", f"{GOOD} mine {at}"), at
        else:
            assert body == f"{GOOD} {at}", at


def test_nothing_is_locked_while_a_batch_is_repaired(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgresql.run("CREATE TABLE t (k integer PRIMARY KEY, body text)")
    postgresql.run(f"INSERT INTO t VALUES (1, '{BAD}')")
    whole = repair.repair_array

    def slow(*args: object) -> object:
        # It would wait for a transaction that is open, for ever.
        postgresql.run("ALTER TABLE t ADD COLUMN more text")
        return whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(repair, "repair_array", slow)
    assert run(postgresql, "--table", "t", "--column", "body", "--changes", "c.jsonl") == 0
    assert postgresql.run("SELECT body FROM t") == [(GOOD,)]
    assert Path("c.jsonl").exists()
