r"""Automata: where in a text a regular condition holds, at the speed of decoding.

RE2 compiles a pattern to a finite automaton that looks at each byte of UTF-8
once, whatever the pattern is: some 700 MB a second, where Python's backtracking
:mod:`re` does one to ten.  So a condition has to be *regular*: without
lookaround and back-references.

Conditions are written in the syntax that both understand, with two additions:
``\s`` and ``\S`` are the white space of Unicode, as in :mod:`re`, and lone surrogates
(bytes of a file that are no UTF-8) are characters like others.

>>> Conditions(["caf\xe9", r"\S\s\S", "[\udc80-\udcff]"]).holding("un caf\xe9")
(0, 1)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from re import Pattern

    import re2

_SPACES = r"\t-\r\x1c-\x20\x85\xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
_TOKEN = re.compile(
    r"\\u[0-9a-fA-F]{4}|\\.|[\[\]]|[\ud800-\udfff]|[^\\\[\]\ud800-\udfff]+", re.DOTALL
)
_NEVER = r"[^\x{0}-\x{10ffff}]"
_ASCII_ONLY = frozenset([r"\w", r"\W", r"\d", r"\D", r"\b", r"\B"])

BETWEEN = "\uffff"
"""A character that stands for none, to put between texts."""

_KEPT = 256
"""Automata that are kept of each form: more than all rules have conditions."""

_MEMORY = 1 << 26
"""Bytes that the states of an automaton may take.  They are made when they are met."""


def utf8(text: str) -> bytes:
    """The bytes that an automaton reads for ``text``."""
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=_KEPT)
def compiled(condition: str) -> Pattern[bytes]:
    """The automaton of one condition, to be asked about :func:`utf8` text."""
    import re2

    automaton: Pattern[bytes] = re2.compile(translated(condition), _options())
    return automaton


@lru_cache(maxsize=_KEPT)
def compiled_for_joined(condition: str) -> Pattern[bytes]:
    """The automaton of a condition for many texts at once, joined by :data:`BETWEEN`.

    Where one of them begins or ends, ``^`` and ``$`` hold.  No class that is negated has
    :data:`BETWEEN`, so that what goes on and on ends with its text; what else is found may
    run on from one text into the next.
    """
    in_class = False
    pieces: list[str] = []
    for token in _TOKEN.findall(condition):
        if token in ("[", "]"):
            in_class = token == "["
        elif not in_class and not token.startswith("\\"):
            token = token.replace("^", f"(?:^|{BETWEEN})").replace("$", f"(?:$|{BETWEEN})")
        elif in_class and pieces[-1] == "[" and token.startswith("^"):
            token = f"^{BETWEEN}{token[1:]}"
        pieces.append(token)
    return compiled("".join(pieces))


def holds(condition: str, text: str) -> bool:
    """Whether the condition holds somewhere in ``text``."""
    return compiled(condition).search(utf8(text)) is not None


def either(conditions: Iterable[str]) -> str:
    """The condition that holds where one of some others does: nowhere if there are none."""
    return "|".join(f"(?:{each})" for each in dict.fromkeys(conditions)) or _NEVER


def lines_holding(
    condition: str, text: str, data: bytes | None = None, first: int = 0
) -> Iterator[tuple[int, int]]:
    """The lines of ``text`` in which the condition holds, as half-open spans of characters.

    It must be one that only matches within a line, and a line feed at its ends.
    ``data`` is the text in UTF-8, in which nothing is found before the byte ``first``.
    """
    data = utf8(text) if data is None else data
    automaton = compiled(condition)
    done = first
    at = 0
    while found := automaton.search(data, done):
        place = found.start()
        if data[place : place + 1] == b"\n":
            place += 1
        start = data.rfind(b"\n", 0, place) + 1
        end = data.find(b"\n", place)
        # To count the characters up to there would take as long as the search.  The same
        # line further ahead would have been found before.
        if end < 0:
            at = len(text) - len(data[start:].decode("utf-8", "surrogatepass"))
            yield at, len(text)
            break
        line = data[start : end + 1].decode("utf-8", "surrogatepass")
        at = text.index("\n" + line, max(0, at - 1)) + 1 if start else 0
        yield at, at + len(line) - 1
        at += len(line)
        done = end  # what holds in the next line may begin with the line feed before it


@lru_cache(maxsize=_KEPT)
def matcher(condition: str) -> Callable[[bytes], object]:
    """A function from :func:`utf8` text to whether the condition holds: the fastest for short text.

    It reads to the end, and is true if the condition holds anywhere.
    """
    match: Callable[[bytes], object] = _together((condition,)).Match
    return match


class Conditions:
    """Some conditions that are asked about together, in one pass over a text."""

    def __init__(self, conditions: Sequence[str]) -> None:
        self._indices: dict[str, list[int]] = {}
        for index, condition in enumerate(conditions):
            self._indices.setdefault(condition, []).append(index)
        self._conditions = tuple(self._indices)
        self._together: re2.Set | None = None

    def holding(self, text: str) -> tuple[int, ...]:
        """Which of the conditions hold somewhere in ``text``: their indices, in order."""
        return self.holding_in(utf8(text))

    def holding_in(self, data: bytes) -> tuple[int, ...]:
        """Indices of the conditions that hold in ``data``, a text in UTF-8, in order."""
        if self._together is None:
            self._together = _together(self._conditions)
        matches = self._together.Match(data)
        if not matches:
            return ()
        held = (self._indices[self._conditions[match]] for match in matches)
        return tuple(sorted(index for indices in held for index in indices))


@lru_cache(maxsize=_KEPT)
def _together(conditions: tuple[str, ...]) -> re2.Set:
    """The automaton that returns which of the conditions hold."""
    import re2

    automaton = re2.Set.SearchSet(_options())
    for condition in conditions:
        automaton.Add(translated(condition))
    automaton.Compile()
    return automaton


def _options() -> re2.Options:
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY
    options.never_capture = True
    options.log_errors = False  # they are raised
    return options


def translated(condition: str) -> str:
    """The condition in the syntax of RE2, whose classes know only ASCII."""
    in_class = False
    pieces: list[str] = []
    for token in _TOKEN.findall(condition):
        piece = token
        if token in _ASCII_ONLY or (token == r"\S" and in_class):
            raise ValueError(f"conditions spell out what {token} stands for: {condition}")
        if token == r"\s":
            piece = _SPACES if in_class else f"[{_SPACES}]"
        elif token == r"\S":
            piece = f"[^{_SPACES}]"
        elif token in ("[", "]"):
            piece = r"\[" if in_class and token == "[" else token
            in_class = token == "["
        elif token.startswith(r"\u"):
            piece = rf"\x{{{token[2:]}}}"
        elif "\ud800" <= token <= "\udfff":
            piece = rf"\x{{{ord(token):x}}}"
        pieces.append(piece)
    return "".join(pieces)
