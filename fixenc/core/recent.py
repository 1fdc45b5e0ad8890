"""Recent: results that were computed lately, kept up to a bound for the next time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


def _one(key: object, value: object) -> int:
    return 1


class Recent(Generic[Key, Value]):
    """Results by their keys; all are dropped once they weigh more than a bound.

    Unlike ``lru_cache`` it is asked for many keys at once, so that what is not known is computed
    together.  Threads may share it: at worst they compute the same result twice.

    ``most`` is the bound of the number of results, ``heaviest`` that of their weights together,
    which the function ``weigh`` returns for a key and its result.
    """

    def __init__(
        self, most: int, *, heaviest: int = 0, weigh: Callable[[Key, Value], int] = _one
    ) -> None:
        self._kept: dict[Key, Value] = {}
        self._weight = 0
        self._most = most
        self._heaviest = heaviest or most
        self._weigh = weigh

    def known(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """The results that are kept, of those that ``keys`` ask for."""
        kept = self._kept
        found = ((key, kept.get(key, _MISSING)) for key in keys)
        return {key: value for key, value in found if not isinstance(value, _Missing)}

    def keep(self, results: Mapping[Key, Value]) -> None:
        """Keep results; those kept before are dropped if they are too many or too heavy."""
        if len(self._kept) > self._most or self._weight > self._heaviest:
            self.clear()
        self._weight += sum(self._weigh(key, value) for key, value in results.items())
        self._kept.update(results)

    def clear(self) -> None:
        """Drop all results."""
        self._kept, self._weight = {}, 0


class _Missing:
    """The mark of a key that has no result."""


_MISSING = _Missing()
