"""Restore: the repaired text alone, for those who do not ask what was changed.

It is the text of :func:`fixenc.engine.repair.repair`, sooner: rules that are not trusted to
change anything are not asked, and the others need not say what they changed where.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from fixenc.core.document import Document
from fixenc.engine.blocks import blocks
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.engine.stages import settled
from fixenc.prefilter.prefilter import SHORT, Prefilter

Restorer = Callable[[str], str]
"""Gives the repaired text; the text itself if nothing is wrong in it."""


@lru_cache(maxsize=16)
def restorer(policy: Policy) -> Restorer:
    """What restores texts under a policy.

    >>> restorer(Policy())("It wasn\\xe2t me")
    'It wasn’t me'
    """
    prefilter = Prefilter(tuple(rule for rule in policy.rules() if rule.safety <= policy.trusted))
    signs = prefilter.signs
    signs_beyond = prefilter.signs_beyond
    clears = prefilter.clears
    scanners = prefilter.scanners

    def restore(text: str) -> str:
        # Most texts are short and fine, and a call takes longer than to see that.
        if text.isascii():
            for sign in signs:
                if sign in text:
                    break
            else:
                return text
            if clears(text):
                return text
        elif len(text) < SHORT:
            for sign in signs_beyond:
                if sign in text:
                    break
            else:
                if not prefilter.holds_in_short(text.encode("utf-8", "surrogatepass")) and not any(
                    scan(text) for scan in scanners
                ):
                    return text
        parts = [part for _, part in blocks(text)]
        repaired = [settled(part, prefilter, policy.trusted) for part in parts]
        if repaired == parts:
            return text
        if policy.lines is not None or "fixenc:" in text:
            return repair(Document(text), policy).text
        return "".join(repaired)

    return restore
