"""Error messages about wrong arguments: one line that also says which value is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar


def nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """A suggestion for a wrong name: the most similar known name, or ``otherwise``."""
    from difflib import get_close_matches

    meant = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"did you mean {meant[0]!r}?" if meant else otherwise


Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def named_keywords(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The function, whose error about an unknown keyword names the nearest one that it has."""
    known = signature(function).parameters

    @wraps(function)
    def call(*args: Parameters.args, **keywords: Parameters.kwargs) -> Result:
        try:
            return function(*args, **keywords)
        except TypeError:
            require_known(keywords, known, function.__name__)
            raise

    return call


def require_known(keywords: Iterable[str], known: Iterable[str], function: str) -> None:
    """Raise a :exc:`TypeError` about the first keyword that is not known."""
    names = list(known)
    for name in keywords:
        if name not in names:
            advice = nearest(name, names, f"it has {', '.join(names)}")
            raise TypeError(f"{function} has no parameter {name!r}; {advice}") from None


def require_text(text: object) -> None:
    """Raise an error that says what to do if ``text`` is not a ``str``."""
    if isinstance(text, (bytes, bytearray, memoryview)):
        raise UnicodeError("bytes are no text yet: decode them, or call fixenc.repair_bytes")
    if not isinstance(text, str):
        raise TypeError(f"text is a str, not {type(text).__name__}")


def as_bytes(data: object) -> bytes:
    """``data`` as ``bytes``; raise an error that says what to do if it is something else."""
    if isinstance(data, str):
        raise TypeError("a str is decoded already: call fixenc.repair")
    if isinstance(data, (bytearray, memoryview)):
        return bytes(data)
    if not isinstance(data, bytes):
        raise TypeError(f"data are bytes, not {type(data).__name__}")
    return data
