"""The rules: one file is one kind of damage.

Every module of this package is looked through for rules, so a new kind of
damage is a new file and nothing else.  The order is declared: first the
stage, then the name.

A module imports what knows languages when its rule is first asked: nearly all text is
proved fine by the conditions alone, sooner than a lexicon is read.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from fixenc.core.rule import Rule


@cache
def every_rule() -> tuple[Rule, ...]:
    """All rules, in the order in which they run."""
    found = {
        value.name: value
        for module in pkgutil.iter_modules(__path__)
        for value in vars(import_module(f"{__name__}.{module.name}")).values()
        if isinstance(value, Rule)
    }
    return tuple(sorted(found.values(), key=lambda rule: (rule.stage, rule.name)))
