"""Proof that a file is clean, from its bytes only.

Nearly all files are clean: valid UTF-8, without a contradicting declaration, in which the
condition of no rule holds.  The proof takes microseconds and does not decode the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache

from fixenc.core.automaton import utf8
from fixenc.core.document import Kind
from fixenc.core.rule import Rule, Scope
from fixenc.engine.blocks import BLOCK, blocks
from fixenc.files.encoding.evidence import is_utf8_without_doubt
from fixenc.files.encoding.project import settings_above
from fixenc.formats import is_named_as_mail
from fixenc.prefilter.prefilter import Prefilter
from fixenc.run.config import Settings


class Proof:
    """A check that proves files clean under some settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        # Settings for single files only remove rules or findings, so a proof without them holds.
        self._policy = replace(settings, per_file_ignores={}, changed_lines=None).policy("")
        self._is_form_free = (
            settings.channel is None
            and settings.encoding is None
            and settings.to_encoding is None
            and settings.bom == "keep"
        )
        self._prefilters = cache(self._made_for)
        self._is_undeclared = lru_cache(maxsize=4096)(_is_undeclared)

    def __reduce__(self) -> tuple[type[Proof], tuple[Settings]]:
        return Proof, (self._settings,)  # for a process that inherits no memory

    def holds(self, path: str, kind: Kind, data: bytes) -> bool:
        """Whether a closer look at ``data``, from the file ``path``, would find nothing.

        It may be false of a file that is fine.
        """
        return (
            self._is_form_free
            and self._is_undeclared(os.path.dirname(path))
            and not is_named_as_mail(path)
            # The search for a single byte is ten times as fast.
            and (kind is Kind.PROSE or b"\\" not in data or b"\\u" not in data)
            and is_utf8_without_doubt(data, path)
            and all(
                each.clears_bytes(part) for part in _blocks(data) for each in self._prefilters(kind)
            )
        )

    def _made_for(self, kind: Kind) -> tuple[Prefilter, ...]:
        # The states of an automaton for the letters of a language should be built only once:
        # that takes far longer than to pass over a text with two of them.
        own = self._rules(kind)
        common = tuple(rule for rule in own if all(rule in self._rules(each) for each in Kind))
        special = tuple(rule for rule in own if rule not in common)
        return tuple(Prefilter(rules) for rules in (common, special) if rules)

    def _rules(self, kind: Kind) -> tuple[Rule, ...]:
        return tuple(rule for scope in Scope for rule in self._policy.rules(kind, scope))


class Proofs:
    """The proof for each of the settings of a run, which are compared by identity."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Settings, Proof]] = {}

    def __reduce__(self) -> tuple[type[Proofs], tuple[()]]:
        return Proofs, ()  # for a process that inherits no memory

    def under(self, settings: Settings) -> Proof:
        """The proof under some settings, which are kept with it."""
        found = self._made.get(id(settings))
        if found is None:
            found = self._made[id(settings)] = settings, Proof(settings)
        return found[1]


def _blocks(data: bytes) -> Iterable[bytes]:
    """The blocks of a text in UTF-8: what rules see together."""
    if len(data) <= BLOCK:
        return (data,)
    return (utf8(part) for _, part in blocks(data.decode("utf-8")))


def _is_undeclared(folder: str) -> bool:
    return not settings_above(os.path.abspath(folder))
