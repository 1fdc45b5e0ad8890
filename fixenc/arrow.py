"""The public name of :mod:`fixenc.integrations.arrow`: columns of Arrow tables, repaired."""

from fixenc.integrations.arrow import (
    changes,
    fix_array,
    fix_batch,
    fix_batches,
    repair_array,
)
from fixenc.integrations.change import Change

__all__ = ["Change", "changes", "fix_array", "fix_batch", "fix_batches", "repair_array"]
