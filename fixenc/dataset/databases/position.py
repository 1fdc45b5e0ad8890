"""Positions: the key up to which a table is repaired, kept so that another run goes on there.

They lie in the state folder of the user, a file for each table and settings, and are written
after each transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fixenc.dataset.databases.database import Key, Value
from fixenc.dataset.store import Store
from fixenc.dataset.tally import Tally
from fixenc.files.journal import state_folder
from fixenc.files.problem import FileProblem, reason


@dataclass
class Position:
    """How far a run has come: the last ``key``, and the tally of the rows up to it."""

    key: Key | None = None
    tally: Tally = field(default_factory=Tally)


def position_file(fingerprint: str) -> Path:
    """The file of the position of the run with this fingerprint."""
    return state_folder().parent / "databases" / f"{fingerprint[:32]}.json"


def read_position(path: Path) -> Position:
    """The position in the file ``path``; the beginning if there is none that makes sense."""
    try:
        values = json.loads(path.read_bytes())
        return Position(tuple(map(value_of, values["key"])), Tally.from_json(values["tally"]))
    except (OSError, ValueError, TypeError, KeyError):
        return Position()


def write_position(path: Path, position: Position) -> None:
    """Keep ``position`` in the file ``path``."""
    key = [plain(value) for value in position.key or ()]
    values = {"key": key, "tally": position.tally.to_json()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        Store(str(path.parent), str(path.parent)).write(path.name, json.dumps(values).encode())
    except OSError as error:
        raise FileProblem(path, f"cannot be written: {reason(error)}") from None


def plain(value: Value) -> Any:
    """A value of a key as JSON knows it: bytes are an object with their hexadecimal digits."""
    return {"bytes": value.hex()} if isinstance(value, bytes) else value


def value_of(value: Any) -> Value:
    """The value of a key that :func:`plain` made ``value`` of; :exc:`ValueError` if it is none."""
    if isinstance(value, Mapping):
        return bytes.fromhex(value["bytes"])
    if isinstance(value, (str, int, float)):
        return value
    raise ValueError("no value of a key")
