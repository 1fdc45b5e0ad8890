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


NOWHERE = r"[^\x00-\U0010ffff]"
"""A condition that holds nowhere."""

Finder = Callable[..., Iterable[Edit]]
"""A function that yields edits for a text and, if the rule is ``by_line``, for lines of it."""

Lines = tuple[tuple[int, int], ...]
"""Lines of a text, as half-open spans of characters."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One kind of damage: how to find it, and what to put in its place.

    ``whole`` finds the same as ``find`` for those who want the repaired text alone:
    its edits may be few and large, so that they are quickly made.  ``in_ascii`` are the
    strings of which one stands in every text of ASCII alone in which the rule finds
    something; the empty one stands in any.  With no strings it finds nothing there at all.

    The condition ``needs`` holds in a text if it does in one of its lines, with the line
    feeds around it, unless it goes ``across_lines``.  If there are ``signs``, what it matches
    begins and ends with one of them, but for some characters beside them, and has one that
    is not ASCII, if such are among them.  A rule that goes ``by_line`` gets the lines in
    which its condition holds, if these are known, beside the text.

    A rule with ``suspects`` has no condition: this function gives the lines of a text in
    which it may find something, none of a text in ASCII.
    """

    name: str
    stage: Stage
    safety: Safety
    find: Finder
    explanation: str
    needs: str
    damaged: Mapping[str, str]
    intact: Sequence[str]
    default: bool = True
    scope: Scope = Scope.TEXT
    whole: Finder | None = None
    in_ascii: tuple[str, ...] = ("",)
    by_line: bool = False
    across_lines: bool = False
    signs: tuple[str, ...] = ()
    suspects: Callable[[str], Lines] | None = None

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
        return holds(self.needs, text)

    def edits(
        self, text: str, *, whole: bool = False, lines: Lines | None = None
    ) -> Iterator[Edit]:
        """The edits that the rule wants in ``text``, under its name.

        An edit is at most as safe as its rule.  With ``whole`` they may be coarse.
        ``lines`` are those in which its condition holds, if that is known.
        """
        name = (self.name,)
        find = self.whole if whole and self.whole else self.find
        for edit in find(text, lines) if self.by_line else find(text):
            safety = edit.safety if edit.new is None else max(edit.safety, self.safety)
            yield Edit(edit.start, edit.end, edit.new, name, safety, edit.note, edit.others)


def rule(
    *,
    stage: Stage,
    safety: Safety,
    needs: str,
    damaged: Mapping[str, str],
    intact: Sequence[str],
    default: bool = True,
    scope: Scope = Scope.TEXT,
    whole: Finder | None = None,
    in_ascii: tuple[str, ...] = ("",),
    by_line: bool = False,
    across_lines: bool = False,
    signs: tuple[str, ...] = (),
    suspects: Callable[[str], Lines] | None = None,
) -> Callable[[Finder], Rule]:
    """Make a rule of the function below; its name and docstring are the rule's.

    ``safety`` is the most that an edit of this rule may claim; a single edit
    can claim less.  ``needs`` is the rule's *necessary condition*: a regular
    expression (:mod:`fixenc.core.automaton`), so that it is searched for together with
    those of all other rules.  A text in which it matches nowhere is never shown
    to the rule.  ``damaged`` maps damaged texts to what
    the rule alone (with its unsafe edits) makes of them; a damaged text that
    it can only flag is mapped to itself.  ``intact`` texts must stay as they are.
    A rule that is not on by ``default`` runs only when it is selected.  ``scope``
    says which parts of a file are shown to it.  What ``across_lines`` means, and the others,
    which only make it faster, :class:`Rule` says.
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
            whole,
            in_ascii,
            by_line,
            across_lines,
            signs,
            suspects,
        )

    return decorate
