"""The names of the commands, and the exit statuses that are not the result of a check."""

from __future__ import annotations

import os

COMMANDS = {
    "review": "decide",
    "apply": "decide",
    "undo": "undo",
    "blame": "inspect.blame",
    "explain": "explain",
    "rules": "explain",
    "dataset": "datasets.dataset",
    "decode": "inspect.decode",
    "learn": "inspect.learn",
    "detect": "inspect.detect",
    "config": "inspect.config",
}
"""The commands beside the main job, and the module of each."""

READER_GONE = 141
"""The exit status of a program whose reader went away, as shells report it."""

FAILED = 2
"""The exit status after an error."""

INTERRUPTED = 130
"""The exit status of a program that was stopped by Ctrl-C, as shells report it."""


def plain_path(name: str) -> str:
    """The path of a file by its name, spelled so that ``-`` is not standard input."""
    return os.path.join(os.curdir, name) if name == "-" else name
