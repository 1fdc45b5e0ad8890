"""Two databases with the same table of articles: SQLite, and a PostgreSQL started for it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
PATIENCE = 60.0

Rows = list[tuple[Any, ...]]


@dataclass
class Server:
    """A database: its address, and a way to run SQL in it beside what is tested."""

    kind: str
    address: str

    def run(self, sql: str) -> Rows:
        """The rows of a statement, which is committed."""
        if self.kind == "sqlite":
            with closing(sqlite3.connect(self.address.removeprefix("sqlite:///"))) as connection:
                rows = connection.execute(sql).fetchall()
                connection.commit()
            return rows
        from adbc_driver_postgresql import dbapi

        with (
            dbapi.connect(self.address, autocommit=True) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
            found: Rows = cursor.fetchall() if cursor.description else []
        return found


@pytest.fixture(scope="session")
def running_postgresql() -> Iterator[str]:
    """The address of a server that listens on a socket of its own."""
    pytest.importorskip("adbc_driver_postgresql")
    if PROGRAMS is None or not (PROGRAMS / "initdb").exists():
        pytest.skip("PostgreSQL is not installed in /usr/lib/postgresql")
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    other: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server does not run as root
        import pwd

        who = pwd.getpwnam("nobody")
        other = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        os.chown(folder, who.pw_uid, who.pw_gid)
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **other}
    subprocess.run(
        [PROGRAMS / "initdb", "-D", data, "-A", "trust", "-U", "me", "-E", "UTF8", "-N",
         "--locale=C.UTF-8"],
        check=True, **quiet,
    )  # fmt: skip
    server = subprocess.Popen(
        [PROGRAMS / "postgres", "-D", data, "-k", folder, "-F", "-c", "listen_addresses="], **quiet
    )
    try:
        end = time.monotonic() + PATIENCE
        ready = [PROGRAMS / "pg_isready", "-h", folder, "-q"]
        while subprocess.run(ready, **quiet).returncode:
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.1)
        yield f"postgresql://me:secret@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)  # its "fast shutdown"
        server.wait(PATIENCE)
        shutil.rmtree(folder)


@pytest.fixture
def postgresql(running_postgresql: str) -> Server:
    """PostgreSQL, with nothing in it."""
    server = Server("postgresql", running_postgresql)
    server.run('DROP SCHEMA IF EXISTS "My.Schema" CASCADE')
    server.run("DROP SCHEMA public CASCADE")
    server.run("CREATE SCHEMA public")
    return server


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))]
)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Server:
    """Each of the databases, with nothing in it."""
    if request.param == "postgresql":
        found: Server = request.getfixturevalue("postgresql")
        return found
    path = tmp_path / "news.db"
    sqlite3.connect(path).close()
    return Server("sqlite", f"sqlite:///{path}")


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Positions are kept in a folder of the test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
