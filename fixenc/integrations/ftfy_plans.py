"""ftfy's functions that explain: the fixed text, and the steps that lead to it.

A step is one of ftfy's, so that programs which read plans go on: text that one chain of codecs
restores is encoded and decoded, and each other fixer is applied by its name.  A repair of
single letters, which no such chain makes, is the step ``("apply", "fix_encoding")``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, cast

import ftfy as original
from ftfy import ExplainedText, ExplanationStep

from fixenc.channels.by_hand.learn import learn
from fixenc.core.arguments import require_text
from fixenc.engine.text_only import restorer
from fixenc.integrations.ftfy import Settings, TextFixerConfig, policy

Plan = Iterable[tuple[str, str]]

_NOTHING = TextFixerConfig(
    **dict.fromkeys(TextFixerConfig._fields[:-3], False), normalization=None, explain=False
)
_ENCODING = _NOTHING._replace(
    fix_encoding=True,
    restore_byte_a0=True,
    replace_lossy_sequences=True,
    decode_inconsistent_utf8=True,
    fix_c1_controls=True,
)
_PARTS = ("restore_byte_a0", "replace_lossy_sequences", "decode_inconsistent_utf8")
"""Settings that leave out some of the repairs of the encoding."""

_ORDER = (
    "fix_c1_controls",
    "fix_latin_ligatures",
    "fix_character_width",
    "uncurl_quotes",
    "fix_line_breaks",
    "fix_surrogates",
    "remove_terminal_escapes",
    "remove_control_chars",
)
"""The other fixers, in ftfy's order."""

_MOST_ROUNDS = 8
_MOST_LAYERS = 4

_READERS = (
    "latin-1 sloppy-windows-1252 sloppy-windows-1251 sloppy-windows-1250 sloppy-windows-1253 "
    "sloppy-windows-1254 sloppy-windows-1257 iso-8859-2 macroman cp437"
).split()
"""The codecs that ftfy encodes with, by its names for them."""


def configured(
    config: Settings | None, keywords: dict[str, Any], *, explain: bool
) -> TextFixerConfig:
    """The settings that a function of ftfy was called with; those not given are ftfy's."""
    base = TextFixerConfig(explain=explain)
    own = base if config is None else TextFixerConfig(**config._asdict())
    # The policy checks them, and says which value is right.
    checked = policy(own, **keywords) if keywords else policy(own)
    found = getattr(checked, "config", own)
    return cast(TextFixerConfig, found)


def segment_config(text: str, config: TextFixerConfig) -> TextFixerConfig:
    """The settings for a text that is one segment, as HTML is: all of it or none is unescaped."""
    if config.unescape_html == "auto":
        return config._replace(unescape_html="<" not in text)
    return config


def fixed(text: str, config: TextFixerConfig) -> str:
    """The text with all that the settings ask for."""
    return restorer(policy(config._replace(explain=False)))(text)


def fixed_by_line(text: str, config: TextFixerConfig) -> str:
    """The text with all that is asked for, each line as a segment.

    With ``unescape_html="auto"`` references are replaced up to the line of the first ``<``.
    """
    at = text.find("<") if config.unescape_html == "auto" else -1
    head = text[: text.rfind("\n", 0, at) + 1] if at >= 0 else ""
    if "&" not in head:
        return fixed(text, config)
    rest = fixed(text[len(head) :], config._replace(unescape_html=False))
    return fixed(head, config) + rest


def explained(text: str, config: TextFixerConfig) -> ExplainedText:
    """The text of one segment with all that the settings ask for, and the steps."""
    require_text(text)
    config = segment_config(text, config)
    whole = fixed(text, config)
    if not config.explain:
        return ExplainedText(whole, None)
    plan, made = _stepwise(text, config)
    if made == whole:
        return ExplainedText(whole, plan)
    return ExplainedText(whole, [ExplanationStep("apply", _call("fix_text_segment", config))])


def encoding_explained(text: str, config: TextFixerConfig) -> ExplainedText:
    """The text with its encoding repaired, and the steps."""
    require_text(text)
    if not config.fix_encoding:
        return ExplainedText(text, [])
    only = _encoding_of(config)
    whole = fixed(text, only)
    return ExplainedText(whole, [] if whole == text else _encoding_steps(text, whole, only))


