"""ftfy's settings, and what they ask of fixenc: for programs that called ``ftfy.fix_text``.

What repairs the encoding is always fixenc's.  Each of ftfy's other fixers is a rule that
is off by default, so its settings come down to a policy like any other: one that can be
sent to a worker, applied to a column of Arrow, and asked for the single edits.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, get_args

from fixenc.core.arguments import require_known
from fixenc.core.document import Kind
from fixenc.core.edits import Edit, apply
from fixenc.core.rule import Finder, Rule, Scope, Stage
from fixenc.engine.policy import Policy
from fixenc.integrations.ftfy_config import (
    FTFY,
    PLAIN,
    PRESETS,
    Preset,
    Settings,
    TextFixerConfig,
)
from fixenc.rules import every_rule
from fixenc.rules.character_reference import unescape
from fixenc.rules.normal_form import NormalForm

__all__ = [
    "PRESETS",
    "FtfyPolicy",
    "Preset",
    "Settings",
    "TextFixerConfig",
    "policy",
]

_NESTED = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)*#?[0-9A-Za-z]{1,24};")
"""A character reference, maybe with references to ``&`` in the place of its ``&``."""

_RULES = {
    "unescape_html": ("character-reference", "html-entity"),
    "remove_terminal_escapes": ("terminal-escape",),
    "fix_c1_controls": ("c1-control",),
    "fix_latin_ligatures": ("latin-ligature",),
    "fix_character_width": ("character-width",),
    "uncurl_quotes": ("curly-quote",),
    "fix_line_breaks": ("line-separator",),
    "fix_surrogates": ("surrogate",),
    "remove_control_chars": ("control-character",),
}


def policy(
    config: Settings | Preset | None = None,
    *,
    unsafe_fixes: bool = False,
    **keywords: Any,
) -> Policy:
    """The policy for ftfy's settings, or for a preset, changed by ftfy's keywords.

    ``config`` may be ftfy's own ``TextFixerConfig``.  With neither settings nor keywords
    it is fixenc's default; keywords alone change ftfy's, those beside "default"
    fixenc's.  Raises :exc:`ValueError` for a
    preset or a setting that there is not (Python 3.13 makes that a :exc:`TypeError` for
    an unknown keyword, as with ftfy).
    """
    if not (config is None or isinstance(config, str) or hasattr(config, "_asdict")):
        raise TypeError(
            f"config is a TextFixerConfig or one of {', '.join(PRESETS)}, not "
            f"{type(config).__name__}; single settings are keywords, as uncurl_quotes=False"
        )
    if not keywords:
        return _unchanged(config, unsafe_fixes)
    if config == "default":
        return _beside_default(_changed(PLAIN, keywords), keywords, unsafe_fixes)
    return _policy(_changed(_own(config) or FTFY, keywords), unsafe_fixes)


def _beside_default(config: TextFixerConfig, asked: Iterable[str], unsafe_fixes: bool) -> Policy:
    """The policy of fixenc's default with the fixers of ``config``; ``asked`` were named."""
    policy = _policy(config, unsafe_fixes)
    own = {rule.name for rule in every_rule() if rule.default}
    if not config.fix_encoding:
        own = {rule.name for rule in every_rule() if rule.default and rule.stage > Stage.LOST}
    elif not (config.unescape_html or {"unescape_html", "fix_entities"}.isdisjoint(asked)):
        own.discard("html-entity")
    return replace(policy, select=policy.select | own, ignore=policy.ignore - own)


@lru_cache(maxsize=1 << 6)
def _unchanged(config: Settings | Preset | None, unsafe_fixes: bool) -> Policy:
    # Kept, since programs that called ftfy pass the same settings for each line.
    own = _own(config)
    return Policy(unsafe_fixes) if own is None else _policy(_changed(own, {}), unsafe_fixes)


def _own(config: Settings | Preset | None) -> TextFixerConfig | None:
    """The settings in this package's type; ``None`` for fixenc's default."""
    if isinstance(config, str):
        if config not in PRESETS:
            raise ValueError(f"there is no preset {config!r}; there are: {', '.join(PRESETS)}")
        return PRESETS[config]
    return None if config is None else TextFixerConfig(**config._asdict())


def _changed(config: TextFixerConfig, keywords: dict[str, Any]) -> TextFixerConfig:
    if "fix_entities" in keywords:
        warnings.warn(
            "fix_entities is called unescape_html since ftfy 6.0",
            DeprecationWarning,
            stacklevel=4,
        )
        keywords = {**keywords, "unescape_html": keywords["fix_entities"]}
        del keywords["fix_entities"]
    require_known(keywords, (*TextFixerConfig._fields, "unsafe_fixes"), "fix_text")
    config = config._replace(**keywords)
    if config.normalization not in (None, *get_args(NormalForm)):
        forms = ", ".join(get_args(NormalForm))
        raise ValueError(f"normalization is {forms} or None, not {config.normalization!r}")
    if config.max_decode_length < 1:
        raise ValueError(f"max_decode_length is 1 or more, not {config.max_decode_length}")
    return config


