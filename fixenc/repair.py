"""Repair: run the rules over a text, and gather what they find in one list.

Rules run in stages, each on the text that the stage before left, in rounds
until nothing changes: double mojibake needs two.  :func:`~fixenc.edits.compose`
carries all that happened back to the text as it was read.

Only edits that the policy lets through are applied on the way.  What the rules
still say about the *repaired* text, once it has settled, are the proposals and
flags.  So a second run over the result finds nothing more to apply, and
accepting a proposal never rests on another one that was refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from fixenc import pragmas
from fixenc.document import Document, Kind
from fixenc.edits import Edit, Safety, apply, compose, disjoint, lift, merge_touching, order, within
from fixenc.rule import Rule, Stage
from fixenc.rules import every_rule

MAX_ROUNDS = 8
"""Text that was misread four times over has been seen in the wild; twice that is enough."""

BLOCK = 1 << 16
"""Characters that are repaired together.  Evidence is pooled within a block, so
a long file gives the same result whether it is streamed or read at once."""

LONGEST_BLOCK = 16 * BLOCK
"""Characters after which even a line is cut, so that memory stays bounded."""


@dataclass(frozen=True)
class Policy:
    """Which rules run, and which of their edits are applied.

    ``select`` names the rules that run (empty: those that are on by default);
    ``ignore`` takes some of them away again.
    """

    unsafe_fixes: bool = False
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    def rules(self, kind: Kind = Kind.PROSE) -> tuple[Rule, ...]:
        """The rules that run on a document of this kind, in order."""
        return tuple(
            rule
            for rule in every_rule()
            if (rule.name in self.select if self.select else rule.default)
            and rule.name not in self.ignore
            and (kind is Kind.PROSE or rule.stage < Stage.QUOTES)
        )

    @property
    def trusted(self) -> Safety:
        """The least safe kind of edit that is applied."""
        return Safety.UNSAFE if self.unsafe_fixes else Safety.SAFE


@dataclass(frozen=True)
class Repair:
    """A document and what was found in it.

    ``applied`` are the edits that make :attr:`text`, sorted and disjoint.
    ``proposed`` are unsafe edits that were left out, and flags.  A proposal
    that meets applied edits includes what they do and stands in their place
    when it is accepted.
    """

    document: Document
    applied: tuple[Edit, ...] = ()
    proposed: tuple[Edit, ...] = ()

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """All that was found, in the order of the text."""
        return tuple(sorted([*self.applied, *self.proposed], key=order))

    @cached_property
    def text(self) -> str:
        """The text with the applied edits, and no others."""
        return apply(self.document.text, self.applied)

    def apply(self, accepted: Iterable[Edit]) -> str:
        """The document's text with ``accepted``, any selection of :attr:`edits`."""
        chosen = set(accepted)
        proposals = [edit for edit in self.proposed if edit in chosen and edit.new is not None]
        kept = [
            edit
            for edit in self.applied
            if edit in chosen and not any(within(edit, proposal) for proposal in proposals)
        ]
        return apply(self.document.text, sorted([*kept, *proposals], key=order))


@dataclass
class _Block:
    """One block on its way: the text as it was read, and as it now stands."""

    original: str
    rules: tuple[Rule, ...]
    edits: list[Edit] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        self.text = self.original

    def found(self, stage: Stage) -> list[Edit]:
        """What the rules of one stage find in the text as it now stands."""
        wanted = [
            edit
            for rule in self.rules
            if rule.stage is stage and rule.may_fire(self.text)
            for edit in rule.edits(self.text)
        ]
        return pragmas.outside(wanted, pragmas.protected(self.text)) if wanted else wanted

    def settle(self, trusted: Safety) -> None:
        """Apply what is trusted, stage by stage, until nothing more is found."""
        for _ in range(MAX_ROUNDS):
            before = self.text
            for stage in Stage:
                trustworthy = disjoint(e for e in self.found(stage) if e.safety <= trusted)
                if trustworthy:
                    self.edits = compose(self.original, self.edits, trustworthy)
                    self.text = apply(self.text, trustworthy)
            if self.text == before:
                break
        self.edits = merge_touching(self.edits)

    def proposals(self) -> list[Edit]:
        """What is left to say about the settled text, on the text as it was read."""
        flags: list[Edit] = []
        replacements: list[Edit] = []
        for stage in Stage:
            for edit in self.found(stage):
                (flags if edit.new is None else replacements).append(edit)
        lifted = disjoint(lift(self.original, self.edits, disjoint(replacements)))
        return sorted([*lift(self.original, self.edits, flags), *lifted], key=order)


def repair(document: Document, policy: Policy | None = None) -> Repair:
    """Find the damage in ``document``, and repair what ``policy`` allows."""
    policy = policy or Policy()
    rules = policy.rules(document.kind)
    applied: list[Edit] = []
    proposed: list[Edit] = []
    for start, text in _blocks(document.text):
        if not any(rule.may_fire(text) for rule in rules):
            continue
        block = _Block(text, rules)
        block.settle(Safety.SAFE)
        if policy.unsafe_fixes:
            block.settle(policy.trusted)
        applied += (edit.moved(start) for edit in block.edits)
        proposed += (edit.moved(start) for edit in merge_touching(block.proposals()))
    spans = pragmas.protected(document.text)
    return Repair(
        document,
        tuple(pragmas.outside(applied, spans)),
        tuple(pragmas.outside(proposed, spans)),
    )


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The blocks of a text, with their starts."""
    start = 0
    while True:
        stop = block_end(text, start)
        yield start, text[start:stop]
        if stop == len(text):
            break
        start = stop


def block_end(text: str, start: int = 0) -> int:
    """Where the block of ``text`` that begins at ``start`` ends.

    It ends after a paragraph, or at least after a line; in a line that is a
    file of its own, after a space.  ``LONGEST_BLOCK`` characters and two more
    are all that the answer depends on.
    """
    if len(text) - start <= BLOCK:
        return len(text)
    paragraph = text.find("\n\n", start + BLOCK, start + 2 * BLOCK)
    if paragraph >= 0:
        return paragraph + 2
    line = text.find("\n", start + BLOCK, start + LONGEST_BLOCK) + 1
    if line:
        return line
    if len(text) - start <= LONGEST_BLOCK:
        return len(text)
    return text.rfind(" ", start + BLOCK, start + LONGEST_BLOCK) + 1 or start + LONGEST_BLOCK
