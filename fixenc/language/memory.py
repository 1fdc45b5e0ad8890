"""What the modules about languages keep in mind, and when they forget it.

Word lists, and what follows from them, are kept for the next text, which is
mostly in the same language.  A file in fifteen languages would fill memory.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable
from typing import TypeVar

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")

_MOST = 2_000_000
"""Objects of Python, 100 bytes each with their share of tables, from which on it is much."""


class Memo(dict[Question, Answer]):
    """The answers of a function, by what it was asked.

    A dictionary is asked ``map(memo.__getitem__, questions)`` from a loop that
    runs in C.  When it has become too large it begins anew.
    """

    def __init__(self, function: Callable[[Question], Answer], most: int = 1 << 16) -> None:
        super().__init__()
        self._function = function
        self._most = most

    def __missing__(self, question: Question) -> Answer:
        if len(self) >= self._most:
            self.clear()
        answer = self[question] = self._function(question)
        return answer

    def cache_clear(self) -> None:
        """Forget all answers."""
        self.clear()


def relieve() -> None:
    """Forget what can be learnt again, if it has become much.

    It takes seconds to learn again, so this is for between two blocks of a
    large file, not for between two texts.
    """
    if sys.getallocatedblocks() < _MOST:
        return
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{__package__}."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear") and not isinstance(value, type):
                    value.cache_clear()
