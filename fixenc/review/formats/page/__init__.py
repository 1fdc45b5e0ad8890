"""The review as a page: one file that opens anywhere and fetches nothing.

Whatever comes from a file is data.  It travels as JSON in an element that no
browser executes, with every ``<`` escaped so that it cannot end early, and the
script puts it on the page as text, never as markup.  The content security
policy allows this one script and this one style by their digests, and nothing
else, not even the network.
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from fixenc.files import platform
from fixenc.review.formats.page.content import Content
from fixenc.review.outcome import Outcome
from fixenc.review.visible import visible

_SCRIPTS = ("model.js", "text.js", "cards.js", "page.js", "start.js")
"""The parts of the script, in the order in which they run."""


def page(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The page, in pieces: one for each file."""
    style, script = _part("page.css"), "".join(map(_part, _SCRIPTS))
    head, data, tail = _part("page.html").partition("{{data}}")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert data
    yield head.replace("{{policy}}", policy).replace("{{style}}", style)
    content = Content()
    comma = ""
    absolute: list[str] = []
    yield '{"version":1,"files":['
    for outcome in outcomes:
        if outcome.repair is not None and outcome.found:
            yield comma + _harmless(content.of(outcome, outcome.repair))
            comma = ",\n"
            absolute += [outcome.path] if os.path.isabs(outcome.path) else []
    where = {"folder": visible(os.getcwd()), "root": _root(absolute)}
    yield f'],"where":{_harmless(where)}}}'
    yield tail.replace("{{script}}", script)


def _root(absolute: list[str]) -> str:
    """The folder that ``fixenc apply`` must be given for absolute paths, quoted for a shell."""
    if not absolute:
        return ""
    try:
        folders = [os.path.dirname(path) for path in absolute]
        return visible(platform.quoted([os.path.commonpath([*folders, os.getcwd()])]))
    except ValueError:  # they are on several drives
        return os.sep


def _harmless(value: object) -> str:
    """JSON that cannot end the element in which it stands."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


@cache
def _part(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()
