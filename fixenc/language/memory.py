"""What the modules about languages keep in mind, and when they forget it.

Word lists, and what follows from them, are kept for the next text, which is
mostly in the same language.  A file in fifteen languages would fill memory.
"""

from __future__ import annotations

import sys

_MOST = 2_000_000
"""Objects of Python, 100 bytes each with their share of tables, from which on it is much."""


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
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
