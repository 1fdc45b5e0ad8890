"""Citation: whether a line shows mojibake on purpose, because it is about it.

A line of documentation, a test or a table may hold a letter beside what it becomes, or
mojibake in quotation marks among fine text.  Its author means it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from fixenc import codecs
from fixenc.channels.misreading.explain import explain_each
from fixenc.channels.misreading.explanation import Explained
from fixenc.core.edits import Edit, apply
from fixenc.model.characters import GREEK_SYMBOL, is_formula_letter

_QUOTES = "\"'`‘’“”„«»‹›「」『』/|"

_LONE = frozenset(["\N{RIGHT SINGLE QUOTATION MARK}", "\N{LEFT SINGLE QUOTATION MARK}"])
"""Marks that no text has between spaces: where they are all of a run, they are shown."""

_FEW = 2
"""Runs that a line about encodings may show of what they do."""

_LETTERS = 3
"""Letters of a word that is nothing but mojibake, if it is shown beside what it was."""

_PUNCTUATION = "\"'`()[]{}<>,.;:!?"

_TAG = re.compile("<[^<>]*>")

_CODEC = re.compile(
    r"(?i)\butf-?8\b|\blatin-?1\b|\bcp125\d|windows-125\d|mojibake|文字化け|乱码|亂碼"
)

_SMALL_ABOUT = re.compile(
    r"encod|utf-?8|latin-?1|cp125\d|windows-125\d|iso-?8859|mojibake|unicode|charset|ascii"
    r"|кодиров|文字化け|乱码|亂碼|编码|編碼"
)
"""Words about encodings, in small letters; codecs are among them."""

_ABOUT = re.compile(_SMALL_ABOUT.pattern, re.IGNORECASE)


def subjects(line: str) -> list[str]:
    """The words of a line that say that it is about encodings.

    The other digits of the line make no difference to whether it is cited.
    """
    # Nearly no line is about encodings.
    if "<" not in line and not _may_be_about(line):
        return []
    found = *_ABOUT.finditer(line), *_CODEC.finditer(_TAG.sub("", line))
    return [match[0] for match in found]


def is_example(text: str, at: int) -> bool:
    """Whether the word at a place is in quotation marks, in a line that is about encodings.

    Nothing but letters and digits is between the marks.
    """
    before = _WORD_BEFORE.search(text[max(0, at - _NEAR) : at])
    behind = _WORD_BEHIND.match(text, at, at + _NEAR)
    if before is None or behind is None:
        return False
    start = text.rfind("\n", max(0, at - _LONGEST), at) + 1 or max(0, at - _LONGEST)
    end = text.find("\n", at, at + _LONGEST)
    return bool(subjects(text[start : end if end >= 0 else at + _LONGEST]))


_NEAR = 40
"""Characters to either side of a place in which the ends of its word are looked for."""

_WORD_BEFORE = re.compile(r"(?<!\w)[\"'`‘“„«»‹›「『][^\W_]*\Z")
_WORD_BEHIND = re.compile(r"[^\W_]*[\"'`’”“»«›‹」』](?!\w)")


@lru_cache(maxsize=16)
def _may_be_about(line: str) -> bool:
    """Whether a line may have a word about encodings; equal lines follow each other in tables."""
    # Ten times as fast as to ignore the case.
    return _SMALL_ABOUT.search(line.casefold()) is not None


def is_cited(explained: Explained, *, proven: bool = False) -> bool:
    """Whether the author of a line meant it as it stands.

    A single character in quotation marks is meant, unless it is an icon.  Other lines say that it
    is damaged like them, if they have proven the misreading and it is no letter; but not if it is
    the first of two strings, which a program replaces by the second.
    """
    line = explained.line
    made = explained.changed | explained.guesses  # without U+FFFD, which is no character of a text
    intact = " ".join(run for at, (_, _, run) in enumerate(line.runs) if at not in made)
    number = len(made)
    named = shown = beside_words = quoted = set_off = beside_others = characters = 0
    # A long line has the same runs again and again.
    equal = Counter((line.runs[at][2], new) for at, new in made.items())
    for (run, new), times in equal.items():
        before, after = _changed_part(explained, run, new)
        shown += times * _is_shown(run, before, after, intact)
        words = _changed_words(run, new)
        beside_words += times * any(_stands_alone(word, intact) for word in words)
        marks = _marks_around(run, before)
        if marks:
            quoted += times
            beside_others += times * (
                not intact.isascii() or not run.replace(before, "", 1).isascii()
            )
            set_off += times * (not marks.isascii())
            is_used = _is_symbol(after) if proven else _is_icon(after, line.text)
            is_used = is_used and not _is_replaced(line.text, run, before)
            is_one = all(len(each) == 1 for each in after.split("|"))  # or each way of a pattern
            characters += times * (is_one and not is_used)
        else:
            named += times * _is_in_string(run, before)
    if number <= _FEW:
        shown += beside_words
    if 2 * shown >= number and shown:
        return True
    # A longer line shows it if all its words stand there whole, and in another string.
    if beside_words == number and len(_STRING.findall(line.text)) > 1:
        return True
    if set_off == number or all(not _LONE.isdisjoint(new.split()) for new in made.values()):
        return True
    if number <= _FEW and _CODEC.search(_TAG.sub("", line.text)):
        return True
    if 2 * quoted >= number and number in (beside_others, characters):
        return True
    return 2 * (quoted + named) >= number and _ABOUT.search(line.text) is not None


def with_citation(text: str, edits: Iterable[Edit]) -> Iterator[tuple[Edit, bool]]:
    """The edits of a text, and whether each is in quotation marks in a line that is cited.

    They restore what is left of single marks.  A line is explained only for those in such marks.
    """
    every = [(edit, _line_around(text, edit)) for edit in edits]
    lines = list(dict.fromkeys(line for _, line in every if line is not None))
    cited = dict(zip(lines, are_cited(lines), strict=True))
    for edit, line in every:
        yield edit, line is not None and cited[line]


def _line_around(text: str, edit: Edit) -> str | None:
    """The line of an edit, if a quotation mark stands beside the edit."""
    beside = text[edit.start - 1 : edit.start], text[edit.end : edit.end + 1]
    if not any(each and each in _QUOTES for each in beside):
        return None
    start = text.rfind("\n", 0, edit.start) + 1
    end = text.find("\n", edit.end, start + _LONGEST)
    return text[start : end if end >= 0 else start + _LONGEST]


def are_cited(lines: Sequence[str]) -> list[bool]:
    """Whether the author of each line shows mojibake in it."""
    return [each is not None and is_cited(each) for each in explain_each(lines)]


_LONGEST = 1000
"""Characters of a line that is explained for the marks in it: it takes time."""


def _is_shown(run: str, before: str, after: str, intact: str) -> bool:
    """Whether what a part of a run was stands beside it, in the run or in those that are intact."""
    if not after.strip():
        return False
    rest = run.replace(before, "", 1)
    if not after.isascii() and (_stands_alone(after, rest) or _stands_alone(after, intact)):
        return True
    alone = run.strip(_PUNCTUATION) == before.strip(_PUNCTUATION)
    return alone and len(after) <= _LETTERS and all(c in intact or c in rest for c in after)


def _is_symbol(text: str) -> bool:
    """Whether a text has neither quotation marks nor letters, but for those of formulas."""
    return not any(
        unicodedata.category(each)[0] == "L" or each in _QUOTES for each in _without_formula(text)
    )


def _without_formula(text: str) -> str:
    """A text without the letters that are symbols of formulas."""
    return "".join(each for each in GREEK_SYMBOL.sub("", text) if not is_formula_letter(each))


def _is_icon(text: str, line: str) -> bool:
    """Whether a text is what programs show by itself: a symbol, also of formulas, but no mark.

    If nothing but strings is in the line, it may be of a list of what is looked for.
    """
    if not all(unicodedata.category(each) in ("So", "Sm", "Sc") for each in _without_formula(text)):
        return False
    return _WORD.search(_STRING.sub("", line)) is not None


_STRING = re.compile(r"""\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`""")


def _is_replaced(line: str, run: str, part: str) -> bool:
    """Whether another string follows the one that a part of a run is, which replaces it."""
    end = line.find(run) + run.find(part) + len(part)
    return _FOLLOWED.match(line, end) is not None


_FOLLOWED = re.compile(r"""(?:["'`]|/[a-z]*)\s*(?:,|:|=>|->|→|\|)\s*[\[(]?["'`]""")


_LEFT_OVER = "".join(map(chr, range(0xC2, 0xF5)))
"""The rest of a character that lost its other bytes, behind mojibake."""


def _changed_words(run: str, new: str) -> Iterator[str]:
    """The words outside ASCII of what a run was that do not stand in the run."""
    for word in _WITH_APOSTROPHES.findall(new):
        if word not in run and len(word) > 1 and not word.isascii():
            yield word


_WORD = re.compile(r"[^\W\d_]+")
_WITH_APOSTROPHES = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def _stands_alone(part: str, text: str) -> bool:
    """Whether a part of a text stands there by itself, and not in a word."""
    at = text.find(part)
    while at >= 0:
        if not (text[at - 1 : at].isalpha() or text[at + len(part) : at + len(part) + 1].isalpha()):
            return True
        at = text.find(part, at + 1)
    return False


def _changed_part(explained: Explained, run: str, new: str) -> tuple[str, str]:
    """The part of a run from the first to the last character that changes, and what it was.

    Of UTF-8 all bytes count, also those that are shown as the character itself, as in ``Â©``.
    """
    misreading = explained.misreading
    is_plain = misreading.writer == "utf-8" and not misreading.lossy
    parts = misreading.edits(run) if is_plain and misreading.reader in codecs.SINGLE_BYTE else []
    if not parts or apply(run, parts) != new:
        return _difference(run, new)
    start, end = parts[0].start, parts[-1].end
    return run[start:end], new[start : len(new) - (len(run) - end)]


def _difference(run: str, new: str) -> tuple[str, str]:
    """The parts in which two texts differ, without their common start and end."""
    start = 0
    while start < min(len(run), len(new)) and run[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(run), len(new)) - start and run[-1 - end] == new[-1 - end]:
        end += 1
    return run[start : len(run) - end], new[start : len(new) - end]


def _is_in_string(run: str, part: str) -> bool:
    """Whether a part of a run is in a string that begins and ends in the run."""
    before, _, after = run.partition(part)
    return any(before.count(quote) % 2 and quote in after for quote in "\"'`")


def _marks_around(run: str, part: str) -> str:
    """The quotation marks that a part of a run stands between; nothing if it does not."""
    at = run.find(part)
    before = run[at - 1 : at] if at > 0 else ""
    after = run[at + len(part) :].lstrip(_LEFT_OVER)[:1]
    return before + after if before and after and before in _QUOTES and after in _QUOTES else ""
