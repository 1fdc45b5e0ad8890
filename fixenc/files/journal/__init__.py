"""The journal: what files held before they were written, so that a run can be undone.

Each in-place run has a folder of its own under the XDG state folder.  Before a
file is changed its old content is put there, compressed, then a line that says
which file it was and what it is about to hold; both are on the disk before the
file is touched.  What belongs to no written file goes again when a run ends in
order.  The folder can be read by its owner alone: it holds what the texts held.

:mod:`~fixenc.files.journal.recording` writes the journal of a run,
:mod:`~fixenc.files.journal.kept_runs` finds and reads the journals that are kept, and
:mod:`~fixenc.files.journal.taking_back` undoes a run.
"""

from fixenc.files.journal.kept_runs import (
    Entry,
    Run,
    find_run,
    is_going_on,
    last_run,
    prune,
    runs,
    state_folder,
)
from fixenc.files.journal.recording import Journal
from fixenc.files.journal.taking_back import FileGone, undo

__all__ = [
    "Entry",
    "FileGone",
    "Journal",
    "Run",
    "find_run",
    "is_going_on",
    "last_run",
    "prune",
    "runs",
    "state_folder",
    "undo",
]
