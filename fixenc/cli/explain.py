"""``fixenc explain`` and ``fixenc rules``."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from fixenc.cli.options import SHOW, Color, rule_names
from fixenc.core.arguments import nearest
from fixenc.core.document import ASPECTS
from fixenc.review.output import Colour, emit, screen
from fixenc.rules import every_rule
from fixenc.run.config import ConfigProblem


def explain(
    rule: Annotated[
        str,
        typer.Argument(
            metavar="RULE",
            help="The name of a rule, or encoding or bom: what can change of a file as a whole.",
            autocompletion=rule_names,
        ),
    ],
    color: Color = Colour.AUTO,
) -> int:
    """Explain a rule: how the damage happens, which text is repaired, and which is not."""
    from fixenc.review.explain import explain as explained

    if rule in ASPECTS:
        emit([ASPECTS[rule] + "\n"])
        return 0
    known = {each.name: each for each in every_rule()}
    if rule not in known:
        advice = nearest(rule, known, "see fixenc rules")
        raise ConfigProblem(f"there is no rule {rule!r}; {advice}")
    emit(explained(known[rule], screen(color)))
    return 0


class Form(str, Enum):
    """How the list of rules is written."""

    TEXT = "text"
    JSON = "json"


def rules(
    color: Color = Colour.AUTO,
    output_format: Annotated[
        Form, typer.Option(metavar="FORMAT", help="text or json.", rich_help_panel=SHOW)
    ] = Form.TEXT,
) -> int:
    """List the rules, in the order in which they run."""
    from fixenc.review.explain import rules as listed
    from fixenc.review.explain import rules_as_json

    if output_format is Form.JSON:
        emit([rules_as_json(every_rule())])
        return 0
    emit(listed(every_rule(), screen(color)))
    return 0
