"""One key from a terminal, without waiting for the end of a line."""

from __future__ import annotations

import os
import sys

_WAIT = 0.05
"""Seconds in which the rest of an escape sequence comes, if Esc was not pressed by itself."""


def read_key() -> str:
    """The next key: a character, or the escape sequence of a key such as an arrow.

    Raises :exc:`KeyboardInterrupt` for Ctrl-C, and :exc:`EOFError` for Ctrl-D or if the
    terminal is gone.
    """
    try:
        import termios
        import tty
    except ImportError:  # Windows
        import typer

        return str(typer.getchar())
    sys.stdout.flush()
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setraw(terminal, termios.TCSADRAIN)
        key = _key(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    if key == "\x03":
        raise KeyboardInterrupt
    if key in ("", "\x04"):
        raise EOFError
    return key


def _key(terminal: int) -> str:
    """One character of UTF-8, or one escape sequence."""
    first = _byte(terminal)
    if first == b"\x1b":
        return (first + _sequence(terminal)).decode("ascii", "replace")
    lead = first[0] if first else 0
    rest = 3 if lead >= 0xF0 else 2 if lead >= 0xE0 else 1 if lead >= 0xC0 else 0
    return (first + b"".join(_byte(terminal) for _ in range(rest))).decode("utf-8", "replace")


def _sequence(terminal: int) -> bytes:
    """The rest of an escape sequence; empty if Esc was pressed by itself."""
    import select

    rest = b""
    while select.select([terminal], [], [], _WAIT)[0]:
        byte = _byte(terminal)
        rest += byte
        if not byte or (byte.isalpha() and rest != b"O") or byte == b"~":
            break
    return rest


def _byte(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1)
    except OSError:
        return b""
