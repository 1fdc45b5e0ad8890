"""The command that a run is recorded by, so that people know it again before they undo it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fixenc.run.config import Settings


def command(named: Sequence[str], settings: Settings) -> list[str]:
    """The arguments of a run that writes, with the options that affect what it writes.

    Those of the configuration are among them.  Where it looked is left out: the
    files that were written are listed with it.
    """
    options: dict[str, str | bool | None] = {
        "--unsafe-fixes": settings.unsafe_fixes,
        "--select": ",".join(sorted(settings.select)),
        "--ignore": ",".join(sorted(settings.ignore)),
        "--channel": settings.channel,
        "--encoding": settings.encoding,
        "--to-encoding": settings.to_encoding,
        "--keep-encoding": settings.keep_encoding,
        "--normal-form": "" if settings.normal_form == "none" else settings.normal_form,
        "--line-ending": "" if settings.line_ending == "keep" else settings.line_ending,
        "--bom": "" if settings.bom == "keep" else settings.bom,
    }
    arguments = ["--in-place"]
    for option, value in options.items():
        if value:
            arguments += [option, value] if isinstance(value, str) else [option]
    # A path that begins like an option comes after the end of those.
    end = ["--"] if any(name.startswith("-") for name in named) else []
    return [*arguments, *end, *named]
