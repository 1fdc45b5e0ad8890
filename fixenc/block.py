"""Blocks: a stretch of text on its way through the stages, until nothing more is found.

Rules run in stages, each on the text that the stage before left, in rounds
until nothing changes: double mojibake needs two.  Of each text it is first told
which rules have their necessary condition somewhere in it; mostly none has, and
then nothing else is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from fixenc import pragmas
from fixenc.automaton import Conditions, compiled, utf8
from fixenc.edits import Edit, Safety, apply, compose, disjoint, lift, merge_touching, order
from fixenc.rule import Rule, Stage

MAX_ROUNDS = 8
"""Text that was misread four times over has been seen in the wild; twice that is enough."""

Rules = tuple[Rule, ...]

Found = tuple[Sequence[Edit], Sequence[Edit]]
"""The edits that are applied to a text, and those that are proposed."""


class Prefilter:
    """Tells which of some rules may find something in a text: those whose condition holds.

    What it tells at the speed of decoding is that nothing is wrong, as in nearly all text.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._conditions = Conditions([rule.needs for rule in rules])
        self._ascii_rules = tuple(rule for rule in rules if rule.in_ascii)
        # An automaton that begins with a certain character goes from one to the next at once;
        # together with others it would look at all characters.
        self._apart = tuple(rule for rule in self._ascii_rules if _begins_with_sign(rule))
        self._together = tuple(rule for rule in self._ascii_rules if rule not in self._apart)
        self._conditions_together = Conditions([rule.needs for rule in self._together])
        signs = dict.fromkeys(sign for rule in rules for sign in rule.in_ascii)
        self._signs = ("",) if "" in signs else tuple(signs)

    def firing(self, text: str) -> Rules:
        """Those of the rules that may find something in ``text``, in their order."""
        if not text.isascii():
            return tuple([self.rules[index] for index in self._conditions.holding(text)])
        for sign in self._signs:  # any() takes as long as all of this
            if sign in text:
                return self._firing_in_ascii(text)
        return ()

    def _firing_in_ascii(self, text: str) -> Rules:
        data = utf8(text)
        found = {rule for rule in self._apart if compiled(rule.needs).search(data)}
        if any(sign in text for rule in self._together for sign in rule.in_ascii):
            found |= {self._together[index] for index in self._conditions_together.holding_in(data)}
        return tuple(rule for rule in self._ascii_rules if rule in found)

    def clears(self, data: bytes) -> bool:
        """Whether ``data``, a text in UTF-8, is one in which no rule may find anything."""
        if data.isascii():
            # Most conditions there begin with their sign, which is found sooner than by all of
            # them together.
            return not any(
                any(sign.encode() in data for sign in rule.in_ascii)
                and compiled(rule.needs).search(data)
                for rule in self._ascii_rules
            )
        return not self._conditions.holding_in(data)


def _begins_with_sign(rule: Rule) -> bool:
    """Whether every match of the rule's condition begins with its only sign in ASCII."""
    return len(rule.in_ascii) == 1 and rule.needs.startswith(rule.in_ascii[0] or "^")


@lru_cache(maxsize=64)
def prefilter(rules: Rules) -> Prefilter:
    """The prefilter of some rules, made once."""
    return Prefilter(rules)


class Block:
    """A text as it now stands, and what rules find in it.

    ``firing`` are those that the ``prefilter`` lets through to ``text``.  With
    ``whole`` the edits may be coarse: for those who want the text alone.
    """

    def __init__(
        self, text: str, prefilter: Prefilter, firing: Rules, *, whole: bool = False
    ) -> None:
        self.text = text
        self._prefilter = prefilter
        self._firing = firing
        self._whole = whole
        self._edits: dict[Rule, list[Edit]] = {}

    def found(self, stage: Stage) -> list[Edit]:
        """What the rules of one stage find in the text as it now stands."""
        wanted: list[Edit] = []
        for rule in self._firing:
            if rule.stage is stage:
                wanted += self._found_by(rule)
        return pragmas.outside(wanted, pragmas.protected(self.text)) if wanted else wanted

    def _found_by(self, rule: Rule) -> list[Edit]:
        # Each stage comes to rest, and so do all together: most texts are looked at again.
        if rule not in self._edits:
            self._edits[rule] = list(rule.edits(self.text, whole=self._whole))
        return self._edits[rule]

    def settle(self, trusted: Safety) -> Iterator[list[Edit]]:
        """Apply what is trusted, stage by stage, until nothing more is found.

        Yields each generation of edits, which are about the text that the one
        before it made.  Every stage comes to rest before the next begins: half of a
        double mojibake would be evidence of something else to a later rule.
        """
        for _ in range(MAX_ROUNDS):
            before = self.text
            for stage in Stage:
                for _ in range(MAX_ROUNDS):
                    trustworthy = disjoint(e for e in self.found(stage) if e.safety <= trusted)
                    if not trustworthy:
                        break
                    self.text = apply(self.text, trustworthy)
                    self._firing = self._prefilter.firing(self.text)
                    self._edits.clear()
                    yield trustworthy
            if self.text == before:
                break


def settled(text: str, prefilter: Prefilter, trusted: Safety) -> str:
    """What the trusted edits of the rules make of a block: ``text`` itself if there are none."""
    firing = prefilter.firing(text)
    if not firing:
        return text
    block = Block(text, prefilter, firing, whole=True)
    for limit in sorted({Safety.SAFE, trusted}):
        for _ in block.settle(limit):
            pass
    return block.text


def found_in(text: str, prefilter: Prefilter, trusted: Safety) -> Found:
    """The edits that are applied to a block, and those that are proposed."""
    firing = prefilter.firing(text)
    if not firing:
        return [], []
    block = Block(text, prefilter, firing)
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
    for stage in Stage:
        for edit in block.found(stage):
            (flags if edit.new is None else replacements).append(edit)
    lifted = disjoint(lift(original, applied, disjoint(replacements)))
    return sorted([*lift(original, applied, flags), *lifted], key=order)
