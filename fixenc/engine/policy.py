"""Policy: which rules run on a document, and which of their edits are applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from fixenc.channels.by_hand.notation import channel_named
from fixenc.channels.misreading.undo import Misreading
from fixenc.core.arguments import nearest
from fixenc.core.document import Kind
from fixenc.core.edits import Safety
from fixenc.core.rule import Rule, Scope, Stage
from fixenc.rules import every_rule
from fixenc.rules.line_ending import LineEnding, line_ending_rule
from fixenc.rules.normal_form import NormalForm, normal_form_rule


@dataclass(frozen=True)
class Policy:
    """Which rules run, and which of their edits are applied.

    ``select`` names the rules that run (empty: those that are on by default);
    ``ignore`` takes some of them away again.  ``normal_form`` and ``line_ending``
    are forms that the text is brought into beside, whatever was selected.  With
    ``lines``, half-open ranges counted from 1, only what touches them is found.  With a
    ``channel`` that is undone wherever it decodes, and no rule but the forms runs.
    """

    unsafe_fixes: bool = False
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    normal_form: NormalForm | None = None
    line_ending: LineEnding | None = None
    lines: tuple[tuple[int, int], ...] | None = None
    channel: Misreading | None = None

    def rules(self, kind: Kind = Kind.PROSE, scope: Scope = Scope.TEXT) -> tuple[Rule, ...]:
        """The rules that run on the parts in ``scope`` of a document of this kind, in order."""
        every = () if self.channel is not None else every_rule()
        return _chosen(self, kind, scope, every)

    def trusted_rules(self) -> tuple[Rule, ...]:
        """The rules that run on a text in prose and may find edits that are applied."""
        return tuple(rule for rule in self.rules() if rule.safety <= self.trusted)

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
    if not isinstance(names, Iterable):
        raise TypeError(f"{parameter} is a set of names of rules, not {names!r}")
    given = frozenset(names)
    known = {rule.name for rule in every_rule()} if given else given
    for name in sorted(given - known, key=repr):
        if not isinstance(name, str):
            raise TypeError(f"{parameter} holds names of rules, not {name!r}")
        advice = nearest(name, sorted(known), "see fixenc rules")
        raise ValueError(f"{parameter}: there is no rule {name!r}; {advice}")
    return given


def policy_for(
    unsafe_fixes: bool, select: Iterable[str], ignore: Iterable[str], channel: str | None
) -> Policy:
    """The policy for the parameters of the library's functions, which it checks."""
    return Policy(
        unsafe_fixes,
        rules_named(select, "select"),
        rules_named(ignore, "ignore"),
        channel=None if channel is None else channel_named(channel),
    )


@lru_cache(maxsize=256)
def _chosen(policy: Policy, kind: Kind, scope: Scope, every: tuple[Rule, ...]) -> tuple[Rule, ...]:
    forms = policy.forms()
    replaced = {rule.name for rule in forms}
    chosen = (
        rule
        for rule in every
        if (rule.name in policy.select if policy.select else rule.default)
        and rule.name not in policy.ignore | replaced
        and _is_for(rule, kind, scope)
        and (kind is Kind.PROSE or rule.stage not in (Stage.QUOTES, Stage.PROSE))
    )
    return (*chosen, *forms) if scope is Scope.TEXT else tuple(chosen)


def _is_for(rule: Rule, kind: Kind, scope: Scope) -> bool:
    """Whether a rule runs on the parts in ``scope``: in prose the text is all of the file."""
    if rule.scope is Scope.FILE:
        return scope is Scope.FILE or (scope is Scope.TEXT and kind is Kind.PROSE)
    return rule.scope is scope and (scope is Scope.TEXT or kind is Kind.CODE)
