"""Texts of ``fixenc rules`` and ``fixenc explain``, made from docstrings and examples."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator

from fixenc.core.rule import Rule
from fixenc.review.formats.terminal import Terminal
from fixenc.review.visible import visible


def explain(rule: Rule, screen: Terminal) -> Iterator[str]:
    """All that there is to know about one rule."""
    trust = str(rule.safety)
    default = "on by default" if rule.default else "runs only if it is selected"
    yield f"{screen.styled(rule.name, 'rule')}  {screen.styled(trust, trust)}, {default}\n\n"
    for paragraph in rule.explanation.split("\n\n"):
        yield f"{_plain(paragraph)}\n\n"
    if rule.damaged:
        yield f"{screen.styled('Repairs', 'path')}\n"
        for damaged, repaired in rule.damaged.items():
            yield f"  {screen.styled('-', '-')} {screen.styled(visible(damaged), '-')}\n"
            if repaired == damaged:
                yield f"  {screen.styled('? flagged: only a person can say', 'flag')}\n"
            else:
                yield f"  {screen.styled('+', '+')} {screen.styled(visible(repaired), '+')}\n"
        yield "\n"
    if rule.intact:
        yield f"{screen.styled('Leaves alone', 'path')}\n"
        yield from (f"    {visible(text)}\n" for text in rule.intact)


def rules(every: Iterable[Rule], screen: Terminal) -> Iterator[str]:
    """All rules, in the order in which they run, with what each is about."""
    listed = list(every)
    column = max((len(rule.name) for rule in listed), default=0)
    stage = ""
    for rule in listed:
        if rule.stage.name != stage:
            yield "\n" if stage else ""
            stage = rule.stage.name
            yield f"{screen.styled(stage.lower(), 'header')}\n"
        trust = str(rule.safety) if rule.default else "off"
        lead = f"  {rule.name:<{column}}  {trust:<6}  "
        body = textwrap.wrap(_plain(rule.summary), max(40, screen.columns - len(lead))) or [""]
        yield (
            f"  {screen.styled(rule.name, 'rule')}{'':{column - len(rule.name)}}  "
            f"{screen.styled(trust, trust)}{'':{6 - len(trust)}}  {body[0]}\n"
        )
        yield from (f"{'':{len(lead)}}{line}\n" for line in body[1:])


def rules_as_json(every: Iterable[Rule]) -> str:
    """All rules, in the order in which they run, for programs."""
    records = [
        {
            "name": rule.name,
            "stage": rule.stage.name.lower(),
            "safety": str(rule.safety),
            "default": rule.default,
            "summary": _plain(rule.summary),
            "explanation": _plain(rule.explanation),
            "repairs": dict(rule.damaged),
            "leaves": list(rule.intact),
        }
        for rule in every
    ]
    whole = {"version": 1, "rules": records}
    return json.dumps(whole, indent=2) + "\n"  # in ASCII: examples hold halves of pairs


def _plain(text: str) -> str:
    """A docstring without the backquotes that mark code in it."""
    return text.replace("``", "")
