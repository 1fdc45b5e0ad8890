"""Repairs of a file that is more than running text, each as safe as its place allows.

Rules see the words of the file, and apart from that the words and the data
together.  What they find is carried back to the file and weighed: a repair in
a comment may be made; one in a string literal is proposed, unless the whole
file was misread, comments included; one of damage that is quoted on purpose,
or that would change what the file means, is proposed too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, Safety, apply, disjoint, order
from fixenc.formats import is_catalogue, is_mail, is_table, is_unknown, parts
from fixenc.formats.deliberate import is_deliberate
from fixenc.formats.mail import encoded_texts
from fixenc.formats.meaning import change_of_meaning
from fixenc.formats.roles import Part, Role, between
from fixenc.formats.strings import ESCAPE, unescaped
from fixenc.formats.table import header_end
from fixenc.formats.transfer import Transferred
from fixenc.formats.view import View

Found = tuple[Sequence[Edit], Sequence[Edit]]
"""The edits that are applied to a text, and those that are proposed."""

Engine = Callable[[str], Found]
"""A function that runs the rules for one scope over a text."""

_PROVES_ITSELF = frozenset(["mojibake"])
"""Rules whose findings are no accident of a few symbols: UTF-8 has a form of its own."""

_NEEDS_ALL = frozenset(["wrong-codec"])
"""Rules that find sense in a rare name in data, unless the data are damaged throughout."""

_WORD = 4  # letters outside ASCII that are no accident

_RECORD = 3  # lines around that belong to the same record, or paragraph

_DISTINCT = 4  # damaged words that a file must hold to be called misread as a whole


@dataclass(frozen=True)
class Engines:
    """The rules for each scope, ready to run."""

    text: Engine
    code: Engine
    program: Engine


def repair_parts(document: Document, engines: Engines, *, unsafe_fixes: bool) -> Found:
    """The edits of the rules in the parts of ``document`` that each rule is for."""
    text = document.text
    found = parts(document)
    is_code = document.kind is Kind.CODE
    # In prose a hidden name is a word of its sentence; elsewhere it is a gap.
    is_running = document.kind is Kind.PROSE and not is_catalogue(document)
    blank = "X" if is_running else " "
    words = [(part.start, part.end) for part in found if part.role is Role.WORDS]
    view = View(text, words, blank=blank, escapes=document.kind is Kind.DATA)
    applied, proposed = _carried(view, engines.text(view.text))
    made, offered = applied, proposed
    if len(words) < len(found):
        shown = [(part.start, part.end) for part in found]
        both = View(text, shown, blank=blank, escapes=document.kind in (Kind.CODE, Kind.DATA))
        made, offered = _carried(both, engines.text(both.text))
    misread = _is_misread_throughout(text, made, found)
    if is_code and misread:
        applied, proposed = made, offered
    elif made is not applied:
        spans = [(part.start, part.end) for part in found if part.role is Role.DATA]
        applied += (_less_safe(edit, "it may be data") for edit in made if _meets(edit, spans))
        proposed += (edit for edit in offered if _meets(edit, spans))
    if not (is_code and misread):
        applied, proposed = (
            [edit for edit in edits if is_likely(document, edit)] for edits in (applied, proposed)
        )
    if is_code:
        applied, proposed = (
            [_flagged(text, edit) for edit in edits] for edits in (applied, proposed)
        )
        code = View(text, between(found, len(text)), blank=" ", escapes=False)
        for engine_found in (_carried(code, engines.code(code.text)), engines.program(text)):
            applied += engine_found[0]
            proposed += engine_found[1]
    if is_table(document) and not document.offset:
        end = header_end(text)
        applied = [_less_safe(e, "it may name a column") if e.start < end else e for e in applied]
    if not (is_code and misread):
        applied = _all_weighed(document, sorted(applied, key=order), misread)
    if is_mail(document):
        proposed = [*proposed, *_in_encoded_texts(text, engines.text)]
    trusted = Safety.UNSAFE if unsafe_fixes else Safety.SAFE
    kept, refused = _keeping_the_meaning(document, applied, trusted)
    kept, refused = _all_bytes_or_none(text, kept, [*refused, *proposed], refused)
    flags = [edit for edit in [*proposed, *refused] if edit.new is None]
    others = [edit for edit in [*refused, *proposed] if edit.new is not None]
    return kept, sorted([*flags, *disjoint(others)], key=order)


_STRAY = re.compile("[\udc80-\udcff]")
"""A byte that is no UTF-8."""


def _all_bytes_or_none(
    text: str, kept: list[Edit], left: Iterable[Edit], refused: list[Edit]
) -> tuple[list[Edit], list[Edit]]:
    """The edits to keep, without those of bytes if others would stay in a text of no UTF-8.

    All of such a text is in a legacy codec, whatever mark it has: a part of it in UTF-8 would
    leave the file in no encoding.
    """
    bytes_left = any(_STRAY.search(text, edit.start, edit.end) for edit in left)
    rest = text.replace("\N{ZERO WIDTH NO-BREAK SPACE}", "")
    if not bytes_left or not _STRAY.sub("", rest).isascii():
        return kept, refused
    whole = [edit for edit in kept if not _STRAY.search(text, edit.start, edit.end)]
    parts = [_less_safe(edit, "other bytes would stay") for edit in kept if edit not in whole]
    return whole, [*refused, *parts]


def _in_encoded_texts(text: str, engine: Engine) -> Iterator[Edit]:
    """Flags on the encoded parts of a mail in which the rules find damage.

    To write a repair there would mean to encode and to wrap the text anew.
    """
    for each in encoded_texts(text):
        try:
            read = Transferred.read(text, each.start, each.end, each.transfer, each.charset)
        except ValueError:
            continue  # text that cannot be decoded cannot be checked
        for edit in sorted((e for edits in engine(read.text) for e in edits), key=order):
            start, end = read.span(edit.start, edit.end)
            old, new = read.text[edit.start : edit.end], edit.new
            note = f"{edit.note}; in {each.transfer}: {old}".removeprefix("; ")
            note += f" \N{RIGHTWARDS ARROW} {new}" if new else ""
            yield replace(
                edit, start=start, end=end, new=None, safety=Safety.FLAG, note=note, others=()
            )


def _carried(view: View, found: Found) -> tuple[list[Edit], list[Edit]]:
    applied, proposed = ([b for edit in edits if (b := view.back(edit))] for edits in found)
    return applied, proposed


def _meets(edit: Edit, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the edit reaches into one of the spans."""
    at = bisect_right(spans, (max(edit.start, edit.end - 1), float("inf"))) - 1
    return at >= 0 and edit.start < spans[at][1] and edit.end > spans[at][0]


