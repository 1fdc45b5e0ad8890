"""Stages: the rules run over one block of text, stage by stage, until nothing changes.

Each stage works on the text that the stage before left, in rounds: double mojibake needs
two.  The prefilter first finds the rules whose necessary condition holds in the block;
usually there is none, and then no rule runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fixenc.core import pragmas
from fixenc.core.edits import (
    Edit,
    Safety,
    apply,
    compose,
    disjoint,
    guessed,
    lift,
    merge_touching,
    order,
)
from fixenc.core.rule import Rule, Stage
from fixenc.prefilter.noise import is_noise
from fixenc.prefilter.prefilter import Prefilter
from fixenc.prefilter.suspects import Suspects, find_suspects

MAX_ROUNDS = 8
"""Text that was misread four times over has been seen in the wild; twice that is enough."""

_STAGES = tuple(Stage)

Found = tuple[Sequence[Edit], Sequence[Edit]]
"""The edits that are applied to a text, and those that are proposed."""


class Block:
    """The current text of a block, and the edits that rules find in it.

    ``suspects`` are those in the text.
    """

    def __init__(self, suspects: Suspects) -> None:
        self.text = suspects.text
        self._suspects: Suspects | None = suspects
        self._edits: dict[Rule, list[Edit]] = {}

    def found(self, stage: Stage) -> list[Edit]:
        """The edits that the rules of one stage find in the current text."""
        wanted: list[Edit] = []
        if self._suspects:
            for rule in self._suspects.firing:
                if rule.stage is stage:
                    wanted += self._found_by(rule, self._suspects)
        return pragmas.outside(wanted, pragmas.protected(self.text)) if wanted else wanted

    def _found_by(self, rule: Rule, suspects: Suspects) -> list[Edit]:
        # Rounds repeat until nothing changes, so most rules are asked again about the same text.
        if rule not in self._edits:
            lines = suspects.lines(rule) if rule.by_line else None
            self._edits[rule] = list(rule.edits(self.text, lines))
        return self._edits[rule]

    def _apply(self, edits: list[Edit]) -> None:
        self.text = apply(self.text, edits)
        if self._suspects:
            self._suspects = self._suspects.after(edits, self.text)
        self._edits.clear()

    def flagged(self, stage: Stage) -> list[Edit]:
        """The flags of misreadings: a later stage must not change a part of one."""
        found = self.found(Stage.MOJIBAKE) if stage > Stage.MOJIBAKE else ()
        return disjoint(edit for edit in found if edit.new is None)

    def settle(self, trusted: Safety, *, guess: bool = False) -> Iterator[list[Edit]]:
        """Apply the trusted edits, stage by stage, until there are none left.

        Yields each generation of edits, which refer to the text that the generation
        before made.  Each stage is repeated until it finds nothing before the next
        begins: a later rule would take half of a double mojibake for other damage.  With
        ``guess`` characters whose bytes are gone become the likeliest ones, and not U+FFFD.
        """
        for _ in range(MAX_ROUNDS):
            before = self.text
            for stage in _STAGES:
                for _ in range(MAX_ROUNDS):
                    wanted = [e for e in self.found(stage) if e.safety <= trusted]
                    trustworthy = disjoint(wanted, self.flagged(stage)) if wanted else wanted
                    if not trustworthy:
                        break
                    if guess:
                        trustworthy = [guessed(edit) for edit in trustworthy]
                    self._apply(trustworthy)
                    yield trustworthy
            if self.text == before:
                break


def settled(text: str, prefilter: Prefilter, trusted: Safety, *, scanned_only: bool = False) -> str:
    """The block with the trusted edits of the rules; ``text`` itself if there are none.

    ``scanned_only`` says that no condition of a rule holds in the block.
    """
    suspects = _suspects_in(prefilter, text, scanned_only=scanned_only)
    if suspects is None:
        return text
    block = Block(suspects)
    for limit in sorted({Safety.SAFE, trusted}):
        for _ in block.settle(limit, guess=trusted >= Safety.UNSAFE):
            pass
    return block.text


def found_in(text: str, prefilter: Prefilter, trusted: Safety) -> Found:
    """The edits that are applied to a block, and those that are proposed."""
    suspects = _suspects_in(prefilter, text)
    if suspects is None:
        return [], []
    block = Block(suspects)
    applied = _applied(block, text, trusted)
    return applied, merge_touching(_proposals(block, text, applied))


def is_odd(text: str, prefilter: Prefilter) -> bool:
    """Whether rules find something in a block, which is known before anything is repaired.

    Most texts show it where the first suspects stand: they are asked first, by themselves.
    """
    suspects = _suspects_in(prefilter, text)
    if suspects is None:
        return False
    start = suspects.known_lines[0][0] if suspects.known_lines else 0
    near = text[start : start + _NEAR]
    if 2 * len(near) < len(text):
        near = near[: near.rfind("\n") + 1] or near
        suspects_near = find_suspects(prefilter, near)
        if suspects_near is not None and _finds(Block(suspects_near)):
            return True
    return _finds(Block(suspects))


_NEAR = 1 << 12
"""Characters behind the first suspects of a block that are searched by themselves."""


def _finds(block: Block) -> bool:
    return any(block.found(stage) for stage in _STAGES)


def _suspects_in(prefilter: Prefilter, text: str, *, scanned_only: bool = False) -> Suspects | None:
    """The suspects of a block; none if it is clean, or is no text."""
    suspects = find_suspects(prefilter, text, scanned_only=scanned_only)
    return None if suspects is None or is_noise(text, suspects.known_lines) else suspects


def applied_in(text: str, prefilter: Prefilter, trusted: Safety) -> list[Edit]:
    """The edits that are applied to a block."""
    suspects = _suspects_in(prefilter, text)
    return [] if suspects is None else _applied(Block(suspects), text, trusted)


def _applied(block: Block, text: str, trusted: Safety) -> list[Edit]:
    """The edits that settle ``block``, as edits of ``text``, its text before."""
    applied: list[Edit] = []
    for limit in sorted({Safety.SAFE, trusted}):
        for edits in block.settle(limit, guess=trusted >= Safety.UNSAFE):
            applied = compose(text, applied, edits)
        applied = merge_touching(applied)
    return applied


def _proposals(block: Block, original: str, applied: list[Edit]) -> list[Edit]:
    """The edits left in the repaired text that are not applied, as edits of ``original``."""
    flags: list[Edit] = []
    replacements: list[Edit] = []
    for stage in _STAGES:
        found = block.found(stage)
        flags += (edit for edit in found if edit.new is None)
        others = (edit for edit in found if edit.new is not None)
        replacements += disjoint(others, block.flagged(stage))
    lifted = disjoint(lift(original, applied, disjoint(replacements)))
    return sorted([*lift(original, applied, flags), *lifted], key=order)
