"""How often each rule found something, and which replacements it made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from fixenc.review.outcome import Outcome
from fixenc.review.visible import width
from fixenc.review.wording import chain, pair, safety

PAIRS = 5
"""The most frequent replacements of a rule that are shown below it."""


def statistics(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A table of rules, the most frequent first, and below each its replacements."""
    rules: Counter[tuple[str, str]] = Counter()
    pairs: dict[tuple[str, str], Counter[str]] = {}
    for outcome in outcomes:
        for change in outcome.changes:
            rules[change.aspect, "file"] += 1
            shown = f"{change.old} → {change.new}"
            pairs.setdefault((change.aspect, "file"), Counter())[shown] += 1
        for edit in outcome.repair.edits if outcome.repair else ():
            assert outcome.repair is not None
            key = chain(edit), safety(edit)
            rules[key] += 1
            pairs.setdefault(key, Counter())[pair(outcome.repair.document.text, edit)] += 1
    if not rules:
        return
    digits = max(len(f"{number:,}") for number in rules.values())
    for (names, trust), number in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        yield f"{number:>{digits},}  {names} ({trust})\n"
        listed = sorted(pairs[names, trust].items(), key=lambda item: (-item[1], item[0]))
        column = max(width(shown) for shown, _ in listed[:PAIRS])
        for shown, times in listed[:PAIRS]:
            yield f"{'':{digits}}    {shown}{'':{column - width(shown)}}  ×{times:,}\n"
        if len(listed) > PAIRS:
            rest = sum(times for _, times in listed[PAIRS:])
            yield f"{'':{digits}}    {len(listed) - PAIRS:,} others  ×{rest:,}\n"
