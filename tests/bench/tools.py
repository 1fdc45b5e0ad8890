"""The tools that are compared, each as a function from a damaged document to a repaired one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fixenc import Edit

NAMES = ("ftfy", "plsfix", "default", "unsafe")
"""The tools in the order of the table; the last two are fixenc."""


@dataclass(frozen=True)
class Result:
    """A document as a tool read it and as it left it, and the edits if it names them."""

    before: str
    after: str
    edits: tuple[Edit, ...] | None = None


Tool = Callable[["str | bytes"], Result]


@cache
def tool(name: str) -> Tool | None:
    """A tool by its name, or ``None`` if it is not installed."""
    if name in ("default", "unsafe"):
        return _fixenc(unsafe_fixes=name == "unsafe")
    peers = {"ftfy": _ftfy, "plsfix": _plsfix}
    try:
        return peers[name]()
    except ModuleNotFoundError:
        return None


def _fixenc(*, unsafe_fixes: bool) -> Tool:
    from fixenc import FileProblem, repair, repair_bytes

    def run(document: str | bytes) -> Result:
        if isinstance(document, str):
            found = repair(document, unsafe_fixes=unsafe_fixes)
        else:
            try:
                found = repair_bytes(document, unsafe_fixes=unsafe_fixes).repair
            except FileProblem:
                return _left(document)
        return Result(found.document.text, found.text, found.applied)

    return run


def _ftfy() -> Tool:
    """ftfy with its encoding repairs alone (entities too, as it does by itself)."""
    import ftfy

    config = ftfy.TextFixerConfig(
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )

    def run(document: str | bytes) -> Result:
        text = document if isinstance(document, str) else ftfy.guess_bytes(document)[0]
        return Result(text, ftfy.fix_text(text, config))

    return run


def _plsfix() -> Tool:
    """plsfix has no options: what it does beyond encoding repairs is counted too."""
    from plsfix import fix_text

    def run(document: str | bytes) -> Result:
        if isinstance(document, bytes):
            return _left(document)
        return Result(document, fix_text(document))

    return run


def _left(data: bytes) -> Result:
    """Bytes that the tool does not take are left as they are."""
    text = data.decode("utf-8", "surrogateescape")
    return Result(text, text)
