"""Repair: run the rules over a text, and gather what they find in one list.

Rules run in stages (:mod:`fixenc.engine.stages`), and :func:`~fixenc.core.edits.compose`
carries all that happened back to the text as it was read.

Only edits that the policy lets through are applied on the way.  What the rules
still say about the *repaired* text, once it has settled, are the proposals and
flags.  So a second run over the result finds nothing more to apply, and
accepting a proposal never rests on another one that was refused.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from fixenc.channels.misreading.undo import Misreading
from fixenc.core import pragmas
from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, Safety, apply, compose, disjoint, lift, order, within
from fixenc.core.rule import Rule, Scope, Stage
from fixenc.engine.blocks import blocks
from fixenc.engine.policy import Policy
from fixenc.engine.stages import Found, found_in, is_odd
from fixenc.formats import (
    code_only,
    has_parts,
    is_catalogue,
    is_of_known_format,
    is_table,
    is_unknown,
    may_hide_damage,
)
from fixenc.prefilter.prefilter import prefilter

_OLDER = re.compile(r"\bas in (\S.*?:\d+) \(")
"""The name of a line in a version before, as notes have it."""


@dataclass(frozen=True, repr=False)
class Repair:
    """A document and what was found in it.

    ``applied`` are the edits that make :attr:`text`, sorted and disjoint.
    ``proposed`` are unsafe edits that were left out, and flags.  A proposal
    that meets applied edits includes what they do and stands in their place
    when it is accepted.  ``older`` are the lines of versions before that edits
    rest on, each after the name that notes call it by.
    """

    document: Document
    applied: tuple[Edit, ...] = ()
    proposed: tuple[Edit, ...] = ()
    older: tuple[tuple[str, str], ...] = ()

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """All that was found, in the order of the text."""
        return tuple(sorted([*self.applied, *self.proposed], key=order))

    @cached_property
    def text(self) -> str:
        """The text with the applied edits, and no others."""
        return apply(self.document.text, self.applied)

    def older_line(self, edit: Edit) -> tuple[str, str] | None:
        """The name and the text of the line in a version before that an edit rests on, if any."""
        found = _OLDER.search(edit.note) if self.older else None
        line = self._older.get(found[1]) if found else None
        return None if found is None or line is None else (found[1], line)

    @cached_property
    def _older(self) -> dict[str, str]:
        return dict(self.older)

    def __repr__(self) -> str:
        """A short form: what it is about, and how much was found.

        >>> repair(Document("It wasn\\xe2t me who said that"))
        <Repair of <text>: 1 applied, 0 proposed, 0 flags>
        """
        flags = sum(edit.new is None for edit in self.proposed)
        return (
            f"<Repair of {self.document.path}: {len(self.applied):,} applied, "
            f"{len(self.proposed) - flags:,} proposed, {flags:,} flags>"
        )

    def _repr_html_(self) -> str:
        """The changed lines in colour, for notebooks."""
        from fixenc.engine.notebook import as_html

        return as_html(self.document.text, self.edits)

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
    return _repair(document, policy or Policy())


def _repair(document: Document, policy: Policy, *, marks_are_gone: bool = False) -> Repair:
    if policy.channel is not None:
        return _kept(document, _undone(document, policy, policy.channel), policy)
    # Punctuation in a catalogue is the translator's choice.
    kind = Kind.DATA if is_catalogue(document) else document.kind
    rules = {scope: policy.rules(kind, scope) for scope in Scope}
    if _is_fine(document, rules.values()):
        return Repair(document)
    marks, more_marks = _byte_order_marks(document, rules[Scope.FILE], policy)
    if marks and not marks_are_gone:
        return _without_marks(document, marks, policy)
    if kind is Kind.CODE:
        is_odd = _is_odd_program(document, rules, policy)
        found = _repair_parts(document, rules, policy) if is_odd else ((), ())
    else:
        found = _repair_words(document, rules, policy)
    if more_marks:
        found = found[0], disjoint([*more_marks, *found[1]])
    return _kept(document, found, policy)


def _repair_words(
    document: Document, rules: Mapping[Scope, tuple[Rule, ...]], policy: Policy
) -> Found:
    """The edits of what is no program: of running text, or of the parts of a file."""
    text, fit = document.text, _applicable(rules[Scope.TEXT], document)
    # Parsing a file into parts takes far longer than to prove that its text is clean.
    if is_of_known_format(document):
        odd = _is_odd(text, rules[Scope.TEXT])
        if odd or may_hide_damage(document, lambda text: _is_odd(text, fit)):
            return _repair_parts(document, rules, policy)
        return (), ()
    found: tuple[list[Edit], list[Edit]] = [], []
    for start, edits in _found_by_block(text, rules[Scope.TEXT], policy):
        # The first block with edits says that all of the text is to be parsed.
        if any(edits) and not any(found) and has_parts(document):
            return _repair_parts(document, rules, policy)
        for every, own in zip(found, edits, strict=True):
            every += (edit.moved(start) for edit in own)
    return found


def _byte_order_marks(document: Document, rules: tuple[Rule, ...], policy: Policy) -> Found:
    """The edits of the rules for all of a file, which concern byte order marks.

    In the middle of what is no prose, a line may begin within a string: the edit is proposed.
    """
    text = document.text
    applied, proposed = _repair_text(text, rules, policy)
    if document.kind is Kind.PROSE:
        return applied, ()  # the rules for text propose the others
    at_line_start = (
        edit for edit in (*applied, *proposed) if edit.start == 0 or text[edit.start - 1] == "\n"
    )
    weighed = [
        edit if edit.start + document.offset == 0 else replace(edit, safety=Safety.UNSAFE)
        for edit in at_line_start
    ]
    return (
        [edit for edit in weighed if edit.safety <= policy.trusted],
        [edit for edit in weighed if edit.safety > policy.trusted],
    )


def _without_marks(document: Document, marks: Sequence[Edit], policy: Policy) -> Repair:
    """The repair of a document once some edits, of byte order marks, are applied."""
    text = document.text
    rest = _repair(replace(document, text=apply(text, marks)), policy, marks_are_gone=True)
    applied = compose(text, marks, rest.applied)
    return _kept(document, (applied, lift(text, marks, rest.proposed)), policy)


def _undone(document: Document, policy: Policy, channel: Misreading) -> Found:
    """The edits that undo the channel that was named, and those of the forms, if asked for."""
    from fixenc.engine.named import rule_of, undone

    text = document.text
    applied = [] if rule_of(channel) in policy.ignore else undone(text, channel)
    forms = tuple(policy.forms())
    if forms:
        formed, _ = _repair_text(apply(text, applied), forms, policy)
        applied = compose(text, applied, formed)
    return applied, []


def _kept(document: Document, found: Found, policy: Policy) -> Repair:
    """The repair with those edits that neither pragmas nor the policy's lines leave out."""
    spans = pragmas.protected(document.text)
    applied, proposed = (tuple(pragmas.outside(edits, spans)) for edits in found)
    if policy.lines is not None:
        applied, proposed = (
            tuple(on_lines(document, edits, policy.lines)) for edits in (applied, proposed)
        )
    return Repair(document, applied, proposed)


