"""``fixenc-guard``: stops a commit that brings damage, and no other."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from fixenc.cli.outcomes import complain
from fixenc.review.visible import visible

_USAGE = """\
usage: fixenc-guard [FILE ...]

Check the commit that is staged: 0 if it brings no damage, 1 if it does, 2 after an error.
Damage that an earlier commit brought is none of its business. With files, only those count."""


def main(args: Sequence[str] | None = None) -> int:
    """Print the damage that the commit brings, and return the exit status."""
    given = sys.argv[1:] if args is None else list(args)
    if any(each in ("-h", "--help") for each in given):
        print(_USAGE)
        return 0
    unknown = [each for each in given if each.startswith("-")]
    if unknown:
        return complain(f"{unknown[0]}: is no option of fixenc-guard; see fixenc-guard --help")
    from fixenc.history.brought import brought
    from fixenc.history.versions import git
    from fixenc.run.config import ConfigProblem, settings

    root = os.fsdecode(git(os.curdir, "rev-parse", "--show-toplevel")).rstrip("\n")
    if not root:
        return complain(f"{os.getcwd()}: is in no work tree of git; go to one")
    old, new = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    between = (old, new) if old and new else ("HEAD", "")
    wanted = {os.path.realpath(each) for each in given}
    status = 0
    try:
        for found in brought(root, settings().policy, *between):
            if not wanted or os.path.realpath(os.path.join(root, found.path)) in wanted:
                print(visible(str(found)))
                status = 1
    except ConfigProblem as problem:
        return complain(str(problem))
    if status:
        print("fixenc-guard: this commit brings damage; fixenc -i --staged undoes it")
    return status
