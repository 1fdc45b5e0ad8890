"""Explain: for each line the likeliest of its candidates, and by how much it is likelier."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fixenc import codecs
from fixenc.channels.candidates import Candidate, Line, candidates_of
from fixenc.channels.misreading import Misreading
from fixenc.decide import SAFE_LEAD, UNSAFE_GAIN, UNSAFE_LEAD
from fixenc.model.language import priors
from fixenc.model.score import Bits, costs
from fixenc.model.tables import tables

STAY = 8.0
"""Bits that a run costs which a misreading could explain and does not."""

FOREIGN = 14.0
"""Bits of a run in a legacy codec in a line of a language that was not written in it."""

LONE_LETTER = 4.0
"""Bits that a run with a single letter can speak for a legacy codec, at most."""

_ALPHABETIC = "a-zA-Z\u00c0-\u024f\u0370-\u052f"
_MIXED = re.compile(
    f"[{_ALPHABETIC}](?=[\u2e80-\u9fff\uac00-\ud7a3])"
    "|[\u2e80-\u9fff\uac00-\ud7a3](?=[a-z\u00df-\u024f\u0370-\u052f])"
)
"""Where a letter of an alphabet and an ideograph stand side by side, in one word."""

MIXED, MIXED_AS_IT_STANDS = 20.0, 6.0
"""Bits of such a place, a change of script, in what a candidate makes of a line, and in a line as
it stands: technical text has it now and then."""

_DASHES = str.maketrans("–", "—")


@dataclass
class Explained:
    """The likeliest explanation of a line.

    ``gain`` are the bits by which the explanation is likelier than the text as it stands,
    ``lead`` those by which it is likelier than the next one that makes another text.
    """

    line: Line
    misreading: Misreading
    changed: dict[int, str]
    gain: float
    lead: float
    language: str
    density: float
    """Bits for a character of what the explanation makes of the runs that it changes."""
    lent: float = 0.0
    """Bits of the gain that other lines lend."""
    guessed: bool = False
    """Whether another text is about as likely, of which other bytes were lost."""

    @property
    def has_one_letter(self) -> bool:
        """Whether a single letter, perhaps again and again, is all the evidence.

        UTF-8 is no such evidence unless both characters that were shown for it are letters.
        """
        misreading = self.misreading
        pairs = [(self.line.runs[at][2].lower(), new.lower()) for at, new in self.changed.items()]
        old = {c for run, new in pairs for c in run if not c.isascii() and c not in new}
        made = {c for run, new in pairs for c in new if not c.isascii() and c not in run}
        if misreading.writer != "utf-8" or misreading.reader in codecs.MULTI_BYTE:
            return min(len(old), max(1, len(made))) < 2
        return len(old) <= 2 and all(map(str.isalpha, old))

    @property
    def restores_symbols(self) -> bool:
        """Whether all characters outside ASCII of the changed runs were misread symbols."""
        return not self.misreading.lossy and all(
            self.misreading.whole(self.line.runs[at][2]) == new and all(map(_is_symbol, new))
            for at, new in self.changed.items()
        )


def _is_symbol(character: str) -> bool:
    """Whether a character is of ASCII, or a mark, symbol, digit or space, or joins symbols."""
    if character.isascii() or character in "\N{VARIATION SELECTOR-16}\N{ZERO WIDTH JOINER}":
        return True
    return unicodedata.category(character)[0] in "PSNZ"


def explain(
    lines: Sequence[Line],
    favoured: Sequence[Mapping[Misreading, float]] = (),
    *,
    lossy: bool = True,
) -> list[Explained]:
    """The likeliest explanation of each line that has one.

    ``favoured`` are the bits that speak for misreadings in each line, beside what it shows.
    Misreadings that had bytes changed are left out unless ``lossy``.
    """
    found = [candidates_of(line, lossy=lossy) for line in lines]
    texts: dict[str, int] = {}
    for line, candidates in zip(lines, found, strict=True):
        if candidates:
            for _, _, run in line.runs:
                texts.setdefault(run, len(texts))
            for candidate in candidates:
                for new in candidate.changed.values():
                    texts.setdefault(new, len(texts))
    table = costs(list(texts))
    lowest: list[float] = table.min(1).tolist()
    explained: list[Explained] = []
    for at, (line, candidates) in enumerate(zip(lines, found, strict=True)):
        if candidates:
            favour = favoured[at] if favoured else {}
            stands = table[[texts[run] for _, _, run in line.runs]]
            as_it_stands = stands.sum(0) + priors()
            likely = _promising(
                line, candidates, stands, as_it_stands, lambda text: lowest[texts[text]], favour
            )
            best = _best(line, likely, texts, table, favour) if likely else None
            if best is not None:
                explained.append(best)
    return explained


def _promising(
    line: Line,
    candidates: Sequence[Candidate],
    stands: Bits,
    as_it_stands: Bits,
    lowest: Callable[[str], float],
    favoured: Mapping[Misreading, float],
) -> list[Candidate]:
    """The candidates that may be likelier than the line as it stands by enough to matter.

    ``stands`` are the costs of the runs of a line, ``as_it_stands`` those of the line,
    ``lowest`` what a text costs in the language in which it costs least: no language can make
    a candidate less costly than that.
    """
    least = float(as_it_stands.min())
    cheapest: list[float] = stands.min(1).tolist()
    found: list[Candidate] = []
    for candidate in candidates:
        at = list(candidate.changed)
        kept = float((as_it_stands - stands[at].sum(0)).min())
        new = sum(
            min(lowest(text), cheapest[index] + STAY) for index, text in candidate.changed.items()
        )
        misreading = candidate.misreading
        gain = least - kept - new - misreading.prior + favoured.get(misreading, 0.0)
        gain -= _mixed(line, candidate.changed)
        if gain >= UNSAFE_GAIN - UNSAFE_LEAD:
            found.append(candidate)
    return found


def _best(
    line: Line,
    candidates: Sequence[Candidate],
    texts: dict[str, int],
    table: Bits,
    favoured: Mapping[Misreading, float],
) -> Explained | None:
    stands = table[[texts[run] for _, _, run in line.runs]]
    as_it_stands = stands.sum(0) + priors()
    least = float(as_it_stands.min())
    scored: list[tuple[float, tuple[tuple[int, str], ...], Candidate, int, float]] = []
    for candidate in candidates:
        at = list(candidate.changed)
        new = table[[texts[text] for text in candidate.changed.values()]]
        old = stands[at]
        home = _home(candidate.misreading.writer)
        if home is not None:
            abroad = new[:, home].min(1, keepdims=True) + FOREIGN
            new = np.where(home, new, abroad)
            remains = all(_are_first_bytes(line.runs[index][2]) for index in at)
            again = [remains or _repeated(line.runs[index][2]) for index in at]
            new = np.where(np.array(again)[:, None], np.maximum(new, old - LONE_LETTER), new)
            alone = [sum(map(str.isalpha, text)) < 2 for text in candidate.changed.values()]
            new = np.where(np.array(alone)[:, None], np.maximum(new, old - LONE_LETTER), new)
        total = as_it_stands - old.sum(0) + np.minimum(new, old + STAY).sum(0)
        if home is not None:
            total = total + np.where(home, 0, FOREIGN)
        language = int(total.argmin())
        changed = {
            index: text
            for index, text, before, after in zip(
                at, candidate.changed.values(), old[:, language], new[:, language], strict=True
            )
            if after <= before + STAY
        }
        if changed:
            kept = Candidate(candidate.misreading, changed)
            misreading = candidate.misreading
            bits = float(total[language]) + misreading.prior + _mixed(line, changed)
            bits -= favoured.get(misreading, 0.0)
            size = sum(map(len, candidate.changed.values()))
            density = float(new[:, language].sum()) / size
            scored.append((bits, kept.key, kept, language, density))
    if not scored:
        return None
    scored.sort(key=lambda entry: entry[0])
    best = scored[0]
    rival = _next_best(scored, _DASHES)
    # Where the byte of a dash was lost, which dash it was may be a guess.
    misreading = best[2].misreading
    guessed = misreading.lossy and (
        misreading.reader in codecs.MULTI_BYTE or _next_best(scored, {}) - best[0] < SAFE_LEAD
    )
    return Explained(
        line,
        best[2].misreading,
        best[2].changed,
        least - best[0],
        rival - best[0],
        (*tables().languages, "")[best[3]],
        best[4],
        favoured.get(misreading, 0.0),
        guessed,
    )


def _mixed(line: Line, changed: Mapping[int, str]) -> float:
    """The bits of words that mix scripts: of those that a candidate makes, less those it undoes."""
    made = sum(len(_MIXED.findall(text)) for text in changed.values())
    undone = sum(len(_MIXED.findall(line.runs[at][2])) for at in changed)
    return MIXED * made - MIXED_AS_IT_STANDS * undone


_HALF_LOST = re.compile("\xe2[¦¬¢¹º°²³¡¯€]|\xc2[\xa0 «»]")
"""What is left of a mark that lost one of its bytes."""


_FIRST_BYTES = frozenset("\xc2\xc3\xe2")
"""What the first bytes of most characters of UTF-8 are shown as, whose others may be lost."""


def _are_first_bytes(run: str) -> bool:
    return all(character.isascii() or character in _FIRST_BYTES for character in run)


def _repeated(run: str) -> bool:
    """Whether a run is mostly the same characters again and again: a line or a pattern.

    The same holds of one that is half of a mark.
    """
    if _HALF_LOST.search(run) and _HALF_LOST.sub("", run).isascii():
        return True
    beyond = [character for character in run if not character.isascii()]
    return len(beyond) > 4 and 3 * len(set(beyond)) < len(beyond)


def _next_best(
    scored: Sequence[tuple[float, tuple[tuple[int, str], ...], Candidate, int, float]],
    equal: Mapping[int, int | str],
) -> float:
    """The bits of the best candidate that makes another text than the first one."""
    same = _reading(scored[0][1], equal)
    return next((bits for bits, key, *_ in scored[1:] if _reading(key, equal) != same), np.inf)


def _reading(
    key: tuple[tuple[int, str], ...], equal: Mapping[int, int | str]
) -> tuple[tuple[int, str], ...]:
    """The same for texts that differ only in ``equal`` characters, or in how many spaces."""
    return tuple((at, " ".join(text.translate(equal).split())) for at, text in key)


def _home(writer: str) -> NDArray[np.bool_] | None:
    """Which languages were written in a codec; nothing if all were."""
    if writer not in _HOMES:
        languages = codecs.codec(writer).languages
        names = (*tables().languages, "")
        home = np.array([name in languages for name in names])
        _HOMES[writer] = home if languages else None
    return _HOMES[writer]


_HOMES: dict[str, NDArray[np.bool_] | None] = {}