def _less_safe(edit: Edit, reason: str) -> Edit:
    note = f"{edit.note}; {reason}" if edit.note else reason
    safety = max(edit.safety, Safety.UNSAFE)
    return Edit(edit.start, edit.end, edit.new, edit.rules, safety, note, edit.others)


def _flagged(text: str, edit: Edit) -> Edit:
    """The edit, as a flag if a program spells what it would replace in escapes."""
    old = text[edit.start : edit.end]
    if edit.new is None or "\\u" not in old:
        return edit
    new = ESCAPE.sub(lambda escape: unescaped(escape[0]), edit.new)
    note = f"{edit.note}; these escapes stand for {new}".removeprefix("; ")
    return replace(edit, new=None, safety=Safety.FLAG, note=note, others=())


def _all_weighed(document: Document, edits: Sequence[Edit], misread: bool) -> list[Edit]:
    """The edits, each less safe if something speaks against making it unasked.

    ``misread`` says that the file was misread as a whole.  In a program, so are those beside
    damage that is quoted on purpose: a quotation of which one mark is repaired and the other one
    stays is neither fine nor shown.
    """
    reasons = [_reason_to_ask(document, edit, misread) for edit in edits]
    if document.kind is Kind.CODE:
        quoted = [edit for edit, reason in zip(edits, reasons, strict=True) if reason is _QUOTED]
        starts = [edit.start for edit in quoted]
        for at, edit in enumerate(edits):
            number = bisect_right(starts, edit.start)
            near = quoted[max(0, number - 1) : number + 1]
            if not reasons[at] and any(_stand_beside(document.text, edit, each) for each in near):
                reasons[at] = _QUOTED
    return [
        _less_safe(edit, reason) if reason and edit.new is not None else edit
        for edit, reason in zip(edits, reasons, strict=True)
    ]


_QUOTED = "it may be quoted on purpose"

_BESIDE = 100
"""Characters between two edits in a line that may belong to one quotation."""


