"""fixenc repairs text that went through the wrong codec, and shows each change.

The two calls that most programs need::

    >>> import fixenc
    >>> fixenc.fix_text("It wasn\\xe2t me")
    'It wasn’t me'
    >>> for edit in fixenc.repair("It wasn\\xe2t me").edits:
    ...     print(edit.start, edit.end, edit.new, edit.rules)
    7 8 ’ ('lone-circumflex',)

The folders, from the lowest layer to the highest: ``core`` (text, edits, rules), ``codecs``,
``model`` (the language model), ``channels`` (how text gets damaged), ``decide`` (what is safe),
``punctuation``, ``rules`` (one file for each kind of damage), ``formats`` (what in a file is
text), ``prefilter`` (proof that a text is clean), ``engine`` (runs the rules),
``integrations``, ``files``, ``review`` (output formats), ``history`` (damage undone with an
older version), ``run``, ``dataset`` and ``cli``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from fixenc.core.arguments import require_text
from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, Safety
from fixenc.engine.policy import Policy, rules_named
from fixenc.engine.repair import Repair
from fixenc.engine.repair import repair as repair_document

if TYPE_CHECKING:
    from fixenc.engine.text_only import Restorer
    from fixenc.files import BytesRepair, FileProblem, repair_bytes
    from fixenc.integrations.ftfy import Preset, Settings, TextFixerConfig

__all__ = [
    "BytesRepair",
    "Document",
    "Edit",
    "FileProblem",
    "Kind",
    "Policy",
    "Repair",
    "Safety",
    "TextFixerConfig",
    "fix_text",
    "repair",
    "repair_bytes",
]

__version__ = "0.1.0"


def fix_text(
    text: str,
    config: Settings | Preset | None = None,
    *,
    unsafe_fixes: bool = False,
    **keywords: Any,
) -> str:
    """Repair the damage in ``text`` and return the result.

    Only repairs that are right 99.5 % of the time or better are made, unless
    ``unsafe_fixes`` asks for the others too.  A text in which nothing is wrong
    comes back as it is.

    ``config`` and ``keywords`` are those of ``ftfy.fix_text`` and mean the same,
    but that what repairs the encoding is fixenc's; with none of them, nothing
    else is changed.  ``config`` may also be a preset: "default" is this,
    "ftfy" what ftfy does unasked, and "web" what datatrove and NeMo Curator ask of it.
    """
    if config is None and not keywords:
        try:
            return _restorer(unsafe_fixes)(text)
        except (AttributeError, TypeError):
            require_text(text)  # not sooner: to see that a short text is fine takes no longer
            raise
    require_text(text)
    from fixenc.engine.text_only import restorer
    from fixenc.integrations.ftfy import policy

    return restorer(policy(config, unsafe_fixes=unsafe_fixes, **keywords))(text)


def repair(
    text: str,
    *,
    unsafe_fixes: bool = False,
    select: frozenset[str] = frozenset(),
    ignore: frozenset[str] = frozenset(),
    kind: Kind = Kind.PROSE,
    before: str | None = None,
) -> Repair:
    """Find the damage in ``text``, and say where it is and what it should be.

    ``select`` names the only rules to run, ``ignore`` those not to run
    (``fixenc rules`` lists them).  ``kind`` says what kind of text it is: only
    prose is looked through for wrong quotation marks and broken sentences.  ``before`` is an
    older version of the text: what is damage of it now gets its old text back.
    """
    require_text(text)
    policy = Policy(unsafe_fixes, rules_named(select, "select"), rules_named(ignore, "ignore"))
    document = Document(text, kind=kind)
    if before is None:
        return repair_document(document, policy)
    require_text(before)
    from fixenc.history.repair import repair_since

    return repair_since(document, [("before", before)], policy)


@cache
def _restorer(unsafe_fixes: bool) -> Restorer:
    """The function that :func:`fix_text` calls, made at the first call."""
    from fixenc.engine.text_only import restorer

    return restorer(Policy(unsafe_fixes))


def __getattr__(name: str) -> object:
    """Import the names about bytes and about ftfy when they are first used."""
    if name == "TextFixerConfig":
        from fixenc.integrations.ftfy import TextFixerConfig

        return TextFixerConfig
    if name in ("BytesRepair", "FileProblem", "repair_bytes"):
        from fixenc import files

        return getattr(files, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
