"""Restore: the repaired text alone, for those who do not ask what was changed.

It is the text of :func:`fixenc.repair.repair`, sooner: rules that are not trusted to
change anything are not asked, and the others need not say what they changed where.
"""

from __future__ import annotations

from functools import lru_cache

from fixenc.block import settled
from fixenc.document import Document
from fixenc.prefilter import Prefilter
from fixenc.repair import BLOCK, Policy, blocks, repair


class Restorer:
    """Restores texts under one policy.

    >>> Restorer(Policy())("It wasn\\xe2t me")
    'It wasn’t me'
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        trusted = tuple(rule for rule in policy.rules() if rule.safety <= policy.trusted)
        self._prefilter = Prefilter(trusted)
        self._clears = self._prefilter.clears

    def __call__(self, text: str) -> str:
        """The repaired text: ``text`` itself if nothing is wrong in it."""
        if len(text) <= BLOCK and self._clears(text):
            return text
        parts = [part for _, part in blocks(text)]
        repaired = [settled(part, self._prefilter, self._policy.trusted) for part in parts]
        if repaired == parts:
            return text
        if self._policy.lines is not None or "fixenc:" in text:
            return repair(Document(text), self._policy).text
        return "".join(repaired)


@lru_cache(maxsize=16)
def restorer(policy: Policy) -> Restorer:
    """The restorer for a policy."""
    return Restorer(policy)
