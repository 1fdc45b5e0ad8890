"""The tools that are compared, each as a function from a damaged document to a repaired one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fixenc import Edit, Repair

NAMES = ("ftfy", "plsfix", "default", "unsafe")
"""The tools in the order of the table; the last two are fixenc."""


@dataclass(frozen=True)
class Result:
    """A document as a tool read it and as it left it, and the edits if it names them."""

    before: str
    after: str
    edits: tuple[Edit, ...] | None = None


Tool = Callable[["str | bytes"], Result]


def results(document: str | bytes, names: Collection[str]) -> Iterator[tuple[str, Result]]:
    """What each of the tools in ``names`` makes of a document; those not installed are left out."""
    for name in NAMES[:2]:
        run = _peer(name) if name in names else None
        if run is not None:
            yield name, run(document)
    if "default" in names:
        yield from _fixenc(document, unsafe_fixes="unsafe" in names)


def _fixenc(document: str | bytes, *, unsafe_fixes: bool) -> Iterator[tuple[str, Result]]:
    found = _repaired(document, unsafe_fixes=False)
    yield "default", _result(document, found)
    if unsafe_fixes:
        # Where nothing more is proposed, nothing more would be done.
        if found is not None and any(edit.new is not None for edit in found.proposed):
            found = _repaired(document, unsafe_fixes=True)
        yield "unsafe", _result(document, found)


def _repaired(document: str | bytes, *, unsafe_fixes: bool) -> Repair | None:
    """The repair of a document, or nothing if it can't be decoded."""
    from fixenc import FileProblem, repair, repair_bytes

    if isinstance(document, str):
        return repair(document, unsafe_fixes=unsafe_fixes)
    try:
        return repair_bytes(document, unsafe_fixes=unsafe_fixes).repair
    except FileProblem:
        return None


def _result(document: str | bytes, found: Repair | None) -> Result:
    return (
        _left(document) if found is None else Result(found.document.text, found.text, found.applied)
    )


@cache
def _peer(name: str) -> Tool | None:
    """Another tool by its name, or nothing if it is not installed."""
    try:
        return {"ftfy": _ftfy, "plsfix": _plsfix}[name]()
    except ModuleNotFoundError:
        return None


def encoding_alone() -> Any:
    """ftfy set to repair the encoding alone, and entities as it does by itself."""
    import ftfy

    return ftfy.TextFixerConfig(
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


def _ftfy() -> Tool:
    """ftfy with its encoding repairs alone (entities too, as it does by itself)."""
    import ftfy

    config = encoding_alone()._replace(fix_surrogates=True)

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
        try:
            return Result(document, fix_text(document))
        except UnicodeEncodeError:  # it takes no surrogates
            return _left(document)

    return run


def _left(document: str | bytes) -> Result:
    """A document that the tool does not take is left as it is."""
    if isinstance(document, bytes):
        document = document.decode("utf-8", "surrogateescape")
    return Result(document, document)
