"""Write a file over and over, and be killed at random moments: a program of its own.

    python tests/files/kill_loop.py FOLDER SIGNAL TIMES [hardlink]

Prints, as JSON, in how many rounds the file held the old content whole, the new
content whole, or something else; or something else, and what it held stood whole
beside it; and how many rounds left a stray file.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

OLD = b"the old content\n" * 20_000
NEW = b"and what is new\n" * 30_000


def victim(path: Path) -> None:
    """What is killed: a program that writes, until somebody stops it."""
    from fixenc.files import read, write_atomically
    from fixenc.files.signals import ended_in_order

    try:
        with ended_in_order():
            while True:
                original = read(path)
                new = NEW if original.data == OLD else OLD
                write_atomically(path, new, read=original.identity)
    except (KeyboardInterrupt, SystemExit):
        os._exit(9)


def _end_of(child: int, number: int) -> int:
    """Wait for the end of ``child``.

    Python drops an exception that a signal raises inside a finalizer: then a
    person presses Ctrl-C again, and so is done here.
    """
    for turn in range(3000):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.001)
        if turn % 500 == 499:
            os.kill(child, number)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def main(folder: Path, number: int, times: int, linked: bool) -> dict[str, int]:
    """Run the loop and count."""
    from fixenc import files  # imported once, here, for all the processes to come

    chance = random.Random(1)
    counts = dict.fromkeys(("old", "new", "beside", "broken", "stray", "other status"), 0)
    path = folder / "file.txt"
    assert files.__name__ == "fixenc.files"
    for _ in range(times):
        path.write_bytes(OLD)
        if linked:
            (folder / "link.txt").unlink(missing_ok=True)
            (folder / "link.txt").hardlink_to(path)
        child = os.fork()
        if not child:
            victim(path)
        time.sleep(0.004 + chance.random() * 0.02)
        os.kill(child, number)
        status = _end_of(child, number)
        data = path.read_bytes()
        strays = [name for name in os.listdir(folder) if name.startswith(".fixenc")]
        kept = [(folder / name).read_bytes() for name in strays if ".fixenc-old-" in name]
        beside = "beside" if kept in ([OLD], [NEW]) else "broken"
        counts["old" if data == OLD else "new" if data == NEW else beside] += 1
        counts["stray"] += bool(strays)
        for name in strays:
            (folder / name).unlink()
        # In order, or by the signal itself where that came before the program was ready.
        counts["other status"] += status not in (9 << 8, number)
    return counts


if __name__ == "__main__":
    result = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), "hardlink" in sys.argv)
    json.dump(result, sys.stdout)
