"""ftfy's settings, with ftfy's names and defaults, and the presets among them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from fixenc.rules.normal_form import NormalForm


class TextFixerConfig(NamedTuple):
    """The settings of ``ftfy.fix_text``, with ftfy's names, order and defaults.

    ``unescape_html`` replaces character references such as ``&eacute;``; with ``"auto"`` only
    in the lines before the first in which a ``<`` stands. ``fix_encoding`` asks for the repairs
    of fixenc. Of these, ``restore_byte_a0=False`` leaves out those that take a space for a byte
    of a letter, ``replace_lossy_sequences=False`` those of letters that lost other bytes, and
    ``decode_inconsistent_utf8=False`` those on lines in which fine letters stand beside misread
    ones. The others are each a rule that ``fixenc explain`` describes about:
    ``terminal-escape``, ``c1-control``, ``latin-ligature``, ``character-width``,
    ``curly-quote``, ``line-ending`` with ``line-separator``, ``surrogate``,
    ``control-character`` and ``normal-form``. Lines of more than ``max_decode_length``
    characters are repaired piece by piece. ``explain`` is for
    the functions of :mod:`fixenc.ftfy` that explain.
    """

    unescape_html: str | bool = "auto"
    remove_terminal_escapes: bool = True
    fix_encoding: bool = True
    restore_byte_a0: bool = True
    replace_lossy_sequences: bool = True
    decode_inconsistent_utf8: bool = True
    fix_c1_controls: bool = True
    fix_latin_ligatures: bool = True
    fix_character_width: bool = True
    uncurl_quotes: bool = True
    fix_line_breaks: bool = True
    fix_surrogates: bool = True
    remove_control_chars: bool = True
    normalization: NormalForm | None = "NFC"
    max_decode_length: int = 1_000_000
    explain: bool = True


class Settings(Protocol):
    """A ``TextFixerConfig``, ftfy's or this one."""

    def __hash__(self) -> int: ...
    def _asdict(self) -> dict[str, Any]: ...


Preset = Literal["default", "ftfy", "web"]

FTFY = TextFixerConfig()

PLAIN = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_c1_controls=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)
"""The settings that keywords are added to: none of ftfy's other fixers runs."""

PRESETS: Mapping[str, TextFixerConfig | None] = MappingProxyType(
    {
        "default": None,
        "ftfy": FTFY,
        # The settings with which datatrove and NeMo Curator call ftfy: training text should look
        # like the text that people write.
        "web": FTFY._replace(
            fix_latin_ligatures=False,
            fix_character_width=False,
            uncurl_quotes=False,
            fix_line_breaks=False,
            normalization=None,
        ),
    }
)
"""Settings by name: fixenc's own, ftfy's, and those of the pipelines that clean the web."""
