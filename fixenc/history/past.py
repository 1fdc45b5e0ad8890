"""Past: the versions of a file before the commits that damaged it, beside that of HEAD."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from fixenc.history.blame import Blame
from fixenc.history.versions import GitVersions, Version


@dataclass
class PastVersions(GitVersions):
    """The versions of files in a revision, and before each commit that damaged them."""

    _blames: dict[str, Blame] = field(default_factory=dict, repr=False)
    _owner: int = 0

    def of(self, path: str) -> list[Version]:
        """The versions of the file ``path``, the newest first."""
        found = super().of(path)
        root, name = self.place(path)
        if not root:
            return found
        if self._owner != os.getpid():  # a process of its own must not share the pipe
            self._owner, self._blames = os.getpid(), {}
        blame = self._blames.get(root)
        if blame is None:
            blame = self._blames[root] = Blame(root)
        return [*found, *(step.before for step in blame.steps(name))]