def _stand_beside(text: str, one: Edit, other: Edit) -> bool:
    start, end = min(one.end, other.end), max(one.start, other.start)
    return end - start <= _BESIDE and "\n" not in text[start:end]


def _reason_to_ask(document: Document, edit: Edit, misread: bool) -> str:
    """The reason that speaks against making an edit unasked, or nothing."""
    if edit.new is None or edit.safety > Safety.SAFE:
        return ""
    text = document.text
    old = text[edit.start : edit.end]
    if "\\u" not in old and _structure(old) != _structure(edit.new):
        return "it changes characters that the format may need"
    if document.kind is Kind.CODE and _PROVES_ITSELF.isdisjoint(edit.rules):
        if not _is_within_word(text, edit):
            return "comments hold symbols and names, too"
    elif document.kind is not Kind.PROSE and not misread and not _NEEDS_ALL.isdisjoint(edit.rules):
        return "other words of the file are fine"
    return _QUOTED if _is_quoted(document, edit) else ""


def _is_quoted(document: Document, edit: Edit) -> bool:
    text = document.text
    if document.kind is Kind.CODE:
        return is_deliberate(text, edit, wary=True, lines=None)
    lines = 0 if is_table(document) else _RECORD
    return is_deliberate(text, edit, wary=_is_about_mojibake(text), lines=lines)


@lru_cache(maxsize=1)
def _is_about_mojibake(text: str) -> bool:
    return "mojibake" in text.casefold()


def is_likely(document: Document, edit: Edit) -> bool:
    """Whether the edit is about words, of which programs hold fewer than symbols.

    Tables of characters, boxes drawn in comments and question marks in patterns
    all look like damage of some sort; in a format that nobody knows, so do its words.
    """
    if not _PROVES_ITSELF.isdisjoint(edit.rules):
        return True
    if document.kind is not Kind.CODE:
        return not is_unknown(document)
    old = document.text[edit.start : edit.end]
    letters = sum(character.isalpha() and not character.isascii() for character in old)
    return letters >= _WORD or (letters > 0 and _is_within_word(document.text, edit))


def _is_within_word(text: str, edit: Edit) -> bool:
    before, after = text[edit.start - 1 : edit.start], text[edit.end : edit.end + 1]
    return before.isalpha() and after.isalpha()


def _structure(text: str) -> str:
    """The characters in which most formats are written."""
    return "".join(character for character in text if character in "\"'`\\<>\n\r")


def _is_misread_throughout(text: str, edits: Sequence[Edit], found: Iterable[Part]) -> bool:
    """Whether one misreading explains every character outside ASCII, in comments too."""
    words = [(part.start, part.end) for part in found if part.role is Role.WORDS]
    outside = sum(not character.isascii() for character in text)
    explained = sum(not character.isascii() for e in edits for character in text[e.start : e.end])
    return (
        outside == explained
        and len({edit.note for edit in edits}) == 1
        and len({text[edit.start : edit.end] for edit in edits}) >= _DISTINCT
        and any(_meets(edit, words) for edit in edits)
        and not any(
            is_deliberate(text, e, wary=True, lines=None) for e in edits if _meets(e, words)
        )
    )


def _keeping_the_meaning(
    document: Document, edits: Iterable[Edit], trusted: Safety
) -> tuple[list[Edit], list[Edit]]:
    """The edits to apply, none of which changes what the file means, and the others."""
    wanted = sorted((edit for edit in edits if edit.new is not None), key=order)
    refused = [edit for edit in edits if edit.new is None]
    reasons: dict[Edit, str] = {}
    for limit in sorted({trusted, Safety.SAFE}, reverse=True):
        kept = disjoint(edit for edit in wanted if edit.safety <= limit)
        reason = _reason_against(document, kept)
        if not reason:
            break
        reasons.update(dict.fromkeys(kept, f"not applied: {reason}"))
    else:
        kept = []
    applied = set(kept)
    left = [edit for edit in wanted if edit not in applied]
    refused += (_less_safe(e, reasons[e]) if e in reasons else e for e in left)
    return kept, refused


def _reason_against(document: Document, edits: Sequence[Edit]) -> str:
    if not edits or document.kind is Kind.PROSE:
        return ""
    after = apply(document.text, edits)
    return change_of_meaning(
        document.path, document.text, after, lambda text: parts(replace(document, text=text))
    )
