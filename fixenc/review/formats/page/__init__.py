"""The review as a page: one file that opens anywhere and fetches nothing.

Whatever comes from a file is data.  It travels as JSON in an element that no
browser executes, with every ``<`` escaped so that it cannot end early, and the
script puts it on the page as text, never as markup.  The content security
policy allows this one script and this one style by their digests, and nothing
else, not even the network.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from fixenc.core.document import FileChange
from fixenc.core.edits import Edit
from fixenc.engine.repair import Repair
from fixenc.review.decisions import digest, record
from fixenc.review.hunks import trimmed
from fixenc.review.outcome import Outcome
from fixenc.review.visible import marked, visible
from fixenc.review.wording import meaning

AROUND = 120
"""Characters of its line that are shown on each side of a change."""


def page(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The page, in pieces: one for each file."""
    style, script = _part("page.css"), _part("page.js")
    head, data, tail = _part("page.html").partition("{{data}}")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert data
    yield head.replace("{{policy}}", policy).replace("{{style}}", style)
    comma = ""
    yield '{"version":1,"files":['
    for outcome in outcomes:
        if outcome.repair is not None and outcome.found:
            yield comma + _harmless(_file(outcome, outcome.repair))
            comma = ",\n"
    yield "]}"
    yield tail.replace("{{script}}", script)


def _file(outcome: Outcome, repair: Repair) -> dict[str, Any]:
    return {
        "path": outcome.path,
        "shown": visible(outcome.path),
        "digest": digest(outcome.before),
        "encoding": repair.document.encoding,
        "changes": [
            {**record(repair, edit), "look": _look(repair, edit)} for edit in outcome.findings
        ],
    }


def _look(repair: Repair, edit: Edit | FileChange) -> dict[str, Any]:
    """A change as it is shown: everything visible, cut to its line."""
    if isinstance(edit, FileChange):
        return {
            "left": f"{edit.aspect}: ",
            "old": visible(edit.old),
            "new": visible(edit.new),
            "right": "",
            "why": visible(edit.evidence),
            "others": [],
        }
    text = repair.document.text
    start, end, new = (edit.start, edit.end, "") if edit.new is None else trimmed(text, edit)
    left = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    right = text[end : end + AROUND].partition("\n")[0].rstrip("\r")
    return {
        "left": ("…" if _cut_left(text, start) else "") + visible(left),
        "old": marked(text[start:end]),
        "new": marked(new),
        "right": visible(right) + ("…" if _cut_right(text, end) else ""),
        "why": visible(meaning(edit)),
        "others": [[other, marked(other)] for other in edit.others],
    }


def _cut_left(text: str, start: int) -> bool:
    return start - AROUND > text.rfind("\n", 0, start) + 1


def _cut_right(text: str, end: int) -> bool:
    stop = text.find("\n", end)
    return end + AROUND < (len(text) if stop < 0 else stop)


def _harmless(value: object) -> str:
    """JSON that cannot end the element in which it stands."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


@cache
def _part(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()
