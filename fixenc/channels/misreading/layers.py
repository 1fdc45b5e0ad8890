"""Layers: candidates that were UTF-8, and perhaps misread more than once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from fixenc import codecs
from fixenc.channels.misreading.ideographs import eastern_readers
from fixenc.channels.misreading.line import SEPARATOR, Candidate
from fixenc.channels.misreading.readers import utf8_readers
from fixenc.channels.misreading.undo import COMPLETED, MARKS_AS_CONTROLS, NBSP, Misreading
from fixenc.model.plausible import is_plausible


def candidates_in_utf8(runs: Sequence[tuple[int, str]]) -> Iterator[Candidate]:
    """Candidates that were UTF-8, and perhaps misread more than once."""
    for misreading, changed in _layers(dict(runs), None, 0):
        yield Candidate(misreading, changed)
    yield from _with_spaces(dict(runs))
    # Excel on a Macintosh saves in MacRoman, which windows-1252 shows again.
    saved = {at: _before_saving(run) for at, run in runs if _MAY_HOLD_MARKS.search(run)}
    saved = {at: text for at, text in saved.items() if _IN_MARKS in text}
    for misreading, changed in _layers(saved, _SAVED, 1) if saved else ():
        yield Candidate(misreading, changed)


def _with_spaces(runs: dict[int, str]) -> Iterator[Candidate]:
    """Candidates that were misread more than once, and whose no-break spaces are spaces now.

    Text that was misread once is left to the search for changed bytes: each of its sequences then
    allows several characters.
    """
    for kept in _completed(runs):
        for misreading, changed in _layers(kept, None, 0):
            if misreading.inner is not None and _are_text(changed, misreading):
                yield Candidate(replace(misreading, lossy=True), changed)


def _completed(runs: dict[int, str]) -> list[dict[int, str]]:
    """The runs with no-break spaces for spaces, where these complete UTF-8 that a codec shows.

    Such a space may stand for the byte, or for the byte and a space behind it.
    """
    found = [runs]
    if any(" " in run for run in runs.values()):
        for reader in utf8_readers(SEPARATOR.join(runs.values()).replace(" ", NBSP)):
            for behind in ("", " "):
                kept = {at: _with_no_break_spaces(run, reader, behind) for at, run in runs.items()}
                if kept not in found:
                    found.append(kept)
    return found[1:]


def _with_no_break_spaces(run: str, reader: str, behind: str) -> str:
    """A run with no-break spaces for the spaces that complete UTF-8 as a codec shows it.

    ``behind`` is what such a space stands for besides: nothing, or a space before the next word.
    """
    kept = list(run)
    for match in codecs.utf8_sequence(reader).finditer(run.replace(" ", NBSP)):
        if not match[0][0].isalpha():  # the sign × is one, and no byte
            continue
        for at in range(*match.span()):
            if run[at] == " ":
                before, following = run[: match.start()][-1:], run[at + 1 : at + 2]
                # A letter alone is no word that ends, and nothing but ASCII may be the next one.
                in_word = before.isalpha() or not before.isascii()
                ends_word = in_word and following.isascii() and following.isalnum()
                kept[at] = NBSP + (behind if ends_word else "")
    return "".join(kept)


def _before_saving(run: str) -> str:
    """A run before it was saved in MacRoman; the control characters were saved as they are."""
    return _PIECE.sub(lambda piece: _SAVED.undo(piece[0]) or piece[0], run)


_PIECE = re.compile("[^\x00-\x9f]+")

_SAVED = Misreading("cp1252", "mac_roman")
"""The misreading of what was saved on a Macintosh, after it was misread already."""

_IN_MARKS = "â€"
"""The first two bytes of most marks in UTF-8, as windows-1252 shows them."""

_MAY_HOLD_MARKS = re.compile("[â‰][€Û]")
"""The same, each as it is or as it was saved."""


def _layers(
    runs: dict[int, str], outer: Misreading | None, depth: int
) -> Iterator[tuple[Misreading, dict[int, str]]]:
    """The misreadings of UTF-8 that some runs allow, and what these make of the runs.

    Only those readers are taken that leave the fewest characters unexplained, and of those
    that make the same text the likeliest.
    """
    seen, readers = _undone(runs, is_inner=outer is not None)
    shortest = min((size for size, _, _ in seen.values()), default=0)
    for key, (size, _, reader) in sorted(seen.items(), key=itemgetter(1))[: _MOST_READERS[depth]]:
        misreading = _inside(outer, Misreading(reader, "utf-8"))
        yield misreading, dict(key)
        if outer is None:
            yield from ((Misreading(r, "utf-8"), dict(key)) for r in readers[key] if r != reader)
        marks = {
            at: text
            for at, new in key
            if _CONTROL.search(new) and (text := MARKS_AS_CONTROLS.undo(new)) is not None
        }
        if marks and not any(_leaves_controls(runs[at], reader) for at in marks):
            yield (
                _inside(outer, Misreading(reader, "utf-8", MARKS_AS_CONTROLS)),
                {**dict(key), **marks},
            )
        if size == shortest and depth + 1 < len(_MOST_READERS):
            beyond = {at: new for at, new in key if not new.isascii()}
            if not beyond:
                continue
            for chain, changed in _inner_layers(beyond, misreading, depth + 1):
                if 2 * len(changed) < len(beyond):  # the file, and no word, was misread again
                    continue
                if outer is None and any(_passes_by(runs[at], chain) for at in changed):
                    continue
                yield chain, {**dict(key), **changed}


def _inner_layers(
    runs: dict[int, str], outer: Misreading, depth: int
) -> Iterator[tuple[Misreading, dict[int, str]]]:
    """The layers inside another misreading, also those whose no-break spaces are spaces now."""
    yield from _layers(runs, outer, depth)
    for kept in _completed(runs):
        for misreading, changed in _layers(kept, outer, depth):
            if _are_text(changed, misreading):
                yield replace(misreading, lossy=True), changed


def _are_text(changed: dict[int, str], misreading: Misreading) -> bool:
    """Whether what runs became is text, and no result of a space taken for a byte that was lost.

    Signs of that are a character that the model does not know, a capital behind a small letter, a
    dagger, which is a mark without its last byte, text that can still be undone, and a rare codec
    that misread the text first.
    """
    last, *others = misreading.readers
    if not {*others} <= {last, *COMPLETED}:
        return False
    if any(_undone({0: text}, is_inner=False)[0] for text in changed.values()):
        return False
    around = {
        three
        for text in changed.values()
        for three in zip(f" {text}", text, f"{text[1:]} ", strict=False)
    }
    return all(
        each != "†"
        and is_plausible(each)
        and not (before.islower() and each.isupper())
        and not (each.islower() and behind.isupper())
        for before, each, behind in around
        if not each.isascii() and each != NBSP and NBSP in _shown_through(each, misreading)
    )


def _shown_through(text: str, misreading: Misreading) -> str:
    """What codecs of single bytes show for a text that they misread one after the other."""
    for reader in reversed(misreading.readers):
        if reader in codecs.SINGLE_BYTE:
            shown = codecs.shown(reader)
            text = "".join(map(shown.__getitem__, text.encode("utf-8", "surrogatepass")))
    return text


def _leaves_controls(run: str, reader: str) -> bool:
    """Whether a run has control characters that no UTF-8 was shown as."""
    return _CONTROL.search(Misreading(reader, "utf-8").rest_of(run)) is not None


_CONTROL = re.compile("[\x80-\x9f]")

_Changed = tuple[tuple[int, str], ...]
"""What a misreading makes of some runs."""


def _undone(
    runs: dict[int, str], *, is_inner: bool
) -> tuple[dict[_Changed, tuple[int, float, str]], dict[_Changed, list[str]]]:
    """What the readers of UTF-8 make of some runs: the likeliest reader of each, and all.

    By how many characters the runs get longer comes first, and how improbable the reader is.
    """
    text = SEPARATOR.join(runs.values())
    able = sorted(_utf8_readers(text), key=codecs.improbability)
    if not able:
        return {}, {}
    plain = dict(zip(runs, without_meant(text).split(SEPARATOR), strict=True))
    best: dict[_Changed, tuple[int, float, str]] = {}
    readers: defaultdict[_Changed, list[str]] = defaultdict(list)
    encodings: dict[bytes, _Changed] = {}
    for reader in able:
        data = codecs.encode(text, reader)
        if data in encodings:
            readers[encodings[data]].append(reader)
            continue
        undone = Misreading(reader, "utf-8")
        new = undone.undo(text)
        if new is None or (is_inner and _explains_too_little(text, undone)):
            continue
        key = tuple(
            (at, after)
            for (at, run), after in zip(runs.items(), new.split(SEPARATOR), strict=True)
            if after != run and (plain[at] == run or undone.undo(plain[at]) is not None)
        )
        if data is not None:
            encodings[data] = key
        if key:
            readers[key].append(reader)
            size = sum(len(after) for _, after in key) - sum(len(runs[at]) for at, _ in key)
            entry = (size, codecs.improbability(reader), reader)
            best[key] = min(entry, best.get(key, entry))
    return best, readers


def _explains_too_little(text: str, misreading: Misreading) -> bool:
    """Whether most characters outside ASCII are none that UTF-8 was shown as.

    Text in a legacy codec, taken for Latin-1, has some such by chance.
    """
    if misreading.reader not in codecs.SINGLE_BYTE:
        return False
    rest = codecs.count_beyond_ascii(misreading.rest_of(text))
    return 2 * rest > codecs.count_beyond_ascii(text)


def _passes_by(run: str, chain: Misreading) -> bool:
    """Whether the inner misreading of two explains characters that the outer one does not."""
    if chain.inner is None or chain.reader not in codecs.SINGLE_BYTE:
        return False
    rest = chain.rest_of(run)
    return not rest.isascii() and chain.inner.undo(rest) is not None


_AS_MEANT = re.compile(
    "|".join(
        [
            "[\xe0-\xef]\xa0[\xab\xbb]",  # a letter and what French puts before a guillemet
            "(?<!\\w)[“„](?:[^\\W\\d_]|[\xc2-\xf4])[”“]",  # a character that is quoted
            "(?<!\\w)(?:‘[\xc2-\xf4]’|‹[\xc2-\xf4]›)",
            "(?<![a-z\xdf-\xff])(?:[\xc2-\xde]’s\\b|[\xc6-\xde]’[a-z])",  # a suffix of capitals
            "[0-9][\xd7–—][£¥€¢]",  # a number times a price, and a range of prices
            "(?<![^\\W\\d_])[\xc5\xd8][\xb1-\xb3\xb9]",  # units of ångström, and diameters
            "(?<![\\w)\\]])\xc2[\xb2\xb3]",  # the power of an operator
        ]
    )
)


_QUOTED = (
    re.compile("((?<!\xc2)«[^«»]*)[\xc2-\xf4]»(?!\\w)"),
    re.compile("((?<!\xc2)»[^«»]*)[\xc2-\xf4]«(?!\\w)"),
)
"""A letter before the closing one of two guillemets, of which the opening one was not misread."""


def without_meant(text: str) -> str:
    """The text without what looks misread, but is punctuation behind a letter or a sign."""
    if "«" in text:
        for pattern in _QUOTED:
            text = pattern.sub(r"\1", text)
    return _AS_MEANT.sub("", text)


def _inside(outer: Misreading | None, inner: Misreading) -> Misreading:
    """The misreading that ``outer`` was done to."""
    if outer is None:
        return inner
    return Misreading(outer.reader, outer.truth, _inside(outer.inner, inner))


def _utf8_readers(text: str) -> Iterator[str]:
    """The codecs that can have shown a part of the text for a character of UTF-8."""
    yield from utf8_readers(text)
    yield from eastern_readers(text)


_MOST_READERS = (3, 2, 1, 1, 1, 1)
"""Readers of UTF-8 that are tried for each misreading over the one before, those that shorten the
text most.  Five misreadings one over the other have been seen in public."""
