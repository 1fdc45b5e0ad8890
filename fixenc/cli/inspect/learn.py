"""``fixenc learn``: the channel that made one text out of another."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from enum import Enum
from typing import Annotated

import typer

from fixenc.channels.by_hand.learn import learn as learned
from fixenc.channels.by_hand.notation import channel_named
from fixenc.files import decode, read_bytes
from fixenc.review.output import emit
from fixenc.run.config import ConfigProblem

_OTHERS = 5
"""Other channels that are named."""


class Form(str, Enum):
    """How the channel is written."""

    TEXT = "text"
    JSON = "json"


def learn(
    good: Annotated[
        str, typer.Argument(metavar="GOOD", help="The text as it should be: a file, or a text.")
    ],
    bad: Annotated[
        str, typer.Argument(metavar="BAD", help="The same text, damaged: a file, or a text.")
    ],
    output_format: Annotated[Form, typer.Option(metavar="FORMAT", help="text or json.")] = (
        Form.TEXT
    ),
) -> int:
    """Find out which misreading made one text out of another, and what was lost.

    It is written as --channel takes it. The exit status is 1 if no known channel makes the bad
    text of the good one.
    """
    try:
        found = learned(_text(good), _text(bad))
    except ValueError as error:
        raise ConfigProblem(str(error)) from error
    if output_format is Form.JSON:
        emit([json.dumps({"version": 1, "channel": found and asdict(found)}, indent=2) + "\n"])
    elif found is None:
        emit(["No known channel makes the bad text of the good one.\n"])
    else:
        lines = [found.channel, f"  {channel_named(found.channel)}: sure by {found.confidence:.0%}"]
        lines += [f"  beside: {loss}" for loss in found.losses]
        if found.others:
            more = len(found.others) - _OTHERS
            rest = f" and {more} more" if more > 0 else ""
            lines.append(f"  the same comes of: {', '.join(found.others[:_OTHERS])}{rest}")
        lines.append(f"  to undo it: fixenc --channel '{found.channel}' PATHS")
        emit([f"{line}\n" for line in lines])
    return 0 if found else 1


def _text(given: str) -> str:
    """The text of a file, or what was given itself."""
    if not os.path.lexists(given):
        return given
    return decode(read_bytes(given)[0], path=given).text