def applied(text: str, plan: Plan) -> str:
    """The text after the steps of a plan.  Raises :exc:`ValueError` about an unknown step."""
    made: Any = text
    for action, parameter in plan:
        if action == "encode":
            made = made.encode(parameter)
        elif action == "decode":
            made = made.decode(parameter)
        elif action == "normalize":
            made = fixed(made, _NOTHING._replace(normalization=cast(Any, parameter)))
        elif action == "apply":
            made = _function(parameter)(made)
        else:
            # Steps between bytes, which only plans of ftfy's own have.
            made = original.apply_plan(made, [(action, parameter)])
    return cast(str, made)


def _stepwise(text: str, config: TextFixerConfig) -> tuple[list[ExplanationStep], str]:
    """The steps in ftfy's order, repeated until nothing changes, and the text they make."""
    steps: list[ExplanationStep] = []
    for _ in range(_MOST_ROUNDS):
        before = text
        if config.unescape_html:
            text = _try("unescape_html", text, steps)
        if config.fix_encoding:
            text, more = encoding_explained(text, config)
            steps += more or []
        for name in _ORDER:
            if getattr(config, name):
                text = _try(name, text, steps)
        if config.normalization is not None:
            made = fixed(text, _NOTHING._replace(normalization=config.normalization))
            if made != text:
                steps.append(ExplanationStep("normalize", config.normalization))
            text = made
        if text == before:
            break
    return steps, text


def _try(name: str, text: str, steps: list[ExplanationStep]) -> str:
    made = fixed(text, _only(name))
    if made != text:
        steps.append(ExplanationStep("apply", name))
    return made


def _only(name: str) -> TextFixerConfig:
    """The settings with which one fixer runs, and no other."""
    one: dict[str, Any] = {name: True}
    return _NOTHING._replace(**one)


def _encoding_of(config: TextFixerConfig) -> TextFixerConfig:
    parts = {name: getattr(config, name) for name in (*_PARTS, "fix_c1_controls")}
    return _ENCODING._replace(**parts, max_decode_length=config.max_decode_length)


def _encoding_steps(text: str, whole: str, only: TextFixerConfig) -> list[ExplanationStep]:
    steps = _layers(text, whole, 0) or _legacy(text, whole)
    return steps or [ExplanationStep("apply", _call("fix_encoding", only))]


def _layers(text: str, whole: str, depth: int) -> list[ExplanationStep]:
    """The steps, if UTF-8 that some codec read, perhaps more than once, is all there is."""
    for reader in _READERS:
        try:
            made = text.encode(reader).decode("utf-8")
        except UnicodeError:
            continue
        own = [ExplanationStep("encode", reader), ExplanationStep("decode", "utf-8")]
        if made == whole:
            return own
        if made != text and depth + 1 < _MOST_LAYERS:
            more = _layers(made, whole, depth + 1)
            if more:
                return [*own, *more]
    return []


def _legacy(text: str, whole: str) -> list[ExplanationStep]:
    """The steps, if one codec was read as another."""
    try:
        found = learn(whole, text, levels=1)
    except ValueError:
        return []
    if found is None or found.losses:
        return []
    for channel in (found.channel, *found.others):
        stored, _, read = channel.partition(">")
        try:
            if text.encode(read).decode(stored) == whole:
                return [ExplanationStep("encode", read), ExplanationStep("decode", stored)]
        except UnicodeError:
            continue
    return []


def _call(name: str, config: TextFixerConfig) -> str:
    """A fixer that takes settings, written as a call with those that are not the default."""
    base = _ENCODING if name == "fix_encoding" else TextFixerConfig(explain=False)
    changed = [
        f"{setting}={value!r}"
        for setting, value in config._replace(explain=False)._asdict().items()
        if value != getattr(base, setting)
    ]
    return f"{name}({', '.join(changed)})" if changed else name


def _function(parameter: str) -> Callable[[str], str]:
    """The fixer that a step names."""
    name, _, settings = parameter.partition("(")
    keywords = _keywords(settings.removesuffix(")"))
    if name == "fix_encoding":
        return partial(fixed, config=_ENCODING._replace(**keywords))
    if name == "fix_text_segment":
        return partial(fixed, config=TextFixerConfig(explain=False)._replace(**keywords))
    if name == "unescape_html" or name in _ORDER:
        return partial(fixed, config=_only(name))
    if name in original.FIXERS:
        return cast(Callable[[str], str], original.FIXERS[name])
    raise ValueError(f"Unknown function to apply: {parameter}")


def _keywords(settings: str) -> dict[str, Any]:
    import ast

    parts: Sequence[ast.keyword] = ()
    if settings:
        call = ast.parse(f"f({settings})", mode="eval").body
        parts = call.keywords if isinstance(call, ast.Call) else ()
    return {str(part.arg): ast.literal_eval(part.value) for part in parts}
