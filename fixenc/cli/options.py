"""The options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from fixenc.review.output import Colour
from fixenc.rules import every_rule

WHAT = "What to do"
WHERE = "Where to look"
SHOW = "How to show it"


def rule_names(incomplete: str) -> list[str]:
    """Rules to complete the last of the names between commas with."""
    done, comma, _ = incomplete.rpartition(",")
    return [f"{done}{comma}{rule.name}" for rule in every_rule()]


Select = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE,…",
        help="Run these rules only.",
        autocompletion=rule_names,
        show_default=False,
        rich_help_panel=WHAT,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE,…",
        help="Do not run these rules.",
        autocompletion=rule_names,
        show_default=False,
        rich_help_panel=WHAT,
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        metavar="GLOB",
        help="Leave these files out, as .gitignore does.",
        show_default=False,
        rich_help_panel=WHERE,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The files' encoding, instead of detecting it.",
        rich_help_panel=WHERE,
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Leave out what was refused in this file of decisions.",
        rich_help_panel=WHERE,
    ),
]
Color = Annotated[
    Colour,
    typer.Option(
        metavar="WHEN",
        help="auto, always or never. NO_COLOR and FORCE_COLOR count too.",
        rich_help_panel=SHOW,
    ),
]
