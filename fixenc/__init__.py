"""fixenc repairs text that went through the wrong codec, and shows each change.

The two calls that most programs need::

    >>> import fixenc
    >>> fixenc.fix_text("It wasn\\xe2t me")
    'It wasn’t me'
    >>> for edit in fixenc.repair("It wasn\\xe2t me").edits:
    ...     print(edit.start, edit.end, edit.new, edit.rules)
    7 8 ’ ('lone-circumflex',)

Beside them: :func:`repair_bytes` and :func:`fix_file` detect the encoding first, as
:func:`detect` says it; :func:`is_damaged` asks whether there is anything to repair;
:func:`readings`, :func:`learn` and the parameter ``channel`` are for misreadings that a person
knows; :func:`explain` names the characters of a text.  ``fixenc.ftfy`` has ftfy's functions,
``fixenc.arrow`` repairs columns.

The folders, from the lowest layer to the highest: ``core`` (text, edits, rules), ``codecs``,
``model`` (the language model), ``channels`` (how text gets damaged), ``decide`` (what is safe),
``punctuation``, ``rules`` (one file for each kind of damage), ``formats`` (what in a file is
text), ``prefilter`` (proof that a text is clean), ``engine`` (runs the rules),
``integrations``, ``files``, ``review`` (output formats), ``history`` (damage undone with an
older version), ``run``, ``dataset`` and ``cli``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from fixenc.core.arguments import named_keywords, require_text
from fixenc.core.characters import Character, Characters, explain
from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, Safety
from fixenc.engine.policy import Policy, policy_for
from fixenc.engine.repair import Repair
from fixenc.engine.repair import repair as repair_document

if TYPE_CHECKING:
    from fixenc import arrow as arrow
    from fixenc import ftfy as ftfy
    from fixenc.channels.by_hand.learn import Learned, learn
    from fixenc.channels.by_hand.readings import Reading, readings
    from fixenc.engine.text_only import Restorer
    from fixenc.files import BytesRepair, FileProblem, repair_bytes
    from fixenc.files.encoding.identify import Detection, detect
    from fixenc.integrations.ftfy import Preset, Settings, TextFixerConfig
    from fixenc.run.lines import Source

__all__ = [
    "BytesRepair",
    "Character",
    "Characters",
    "Detection",
    "Document",
    "Edit",
    "FileProblem",
    "Kind",
    "Learned",
    "Policy",
    "Reading",
    "Repair",
    "Safety",
    "TextFixerConfig",
    "detect",
    "explain",
    "fix_file",
    "fix_text",
    "is_damaged",
    "learn",
    "readings",
    "repair",
    "repair_bytes",
]

__version__ = "0.1.0"

_LATER = {
    "BytesRepair": "files",
    "Detection": "files.encoding.identify",
    "FileProblem": "files",
    "Learned": "channels.by_hand.learn",
    "Reading": "channels.by_hand.readings",
    "TextFixerConfig": "integrations.ftfy",
    "detect": "files.encoding.identify",
    "learn": "channels.by_hand.learn",
    "readings": "channels.by_hand.readings",
    "repair_bytes": "files",
}
"""Names that are imported when they are first used, and the module of each."""

_MODULES = ("arrow", "ftfy")
"""Modules that need no import of their own."""


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


@named_keywords
def repair(
    text: str,
    *,
    unsafe_fixes: bool = False,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    kind: Kind = Kind.PROSE,
    channel: str | None = None,
    before: str | None = None,
) -> Repair:
    """Find the damage in ``text``, and say where it is and what it should be.

    ``select`` names the only rules to run, ``ignore`` those not to run
    (``fixenc rules`` lists them).  ``kind`` says what kind of text it is: only
    prose is looked through for wrong quotation marks and broken sentences.  With a
    ``channel``, as ``"cp1251>cp1252"`` for text that was stored in the one codec and read
    with the other, exactly this is undone, and nothing else is looked for.  ``before`` is an
    older version of the text: what is damage of it now gets its old text back.
    """
    require_text(text)
    policy = policy_for(unsafe_fixes, select, ignore, channel)
    document = Document(text, kind=kind)
    if before is None:
        return repair_document(document, policy)
    require_text(before)
    from fixenc.history.repair import repair_since

    return repair_since(document, [("before", before)], policy)


@named_keywords
def is_damaged(text: str, *, unsafe_fixes: bool = False) -> bool:
    """Whether :func:`fix_text` would change ``text``; with ``unsafe_fixes``, propose to.

    >>> is_damaged("It wasn\\xe2t me"), is_damaged("It wasn’t me")
    (True, False)
    """
    return fix_text(text, unsafe_fixes=unsafe_fixes) != text


@named_keywords
def fix_file(
    source: Source,
    *,
    encoding: str | None = None,
    unsafe_fixes: bool = False,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    channel: str | None = None,
) -> Iterator[str]:
    """The repaired lines of a file, with their line endings.

    ``source`` is a path or an open file of bytes or text; the encoding of bytes is detected
    unless it is named.  The file itself stays as it is.  A byte that does not decode is a
    lone surrogate, as :pep:`383` has it.  The other parameters are those of :func:`repair`.
    Raises :exc:`FileProblem` about a file that cannot be read or holds no text.
    """
    from fixenc.run.lines import lines_of

    return lines_of(source, policy_for(unsafe_fixes, select, ignore, channel), encoding)


@cache
def _restorer(unsafe_fixes: bool) -> Restorer:
    """The function that :func:`fix_text` calls, made at the first call."""
    from fixenc.engine.text_only import restorer

    return restorer(Policy(unsafe_fixes))


def __getattr__(name: str) -> object:
    """Import a name when it is first used, so that ``import fixenc`` takes no time."""
    if name in _LATER:
        return getattr(import_module(f"fixenc.{_LATER[name]}"), name)
    if name in _MODULES:
        return import_module(f"fixenc.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *_MODULES, "__version__", "__doc__", "__name__", "__path__"])
