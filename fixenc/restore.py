"""Restore: the repaired text alone, for those who do not ask what was changed.

It is the text of :func:`fixenc.repair.repair`, sooner: rules that are not trusted to
change anything are not asked, and the others need not say what they changed where.
"""

from __future__ import annotations

from functools import lru_cache

from fixenc.block import Prefilter, settled
from fixenc.document import Document
from fixenc.repair import BLOCK, LONGEST_BLOCK, Policy, blocks, repair


class Restorer:
    """Restores texts under one policy.

    >>> Restorer(Policy())("It wasn\\xe2t me")
    'It wasn’t me'
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        trusted = tuple(rule for rule in policy.rules() if rule.safety <= policy.trusted)
        self._prefilter = Prefilter(trusted)
        self._firing = self._prefilter.firing
        # Up to there blocks begin and end at line feeds, which are to the conditions of safe
        # edits what the ends of a text are: what holds in a block holds in the text.
        self._at_once = BLOCK if policy.unsafe_fixes else LONGEST_BLOCK

    def __call__(self, text: str) -> str:
        """The repaired text: ``text`` itself if nothing is wrong in it."""
        if len(text) <= self._at_once and not self._firing(text):
            return text
        if self._policy.lines is not None or "fixenc:" in text:
            return repair(Document(text), self._policy).text
        parts = [part for _, part in blocks(text)]
        repaired = [settled(part, self._prefilter, self._policy.trusted) for part in parts]
        return "".join(repaired) if repaired != parts else text


@lru_cache(maxsize=16)
def restorer(policy: Policy) -> Restorer:
    """The restorer for a policy."""
    return Restorer(policy)
