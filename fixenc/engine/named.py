"""A channel that the user names: undone wherever it decodes, once, and nothing else looked for.

No evidence is asked for: whoever names a channel knows what happened to the text.
"""

from __future__ import annotations

from dataclasses import replace

from fixenc.channels.by_hand.notation import notation_of
from fixenc.channels.misreading.undo import Misreading
from fixenc.core.edits import Edit, order


def undone(text: str, channel: Misreading) -> list[Edit]:
    """The edits of ``text`` that undo ``channel``, under the name of the rule about such damage.

    UTF-8 is undone character by character, any other codec in runs without white space.
    """
    rule = rule_of(channel)
    note = f"{channel}, as --channel {notation_of(channel)} says"
    return [
        replace(edit, rules=(rule,), note=note)
        for edit in sorted(channel.edits(text), key=order)
        if text[edit.start : edit.end] != edit.new
    ]


def rule_of(channel: Misreading) -> str:
    """The rule about such damage, which ``ignore`` and pragmas may name."""
    return "mojibake" if channel.writer == "utf-8" else "wrong-codec"