def _is_fine(document: Document, rules: Iterable[tuple[Rule, ...]]) -> bool:
    """Whether no rule can find anything in a document that is read without unescaping."""
    if may_hide_damage(document, bool):
        return False
    every = prefilter(tuple(chain(*rules)))
    return all(every.clears(part) for _, part in blocks(document.text))


def _is_odd_program(
    document: Document, rules: Mapping[Scope, tuple[Rule, ...]], policy: Policy
) -> bool:
    """Whether rules may find something in a program once it is parsed into parts.

    What only ASCII is about are symbols there, and no words that were damaged.
    """
    words = _applicable(rules[Scope.TEXT], document)
    forms = _forms(rules[Scope.TEXT])

    def is_odd(text: str) -> bool:
        found = () if text.isascii() else (*chain(*_repair_text(text, words, policy)),)
        if not found:
            return False
        from fixenc.formats.repairs import is_likely

        return any(is_likely(replace(document, text=text), edit) for edit in found)

    def may_fire(scope: Scope, text: str) -> bool:
        return any(rule.may_fire(text) for rule in rules[scope])

    return (
        may_fire(Scope.PROGRAM, document.text)
        or (may_fire(Scope.CODE, document.text) and may_fire(Scope.CODE, code_only(document)))
        or any(_repair_text(document.text, forms, policy))
        or is_odd(document.text)
        or may_hide_damage(document, is_odd)
    )


def on_lines(
    document: Document, edits: Iterable[Edit], lines: Iterable[tuple[int, int]]
) -> Iterator[Edit]:
    """The edits that touch these lines: half-open ranges, counted from 1."""
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
    """The applied and the proposed edits of a file that is more than running text."""
    from fixenc.formats.repairs import Engines, repair_parts

    forms = _forms(rules[Scope.TEXT])
    damage = _applicable(rules[Scope.TEXT], document)
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


def _applicable(rules: tuple[Rule, ...], document: Document) -> tuple[Rule, ...]:
    """The rules that look for damage in the parts of a file of this kind."""
    unfit = {Stage.FORM}
    if not is_table(document):
        unfit.add(Stage.MARKUP)  # escapes are part of such formats and mean what they say
    if is_unknown(document):
        unfit |= {Stage.QUOTES, Stage.PROSE}
    return tuple(rule for rule in rules if rule.stage not in unfit)


def _is_odd(text: str, rules: tuple[Rule, ...]) -> bool:
    """Whether these rules find something in a text."""
    return any(is_odd(part, prefilter(rules)) for _, part in blocks(text))


def _repair_text(text: str, rules: tuple[Rule, ...], policy: Policy) -> Found:
    """The edits of these rules that are applied to a text, and those that are proposed."""
    applied: list[Edit] = []
    proposed: list[Edit] = []
    for start, found in _found_by_block(text, rules, policy):
        applied += (edit.moved(start) for edit in found[0])
        proposed += (edit.moved(start) for edit in found[1])
    return applied, proposed


def _found_by_block(
    text: str, rules: tuple[Rule, ...], policy: Policy
) -> Iterator[tuple[int, Found]]:
    """For each block of a text where it starts, and its edits."""
    for start, part in blocks(text):
        yield start, found_in(part, prefilter(rules), policy.trusted)
