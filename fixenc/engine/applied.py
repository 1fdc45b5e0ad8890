"""The edits that are applied to a text, for callers that need no proposals.

They are those of :func:`fixenc.engine.repair.repair`, but found faster: rules whose edits would
not be applied do not run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from fixenc.core.document import Document
from fixenc.core.edits import Edit
from fixenc.engine.blocks import blocks
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.engine.stages import applied_in
from fixenc.prefilter.prefilter import prefilter

Editor = Callable[[str], Sequence[Edit]]
"""From a text to the edits that are applied to it, sorted and disjoint."""


@lru_cache(maxsize=16)
def editor(policy: Policy) -> Editor:
    """A function that finds the edits that a policy applies to texts.

    >>> [(edit.start, edit.end, edit.new) for edit in editor(Policy())("caf\\xc3\\xa9")]
    [(3, 5, 'é')]
    """
    if policy.channel is not None:
        return lambda text: repair(Document(text), policy).applied
    trusted = prefilter(policy.trusted_rules())

    def applied(text: str) -> Sequence[Edit]:
        edits: list[Edit] = []
        for start, part in blocks(text):
            edits += (edit.moved(start) for edit in applied_in(part, trusted, policy.trusted))
        if edits and (policy.lines is not None or "fixenc:" in text):
            return repair(Document(text), policy).applied
        return edits

    return applied
