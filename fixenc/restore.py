"""Restore: the repaired text alone, for those who do not ask what was changed.

It is the text of :func:`fixenc.repair.repair`, sooner: rules that are not trusted to
change anything are not asked, and the others need not say what they changed where.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from fixenc.block import conditions_of, settled
from fixenc.document import Document
from fixenc.repair import Policy, blocks, repair


class Restorer:
    """Restores texts under one policy.

    >>> Restorer(Policy())("It wasn\\xe2t me")
    'It wasn’t me'
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._rules = tuple(rule for rule in policy.rules() if rule.safety <= policy.trusted)
        self._conditions = conditions_of(self._rules)
        safe = tuple(dict.fromkeys(sign for rule in self._rules for sign in rule.in_ascii))
        # What is known of texts of ASCII is about safe edits alone.
        self._signs = ("",) if policy.unsafe_fixes else safe

    def __call__(self, text: str) -> str:
        """The repaired text: ``text`` itself if nothing is wrong in it."""
        if text.isascii():
            for sign in self._signs:
                if sign in text:
                    break
            else:
                return text
        if self._policy.lines is not None or "fixenc:" in text:
            return repair(Document(text), self._policy).text
        pieces: list[str] = []
        changed = False
        for _, part in blocks(text):
            found = self._conditions.holding(part)
            piece = part
            if found:
                may_fire = tuple(self._rules[index] for index in found)
                piece = settled(part, self._rules, may_fire, self._policy.trusted)
                changed = changed or piece != part
            pieces.append(piece)
        return "".join(pieces) if changed else text

    def suspects(self, data: bytes | memoryview, ends: Sequence[int]) -> list[int]:
        """Which lines of ``data`` may be in need of repair: their indices, in order.

        ``data`` is UTF-8, and ``ends`` the position in bytes of each line's end, behind
        its line feed.  A line that is not named is fine.
        """
        return self._conditions.holding_lines(data, ends)


@lru_cache(maxsize=16)
def restorer(policy: Policy) -> Restorer:
    """The restorer for a policy."""
    return Restorer(policy)
