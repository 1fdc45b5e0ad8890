"""The names of the commands, and the exit statuses that are not the result of a check."""

from __future__ import annotations

COMMANDS = {
    "review": "decide",
    "apply": "decide",
    "undo": "undo",
    "explain": "explain",
    "rules": "explain",
    "dataset": "dataset",
    "decode": "inspect.decode",
    "learn": "inspect.learn",
    "detect": "inspect.detect",
    "config": "inspect.config",
}
"""The commands beside the main job, and the module of each."""

READER_GONE = 141
"""The exit status of a program whose reader went away, as shells report it."""

INTERRUPTED = 130
"""The exit status of a program that was stopped by Ctrl-C, as shells report it."""
