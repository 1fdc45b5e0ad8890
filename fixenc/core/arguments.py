"""What is said of an argument that makes no sense: one line, with what would."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """Advice for a name that is wrong: the one that was probably meant."""
    from difflib import get_close_matches

    meant = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"did you mean {meant[0]!r}?" if meant else otherwise


def require_text(text: object) -> None:
    """Raise an error that tells what to do, if ``text`` is none."""
    if isinstance(text, (bytes, bytearray, memoryview)):
        raise UnicodeError("bytes are no text yet: decode them, or call fixenc.repair_bytes")
    if not isinstance(text, str):
        raise TypeError(f"text is a str, not {type(text).__name__}")


def require_bytes(data: object) -> None:
    """Raise an error that tells what to do, if ``data`` are none."""
    if isinstance(data, str):
        raise TypeError("a str is decoded already: call fixenc.repair")
    if not isinstance(data, bytes):
        raise TypeError(f"data are bytes, not {type(data).__name__}")
