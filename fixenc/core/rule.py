"""Rules: one kind of damage each, with the examples that document and test it.

A rule is a function from a text to the edits that it wants there.  Its name
says the *damage*, its docstring says how that damage happens, and its
examples are what ``fixenc explain`` prints and what the tests check::

    @rule(
        stage=Stage.CHARACTER,
        safety=Safety.UNSAFE,
        needs="[\\N{LATIN SMALL LIGATURE FF}-\\N{LATIN SMALL LIGATURE ST}]",
        damaged={"the \\N{LATIN SMALL LIGATURE FI}rst": "the first"},
        intact=["encyclop\\N{LATIN SMALL LETTER AE}dia"],
    )
    def ligature(text: str) -> Iterator[Edit]:
        '''A PDF was copied as it was drawn: the letters f and i became one character.'''
        ...
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cached_property

from fixenc.core.automaton import holds
from fixenc.core.edits import Edit, Safety

__all__ = ["Edit", "Rule", "Safety", "Scope", "Stage", "rule"]


class Stage(IntEnum):
    """The order in which damage is undone.

    Damage is evidence: a quote rule that ran beside the mojibake rules would
    destroy what they need.  In ``&Atilde;\\N{LEFT DOUBLE QUOTATION MARK}`` the
    quotation mark is half of a mojibake ``\\N{LATIN CAPITAL LETTER O WITH ACUTE}``.
    So every stage works on the text that the stage before left.
    """

    BYTES = 0
    """Bytes that do not belong to the file's encoding."""
    MARKUP = 1
    """Escapes of another format left in the text: entities, backslash escapes."""
    MOJIBAKE = 2
    """Text that was decoded with the wrong codec."""
    LOST = 3
    """Characters of which bytes were lost on the way."""
    CHARACTER = 4
    """Single characters that should be other ones, or none."""
    QUOTES = 5
    """Quotation marks: which way they turn, and on which side their space is."""
    PROSE = 6
    """Sentences that broke where a character was lost."""
    FORM = 7
    """No damage, but the form of the text: only where it is asked for."""


class Scope(Enum):
    """Which parts of a document a rule looks at."""

    TEXT = "text"
    """Text for readers: prose, and the comments and strings of programs."""
    CODE = "code"
    """Programs only: the code outside comments and strings."""
    PROGRAM = "program"
    """Programs only: all of the file."""
    FILE = "file"
    """All of a file of any kind, before it is cut into parts."""


Finder = Callable[..., Iterable[Edit]]
"""A function that yields edits for a text.  If it takes lines, too, it is given those in which the
rule may find something, or ``None`` where they are not known."""

Lines = tuple[tuple[int, int], ...]
"""Lines of a text, as half-open spans of characters."""

Scan = Callable[[str], Lines]
"""A function that returns the lines of a text in which a rule may find something."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One kind of damage: how to find it, and what to put in its place.

    The decorator :func:`rule` says what the fields mean.
    """

    name: str
    stage: Stage
    safety: Safety
    find: Finder
    explanation: str
    needs: str | Scan
    damaged: Mapping[str, str]
    intact: Sequence[str]
    default: bool = True
    scope: Scope = Scope.TEXT
    in_ascii: tuple[str, ...] = ("",)
    across_lines: bool = False
    signs: tuple[str, ...] = ()

    @property
    def condition(self) -> str:
        """The necessary condition, a regular expression; empty if a function finds the lines."""
        return self.needs if isinstance(self.needs, str) else ""

    @cached_property
    def by_line(self) -> bool:
        """Whether the rule searches the lines that it is given, by the parameters of ``find``."""
        return len(inspect.signature(self.find).parameters) > 1

    @property
    def suspects(self) -> Scan | None:
        """The function that finds the lines, if the rule has one instead of a condition."""
        return None if isinstance(self.needs, str) else self.needs

    @property
    def summary(self) -> str:
        """The first paragraph of the explanation, on one line."""
        return " ".join(self.explanation.partition("\n\n")[0].split())

    def may_fire(self, text: str) -> bool:
        """Whether the rule's necessary condition holds somewhere in ``text``.

        If it does not, :meth:`edits` yields nothing: that is the contract.
        """
        if self.suspects is not None:
            return bool(self.suspects(text))
        return holds(self.condition, text)

    def edits(self, text: str, lines: Lines | None = None) -> Iterator[Edit]:
        """The edits that the rule wants in ``text``, under its name.

        An edit is at most as safe as its rule.  ``lines`` are those in which its condition
        holds, if that is known.
        """
        name = (self.name,)
        for edit in self.find(text, lines) if self.by_line else self.find(text):
            safety = edit.safety
            if edit.new is not None and safety < self.safety:
                safety = self.safety
            yield Edit(edit.start, edit.end, edit.new, name, safety, edit.note, edit.others)


def rule(
    *,
    stage: Stage,
    safety: Safety,
    needs: str | Scan,
    damaged: Mapping[str, str],
    intact: Sequence[str],
    default: bool = True,
    scope: Scope = Scope.TEXT,
    in_ascii: tuple[str, ...] = ("",),
    across_lines: bool = False,
    signs: tuple[str, ...] = (),
) -> Callable[[Finder], Rule]:
    """Make a rule of the function below; its name and docstring are the rule's.

    Every rule has:

    * ``stage``, when it runs, and ``safety``, the most that one of its edits may claim;
    * ``needs``, its *necessary condition*: a regular expression (:mod:`fixenc.core.automaton`),
      which is searched for together with those of all other rules.  A text in which it matches
      nowhere is never given to the rule.  It is searched for in each line with the line feeds
      around it.  A function may stand in its place that returns the lines of a text in which the
      rule may find something, none of a text in ASCII;
    * ``damaged``, texts and what the rule alone (with its unsafe edits) makes of them; a text
      that it can only flag is mapped to itself; and ``intact``, texts that must stay as they are.

    Some rules have:

    * ``default=False``: the rule runs only when it is selected;
    * ``scope``, the parts of a file that are given to it;
    * ``across_lines``: the condition may extend over several lines.

    Two fields only make it faster:

    * ``in_ascii``, strings of which one stands in every text of ASCII in which the rule finds
      something; the empty one stands in any, and with no strings it finds nothing in ASCII;
    * ``signs``, for a rule that goes ``across_lines``: the condition begins and ends with one of
      these characters, but for some beside them, and contains one that is not ASCII, if such are
      among them.

    :raises ValueError: if the function has no docstring.
    """

    def decorate(find: Finder) -> Rule:
        name = getattr(find, "__name__", "").replace("_", "-")
        explanation = inspect.getdoc(find)
        if not explanation:
            raise ValueError(f"rule {name} needs a docstring: it is what users read")
        return Rule(
            name,
            stage,
            safety,
            find,
            explanation,
            needs,
            damaged,
            intact,
            default,
            scope,
            in_ascii,
            across_lines,
            signs,
        )

    return decorate
