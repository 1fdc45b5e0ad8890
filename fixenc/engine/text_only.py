"""The repaired text only, for callers that do not need the list of edits.

The text is that of :func:`fixenc.engine.repair.repair`, but faster: rules whose edits would
not be applied do not run, and the others need not say where they changed the text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from fixenc.core.document import Document
from fixenc.engine.blocks import blocks
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.engine.stages import settled
from fixenc.prefilter.prefilter import SHORT, Prefilter

Restorer = Callable[[str], str]
"""From a text to the repaired text: the same object if nothing is wrong with it."""


@lru_cache(maxsize=16)
def restorer(policy: Policy) -> Restorer:
    """A function that repairs texts under a policy.

    >>> restorer(Policy())("It wasn\\xe2t me")
    'It wasn’t me'
    """
    return _by_rules(policy) if policy.channel is None else partial(_by_channel, policy)


def _by_channel(policy: Policy, text: str) -> str:
    return repair(Document(text), policy).text


def _by_rules(policy: Policy) -> Restorer:
    prefilter = Prefilter(policy.trusted_rules())
    signs = prefilter.signs
    clears = prefilter.clears
    scanners = prefilter.scanners

    def restore(text: str) -> str:
        scanned_only = False
        # Most texts are short and clean; a function call would take longer than this check.
        if text.isascii():
            for sign in signs:
                if sign in text:
                    break
            else:
                return text
            if clears(text):
                return text
        elif len(text) < SHORT and not prefilter.holds_in_short(
            text.encode("utf-8", "surrogatepass")
        ):
            if not any(scan(text) for scan in scanners):
                return text
            scanned_only = True
        parts = [part for _, part in blocks(text)]
        repaired = [
            settled(part, prefilter, policy.trusted, scanned_only=scanned_only) for part in parts
        ]
        if repaired == parts:
            return text
        if policy.lines is not None or "fixenc:" in text:
            return repair(Document(text), policy).text
        return "".join(repaired)

    return restore