@lru_cache(maxsize=1 << 6)
def _policy(config: TextFixerConfig, unsafe_fixes: bool) -> Policy:
    known = {rule.name for rule in every_rule()}
    chosen = {
        name for setting, names in _RULES.items() if getattr(config, setting) for name in names
    }
    if config.fix_encoding:
        repairs = {rule.name for rule in every_rule() if rule.default and rule.stage <= Stage.LOST}
        chosen |= repairs - {"html-entity", "byte-order-mark"}
    else:
        chosen.discard("html-entity")
    return FtfyPolicy(
        unsafe_fixes,
        select=frozenset(chosen),
        ignore=frozenset(known - chosen),
        normal_form=config.normalization,
        line_ending="lf" if config.fix_line_breaks else None,
        config=config,
    )


@dataclass(frozen=True)
class FtfyPolicy(Policy):
    """A policy whose rules keep to what ftfy's settings let them do."""

    config: TextFixerConfig = FTFY

    def rules(self, kind: Kind = Kind.PROSE, scope: Scope = Scope.TEXT) -> tuple[Rule, ...]:
        """The rules that run, each held to the settings."""
        return _held(self, kind, scope)


@lru_cache(maxsize=1 << 6)
def _held(policy: FtfyPolicy, kind: Kind, scope: Scope) -> tuple[Rule, ...]:
    # Kept, so that what is compiled for these rules is found again.
    return tuple(_keeping_to(policy.config, rule) for rule in Policy.rules(policy, kind, scope))


def _keeping_to(config: TextFixerConfig, rule: Rule) -> Rule:
    find = rule.find
    if rule.name == "character-reference":
        find = _unescape_until_markup if config.unescape_html == "auto" else unescape
    if rule.stage in (Stage.MOJIBAKE, Stage.LOST):
        if not config.decode_inconsistent_utf8:
            find = partial(_where_all_is_misread, find)
        if not config.restore_byte_a0:
            find = partial(_by_spaces, find, False)
        if rule.stage is Stage.LOST and not config.replace_lossy_sequences:
            find = partial(_by_spaces, find, True)
    # By default it is about what the engine looks at together anyway.
    if rule.stage <= Stage.LOST and config.max_decode_length < FTFY.max_decode_length:
        find = partial(_piece_by_piece, find, config.max_decode_length)
    return rule if find is rule.find else replace(rule, find=find)


def _unescape_until_markup(text: str) -> Iterator[Edit]:
    """The edits that replace character references in the lines before the first with a ``<``.

    ftfy goes line by line, and from that line on it takes the text for HTML.  References to
    ``&`` that hold another (``&amp;lt;``) are replaced at once, before a ``<`` stands there.
    """
    found = text.find("<")
    head = text if found < 0 else text[: text.rfind("\n", 0, found) + 1]
    for match in _NESTED.finditer(head):
        before, after = match[0], apply(match[0], list(unescape(match[0])))
        while after != before:
            before, after = after, apply(after, list(unescape(after)))
        if after != match[0]:
            yield Edit(match.start(), match.end(), after)


def _by_spaces(find: Finder, wanted: bool, text: str) -> Iterator[Edit]:
    """The edits that take a space for a byte of a letter, or those that do not."""
    for edit in find(text):
        spaces = text.count(" ", edit.start, edit.end)
        if (edit.new is not None and edit.new.count(" ") < spaces) is wanted:
            yield edit


def _where_all_is_misread(find: Finder, text: str) -> Iterator[Edit]:
    """The edits on lines where all that is not ASCII was misread."""
    edits = sorted(find(text), key=lambda edit: edit.start)
    for start, end in _lines(text):
        own = [edit for edit in edits if start <= edit.start < end]
        done = start
        fine = ""
        for edit in own:
            fine += text[done : edit.start]
            done = edit.end
        if own and (fine + text[done:end]).isascii():
            yield from own


def _piece_by_piece(find: Finder, longest: int, text: str) -> Iterator[Edit]:
    """The edits found in each piece of a text with lines that are too long."""
    for start, end in _pieces(text, longest):
        for edit in find(text[start:end]):
            yield edit.moved(start)


def _pieces(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Where a text is cut so that no line goes on for more than ``longest`` characters.

    >>> list(_pieces("one\\ntwo\\nthree", 4))
    [(0, 8), (8, 12), (12, 13)]
    """
    done = 0
    for start, end in _lines(text) if len(text) > longest else ():
        if end - start > longest:
            if done < start:
                yield done, start
            for at in range(start, end, longest):
                yield at, min(at + longest, end)
            done = end
    if done < len(text):
        yield done, len(text)


def _lines(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield start, end
        start = end
