"""Blocks: a stretch of text on its way through the stages, until nothing more is found.

Rules run in stages, each on the text that the stage before left, in rounds
until nothing changes: double mojibake needs two.  Of each text it is first told
which rules have their necessary condition somewhere in it; mostly none has, and
then nothing else is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fixenc.core import pragmas
from fixenc.core.edits import Edit, Safety, apply, compose, disjoint, lift, merge_touching, order
from fixenc.core.rule import Rule, Stage
from fixenc.prefilter.prefilter import Glance, Prefilter

MAX_ROUNDS = 8
"""Text that was misread four times over has been seen in the wild; twice that is enough."""

_STAGES = tuple(Stage)

Found = tuple[Sequence[Edit], Sequence[Edit]]
"""The edits that are applied to a text, and those that are proposed."""


class Block:
    """A text as it now stands, and what rules find in it.

    ``glance`` is what their prefilter sees in it.  With ``whole`` the edits may be coarse:
    for those who want the text alone.
    """

    def __init__(self, prefilter: Prefilter, glance: Glance, *, whole: bool = False) -> None:
        self.text = glance.text
        self._rules = prefilter.rules
        self._glance: Glance | None = glance
        self._whole = whole
        self._edits: dict[Rule, list[Edit]] = {}

    def found(self, stage: Stage) -> list[Edit]:
        """What the rules of one stage find in the text as it now stands."""
        wanted: list[Edit] = []
        for rule in self._rules:
            if rule.stage is stage and self._glance and self._glance.fires(rule):
                wanted += self._found_by(rule, self._glance)
        return pragmas.outside(wanted, pragmas.protected(self.text)) if wanted else wanted

    def _found_by(self, rule: Rule, glance: Glance) -> list[Edit]:
        # Each stage comes to rest, and so do all together: most texts are looked at again.
        if rule not in self._edits:
            lines = glance.lines(rule) if rule.by_line else None
            self._edits[rule] = list(rule.edits(self.text, whole=self._whole, lines=lines))
        return self._edits[rule]

    def _apply(self, edits: list[Edit]) -> None:
        self.text = apply(self.text, edits)
        if self._glance:
            self._glance = self._glance.after(edits, self.text)
        self._edits.clear()

    def settle(self, trusted: Safety) -> Iterator[list[Edit]]:
        """Apply what is trusted, stage by stage, until nothing more is found.

        Yields each generation of edits, which are about the text that the one
        before it made.  Every stage comes to rest before the next begins: half of a
        double mojibake would be evidence of something else to a later rule.
        """
        for _ in range(MAX_ROUNDS):
            before = self.text
            for stage in _STAGES:
                for _ in range(MAX_ROUNDS):
                    trustworthy = disjoint(e for e in self.found(stage) if e.safety <= trusted)
                    if not trustworthy:
                        break
                    self._apply(trustworthy)
                    yield trustworthy
            if self.text == before:
                break


def settled(text: str, prefilter: Prefilter, trusted: Safety) -> str:
    """What the trusted edits of the rules make of a block: ``text`` itself if there are none."""
    glance = prefilter.glance(text)
    if glance is None:
        return text
    block = Block(prefilter, glance, whole=True)
    for limit in sorted({Safety.SAFE, trusted}):
        for _ in block.settle(limit):
            pass
    return block.text


def found_in(text: str, prefilter: Prefilter, trusted: Safety) -> Found:
    """The edits that are applied to a block, and those that are proposed."""
    glance = prefilter.glance(text)
    if glance is None:
        return [], []
    block = Block(prefilter, glance)
    applied: list[Edit] = []
    for limit in sorted({Safety.SAFE, trusted}):
        for edits in block.settle(limit):
            applied = compose(text, applied, edits)
        applied = merge_touching(applied)
    return applied, merge_touching(_proposals(block, text, applied))


def _proposals(block: Block, original: str, applied: list[Edit]) -> list[Edit]:
    """What is left to say about the settled text, on the text as it was read."""
    flags: list[Edit] = []
    replacements: list[Edit] = []
    for stage in _STAGES:
        for edit in block.found(stage):
            (flags if edit.new is None else replacements).append(edit)
    lifted = disjoint(lift(original, applied, disjoint(replacements)))
    return sorted([*lift(original, applied, flags), *lifted], key=order)
