"""The options that several commands share."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from fixenc.review.output import Colour
from fixenc.rules import every_rule

WHAT = "What to do"
WHERE = "Where to look"
FORM = "In which form to write it"
SHOW = "How to show it"


def rule_names(incomplete: str) -> list[str]:
    """Rules to complete the last of the names between commas with."""
    done, comma, _ = incomplete.rpartition(",")
    return [f"{done}{comma}{rule.name}" for rule in every_rule()]


def encoding_names(incomplete: str) -> list[str]:
    """Names of encodings to complete."""
    from fixenc.codecs import CODECS

    names = (*(row.name for row in CODECS), "utf-8-sig", "utf-16", "utf-32", "ascii")
    return [name for name in names if name.startswith(incomplete.lower())]


UnsafeFixes = Annotated[
    bool | None,
    typer.Option(
        "--unsafe-fixes/--no-unsafe-fixes",
        metavar="",
        help="Apply also what is only proposed by default.",
        show_default=False,
        rich_help_panel=WHAT,
    ),
]


def channel_names(incomplete: str) -> list[str]:
    """Names of codecs to complete the last of those between ``>`` with."""
    done, between, last = incomplete.rpartition(">")
    return [f"{done}{between}{name}" for name in encoding_names(last)]


Channel = Annotated[
    str | None,
    typer.Option(
        metavar="STORED>READ",
        autocompletion=channel_names,
        help="Undo exactly this misreading wherever it decodes, and nothing else: 'cp1251>cp1252' "
        "was stored in cp1251 and read as cp1252. fixenc learn and decode find it.",
        rich_help_panel=WHAT,
    ),
]
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
StdinFilename = Annotated[
    str | None,
    typer.Option(
        metavar="PATH",
        help="Treat standard input as the file of this name.",
        rich_help_panel=WHERE,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        autocompletion=encoding_names,
        help="The files' encoding, instead of detecting it.",
        rich_help_panel=WHERE,
    ),
]
ToEncoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        autocompletion=encoding_names,
        help="Convert every file to this encoding, and what it declares with it.",
        rich_help_panel=FORM,
    ),
]
KeepEncoding = Annotated[
    bool | None,
    typer.Option(
        "--keep-encoding/--no-keep-encoding",
        metavar="",
        help="Convert no file, not even one whose legacy encoding is declared nowhere.",
        show_default=False,
        rich_help_panel=FORM,
    ),
]
Form = Annotated[
    Literal["NFC", "NFD", "NFKC", "NFKD", "none"] | None,
    typer.Option(
        "--normal-form",
        metavar="FORM",
        help="NFC, NFD, NFKC, NFKD or none (default).",
        case_sensitive=False,
        rich_help_panel=FORM,
    ),
]
Ending = Annotated[
    Literal["lf", "crlf", "keep"] | None,
    typer.Option(
        "--line-ending",
        metavar="ENDING",
        help="lf, crlf or keep (default).",
        rich_help_panel=FORM,
    ),
]
Mark = Annotated[
    Literal["keep", "add", "remove"] | None,
    typer.Option(
        "--bom",
        metavar="WHAT",
        help="The byte order mark: keep (default), add or remove.",
        rich_help_panel=FORM,
    ),
]
NoJournal = Annotated[
    bool | None,
    typer.Option(
        "--no-journal/--journal",
        metavar="",
        help="Do not keep what files held, for fixenc undo.",
        show_default=False,
        rich_help_panel=WHAT,
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
Jobs = Annotated[
    int | None,
    typer.Option(
        "-j",
        "--jobs",
        metavar="N",
        min=1,
        help="Processes that look at files (default: one for each processor, if that pays).",
        show_default=False,
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
