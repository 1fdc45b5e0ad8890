"""Repair: run the rules over a text, and gather what they find in one list.

Rules run in stages (:mod:`fixenc.block`), and :func:`~fixenc.edits.compose`
carries all that happened back to the text as it was read.

Only edits that the policy lets through are applied on the way.  What the rules
still say about the *repaired* text, once it has settled, are the proposals and
flags.  So a second run over the result finds nothing more to apply, and
accepting a proposal never rests on another one that was refused.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain

from fixenc import pragmas
from fixenc.arguments import nearest
from fixenc.automaton import compiled
from fixenc.block import Found, found_in
from fixenc.document import Document, Kind
from fixenc.edits import Edit, Safety, apply, compose, order, within
from fixenc.prefilter import prefilter
from fixenc.rule import Rule, Scope, Stage
from fixenc.rules import every_rule
from fixenc.rules.line_ending import LineEnding, line_ending_rule
from fixenc.rules.normal_form import NormalForm, normal_form_rule
from fixenc.source import (
    code_at_a_glance,
    has_parts,
    is_catalogue,
    is_table,
    is_unknown,
    may_hide_damage,
)

BLOCK = 1 << 16
"""Characters that are repaired together.  Evidence is pooled within a block, so
a long file gives the same result whether it is streamed or read at once."""

LONGEST_BLOCK = 16 * BLOCK
"""Characters after which even a line is cut, so that memory stays bounded."""


@dataclass(frozen=True)
class Policy:
    """Which rules run, and which of their edits are applied.

    ``select`` names the rules that run (empty: those that are on by default);
    ``ignore`` takes some of them away again.  ``normal_form`` and ``line_ending``
    are forms that the text is brought into beside, whatever was selected.  With
    ``lines``, half-open ranges counted from 1, only what touches them is found.
    """

    unsafe_fixes: bool = False
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    normal_form: NormalForm | None = None
    line_ending: LineEnding | None = None
    lines: tuple[tuple[int, int], ...] | None = None

    def rules(self, kind: Kind = Kind.PROSE, scope: Scope = Scope.TEXT) -> tuple[Rule, ...]:
        """The rules that run on the parts in ``scope`` of a document of this kind, in order."""
        return _chosen(self, kind, scope, every_rule())

    def forms(self) -> list[Rule]:
        """The rules for the forms that are asked for."""
        forms: list[Rule] = []
        if self.line_ending is not None:
            forms.append(line_ending_rule(self.line_ending))
        if self.normal_form is not None:
            forms.append(normal_form_rule(self.normal_form))
        return forms

    @property
    def trusted(self) -> Safety:
        """The least safe kind of edit that is applied."""
        return Safety.UNSAFE if self.unsafe_fixes else Safety.SAFE


def rules_named(names: Iterable[str], parameter: str) -> frozenset[str]:
    """Names of rules, each of which exists; ``parameter`` is what they were given as."""
    if isinstance(names, str):
        raise TypeError(f"{parameter} is a set of names of rules: pass {{{names!r}}}")
    given = frozenset(names)
    known = {rule.name for rule in every_rule()} if given else given
    for name in sorted(given - known, key=repr):
        if not isinstance(name, str):
            raise TypeError(f"{parameter} holds names of rules, not {name!r}")
        advice = nearest(name, sorted(known), "see fixenc rules")
        raise ValueError(f"{parameter}: there is no rule {name!r}; {advice}")
    return given


@lru_cache(maxsize=256)
def _chosen(policy: Policy, kind: Kind, scope: Scope, every: tuple[Rule, ...]) -> tuple[Rule, ...]:
    forms = policy.forms()
    replaced = {rule.name for rule in forms}
    chosen = (
        rule
        for rule in every
        if (rule.name in policy.select if policy.select else rule.default)
        and rule.name not in policy.ignore | replaced
        and rule.scope is scope
        and (scope is Scope.TEXT or kind is Kind.CODE)
        and (kind is Kind.PROSE or rule.stage not in (Stage.QUOTES, Stage.PROSE))
    )
    return (*chosen, *forms) if scope is Scope.TEXT else tuple(chosen)


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


def repair(document: Document, policy: Policy | None = None) -> Repair:
    """Find the damage in ``document``, and repair what ``policy`` allows."""
    policy = policy or Policy()
    # What a catalogue holds is for its translator to punctuate.
    kind = Kind.DATA if is_catalogue(document) else document.kind
    rules = {scope: policy.rules(kind, scope) for scope in Scope}
    if _is_fine(document, rules.values()):
        return Repair(document)
    if kind is Kind.CODE:
        is_odd = _is_odd_program(document, rules, policy)
        found = _repair_parts(document, rules, policy) if is_odd else ((), ())
    else:
        found = _repair_text(document.text, rules[Scope.TEXT], policy)
        fit = _at_home(rules[Scope.TEXT], document)
        # To tell parts apart takes far longer than to see that a text is fine.
        if (
            any(found)
            or may_hide_damage(document, lambda text: any(_repair_text(text, fit, policy)))
        ) and has_parts(document):
            found = _repair_parts(document, rules, policy)
    spans = pragmas.protected(document.text)
    applied, proposed = (tuple(pragmas.outside(edits, spans)) for edits in found)
    if policy.lines is not None:
        applied, proposed = (
            tuple(_on_lines(document, edits, policy.lines)) for edits in (applied, proposed)
        )
    return Repair(document, applied, proposed)


def _is_fine(document: Document, rules: Iterable[tuple[Rule, ...]]) -> bool:
    """Whether no rule may find anything in a document that is all read as it stands."""
    if may_hide_damage(document, bool):
        return False
    every = prefilter(tuple(chain(*rules)))
    return all(every.clears(part) for _, part in blocks(document.text))


def _is_odd_program(
    document: Document, rules: Mapping[Scope, tuple[Rule, ...]], policy: Policy
) -> bool:
    """Whether there may be something to find in a program, once its parts are told apart.

    What only ASCII is about are symbols there, and no words that were damaged.
    """
    words = _at_home(rules[Scope.TEXT], document)
    forms = _forms(rules[Scope.TEXT])

    def is_odd(text: str) -> bool:
        found = () if text.isascii() else (*chain(*_repair_text(text, words, policy)),)
        if not found:
            return False
        from fixenc.source.repairs import is_likely

        return any(is_likely(replace(document, text=text), edit) for edit in found)

    def may_fire(scope: Scope, text: str) -> bool:
        return any(rule.may_fire(text) for rule in rules[scope])

    return (
        may_fire(Scope.PROGRAM, document.text)
        or (
            may_fire(Scope.CODE, document.text) and may_fire(Scope.CODE, code_at_a_glance(document))
        )
        or any(_repair_text(document.text, forms, policy))
        or is_odd(document.text)
        or may_hide_damage(document, is_odd)
    )


def _on_lines(
    document: Document, edits: Iterable[Edit], lines: Iterable[tuple[int, int]]
) -> Iterator[Edit]:
    ranges = sorted(lines)
    for edit in edits:
        first, last = (
            document.position(at)[0] for at in (edit.start, max(edit.start, edit.end - 1))
        )
        at = bisect_right(ranges, (last, float("inf"))) - 1
        if at >= 0 and first < ranges[at][1]:
            yield edit


def _repair_parts(
    document: Document, rules: Mapping[Scope, tuple[Rule, ...]], policy: Policy
) -> Found:
    """What is found in a file that is more than running text."""
    from fixenc.source.repairs import Engines, repair_parts

    forms = _forms(rules[Scope.TEXT])
    damage = _at_home(rules[Scope.TEXT], document)
    applied, proposed = repair_parts(
        document,
        Engines(
            text=lambda text: _repair_text(text, damage, policy),
            code=lambda text: _repair_text(text, rules[Scope.CODE], policy),
            program=lambda text: _repair_text(text, rules[Scope.PROGRAM], policy),
        ),
        unsafe_fixes=policy.unsafe_fixes,
    )
    if forms:
        # The form of a file is that of all of it, code included.
        formed, _ = _repair_text(apply(document.text, applied), forms, policy)
        applied = compose(document.text, applied, formed)
    return applied, proposed


def _forms(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.stage is Stage.FORM)


def _at_home(rules: tuple[Rule, ...], document: Document) -> tuple[Rule, ...]:
    """Those of the rules that look for damage in the parts of such a file."""
    unfit = {Stage.FORM}
    if not is_table(document):
        unfit.add(Stage.MARKUP)  # escapes are at home there, or can be: they mean what they say
    if is_unknown(document):
        unfit |= {Stage.QUOTES, Stage.PROSE}
    return tuple(rule for rule in rules if rule.stage not in unfit)


def _repair_text(text: str, rules: tuple[Rule, ...], policy: Policy) -> Found:
    """What these rules find in a text: the edits applied, and those proposed."""
    applied: list[Edit] = []
    proposed: list[Edit] = []
    for start, part in blocks(text):
        found = found_in(part, prefilter(rules), policy.trusted)
        applied += (edit.moved(start) for edit in found[0])
        proposed += (edit.moved(start) for edit in found[1])
    return applied, proposed


def blocks(text: str) -> Iterator[tuple[int, str]]:
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
    paragraph = _end_of_paragraph(text, start + BLOCK, start + 2 * BLOCK)
    if paragraph >= 0:
        return paragraph + 2
    line = text.find("\n", start + BLOCK, start + LONGEST_BLOCK) + 1
    if line:
        return line
    if len(text) - start <= LONGEST_BLOCK:
        return len(text)
    return text.rfind(" ", start + BLOCK, start + LONGEST_BLOCK) + 1 or start + LONGEST_BLOCK


def _end_of_paragraph(text: str, start: int, stop: int) -> int:
    """Where the first paragraph ends that does so between two places; -1 if none does."""
    part = text[start:stop]
    # Where none does, as in a table, an automaton says so ten times as fast as str.find.
    if part.isascii() and compiled("\n\n").search(part.encode("ascii")) is None:
        return -1
    return text.find("\n\n", start, stop)
