"""Records: what a run leaves beside its output, so that another can go on where it stopped.

There is one for each output file, so that workers on many machines can write them, and
none is lost with the one who started them.  A record is written *before* the output takes
its name and holds the digest of its content.  So whatever was killed when: an output is
finished if it is, to the byte, what its record says, and is made again otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from fixenc.dataset.store import OWN, Store
from fixenc.dataset.tally import Tally


@dataclass(frozen=True)
class Record:
    """How the output ``name`` came about.

    ``source`` is the identity of the input's content, ``settings`` that of all that the
    repair depends on.  ``outputs`` are the files that were written, and what is in each;
    ``log`` those in the folder of the log.
    """

    source: str
    settings: str
    outputs: Mapping[str, str] = field(default_factory=dict)
    log: Mapping[str, str] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)


def record_of(output: str) -> str:
    """The name of the record of the file ``output``."""
    return f"{OWN}/records/{output}.json"


def read_record(store: Store, name: str) -> Record | None:
    """The record ``name`` in ``store``; ``None`` if there is none that makes sense."""
    data = store.read(name)
    if data is None:
        return None
    try:
        values = json.loads(data)
        return Record(**values | {"tally": Tally.from_json(values["tally"])})
    except (ValueError, TypeError, KeyError):
        return None  # of another version: the output is made again


def write_record(store: Store, name: str, record: Record) -> None:
    """Put ``record`` in ``store`` under ``name``."""
    values = asdict(record) | {"tally": record.tally.to_json()}
    store.write(name, json.dumps(values, ensure_ascii=False, indent=1).encode())


def fingerprint(*parts: object) -> str:
    """A fingerprint of the settings."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
