"""Explain: for each line the likeliest of its candidates, and by how much it is likelier."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fixenc import codecs
from fixenc.channels.misreading.candidates import Candidate, Line, candidates_of
from fixenc.channels.misreading.lossy import certain_reading
from fixenc.channels.misreading.undo import Misreading
from fixenc.decide import SAFE_LEAD, UNSAFE_GAIN, UNSAFE_LEAD
from fixenc.model.characters import CODE_POINTS, Kind
from fixenc.model.language import priors
from fixenc.model.score import Bits, costs, is_listed
from fixenc.model.tables import tables

STAY = 8.0
"""Bits that a run costs which a misreading could explain and does not."""

FOREIGN = 14.0
"""Bits of a run in a legacy codec in a line of a language that was not written in it."""

LONE_LETTER = 4.0
"""Bits that a run with a single letter can speak for a legacy codec, at most."""

MOST_LENT = 8.0
"""Bits that other lines can lend to a line, at most."""

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
    guesses: dict[int, str] = field(default_factory=dict)
    """The likeliest texts of runs in which U+FFFD stands for what is no more than a guess."""
    shared: dict[str, object] = field(default_factory=dict, compare=False)
    """Room for results, which the explanations of equal lines share."""

    @property
    def changes_marks_only(self) -> bool:
        """Whether a legacy codec makes letters of spaces and marks around words: no evidence.

        The same holds of the lines of a table.  KOI8 letters that DOS shows are such lines, too,
        but of more kinds than a table has.
        """
        if self.misreading.writer == "utf-8" or len(self._characters[0]) > _KINDS_OF_LINES:
            return False
        if not "".join(self._characters[0]).strip():
            return True
        return all(
            _AROUND.sub("", self.line.runs[at][2]) in new for at, new in self.changed.items()
        )

    @property
    def has_one_letter(self) -> bool:
        """Whether a single letter, perhaps again and again, is all the evidence.

        UTF-8 is no such evidence unless all characters that were shown for it are letters.  Whole
        words of three letters, that a legacy codec makes other words of, are no more.
        """
        misreading = self.misreading
        old, made = self._characters
        old = {character for character in old if not character.isspace()}
        if misreading.writer == "utf-8":
            if misreading.reader in codecs.MULTI_BYTE:
                return len(old) < 2
            return (len(old) <= 2 or len(made) == 1) and all(map(str.isalpha, old))
        return min(len(old), max(1, len(made))) < 2 or (
            len(old) <= _FEW_LETTERS and self._changes_whole_words
        )

    @property
    def _changes_whole_words(self) -> bool:
        """Whether no letter of ASCII stands in the words that change."""
        words = [word for at in self.changed for word in _WORD.findall(self.line.runs[at][2])]
        return not any(_LATIN.search(word) for word in words if not word.isascii())

    @property
    def makes_no_known_word(self) -> bool:
        """Whether a legacy codec makes no word that the language of the explanation lists.

        Letters that are rare in the languages of the model, but not in that of the text, seem to
        be misread in word after word.  They hardly ever become words of a language, though.  Of a
        codec of East Asia, no two ideographs or syllables side by side are no word.
        """
        writer = codecs.codec(self.misreading.writer)
        if writer.is_utf8:
            return False
        if writer.wide:
            return not any(map(_SIDE_BY_SIDE.search, self.changed.values()))
        return not any(map(self._is_known, self._made_words()))

    def _made_words(self) -> Iterator[str]:
        """The words that were made of others, in small letters."""
        for at, new in self.changed.items():
            before = set(_WORD.findall(self.line.runs[at][2]))
            yield from (word.lower() for word in _WORD.findall(new) if word not in before)

    def _is_known(self, word: str) -> bool:
        return len(word) > 1 and is_listed(word, self.language)

    @property
    def rare(self) -> float:
        """The share of the ideographs that a legacy codec makes which no language lists."""
        if codecs.codec(self.misreading.writer).is_utf8:
            return 0.0
        made = [each for each in self._characters[1] if _SIDE_BY_SIDE.match(2 * each)]
        return sum(not is_listed(each) for each in made) / max(1, len(made))

    @property
    def makes_foreign_letters(self) -> bool:
        """Whether letters are made of a script in which the model has no language."""
        model = tables()
        return any(
            model.kind[ord(c)] == Kind.LETTER and model.script[ord(c)] == 0
            for c in self._characters[1]
            if _FIRST_FOREIGN <= c < _LAST_KNOWN and not unicodedata.combining(c)
        )

    @property
    def lists_letters(self) -> bool:
        """Whether most of what changes becomes words of a single letter."""
        words = [
            word
            for new in self.changed.values()
            for word in _WORD.findall(_without_marks(new))
            if not word.isascii() and word < _FIRST_IDEOGRAPH
        ]
        single = sum(len(word) == 1 for word in words)
        return single > _FEW_LETTERS and 2 * single > len(words)

    @property
    def changed_characters(self) -> set[str]:
        """The small characters outside ASCII that were changed."""
        return self._characters[0]

    @property
    def _characters(self) -> tuple[set[str], set[str]]:
        """The small characters outside ASCII that were changed, and those that they became."""
        pairs = [(self.line.runs[at][2].lower(), new.lower()) for at, new in self.changed.items()]
        old = {c for run, new in pairs for c in run if not c.isascii() and c not in new}
        made = {c for run, new in pairs for c in new if not c.isascii() and c not in run}
        return old, made

    @property
    def restores_symbols(self) -> bool:
        """Whether all characters outside ASCII of the changed runs were misread symbols."""
        return not self.misreading.lossy and all(
            self.misreading.whole(self.line.runs[at][2]) == new and all(map(_is_symbol, new))
            for at, new in self.changed.items()
        )


_KINDS_OF_LINES = 11
"""The corners, crossings and sides of a table: two lines, four corners, four joints, a crossing."""

_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_WORD = re.compile(r"[^\W\d_]+")
_SIDE_BY_SIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2}")
_LATIN = re.compile("[A-Za-z]")
_FEW_LETTERS = 3
_FIRST_IDEOGRAPH = "\u2e80"

_FIRST_FOREIGN, _LAST_KNOWN = "\N{SYRIAC END OF PARAGRAPH}", chr(CODE_POINTS)
"""Before the one, letters of no script are combining ones of known scripts."""


def _without_marks(text: str) -> str:
    """The text without combining characters, which stand inside words and are no letters."""
    return "".join(c for c in text if not unicodedata.category(c).startswith("M"))


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
    every = _hypotheses(lines, lossy=lossy)
    explained: list[Explained] = []
    equal: dict[tuple[str, frozenset[tuple[Misreading, float]]], Explained | None] = {}
    for at, (line, hypotheses) in enumerate(zip(lines, every, strict=True)):
        if hypotheses is not None:
            favour = favoured[at] if favoured else {}
            key = line.text, frozenset(favour.items())
            if key not in equal:
                equal[key] = _best(line, hypotheses, favour)
            best = equal[key]
            if best is not None:
                explained.append(replace(best, line=line))
    return explained


@dataclass(frozen=True, eq=False)
class _Hypotheses:
    """The candidates of a line, and what they cost.

    A row is a run that a candidate changes.  The rows of a candidate follow each other.
    """

    candidates: Sequence[Candidate]
    run: NDArray[np.int64]
    """The run of each row."""
    owner: NDArray[np.int64]
    """The candidate of each row."""
    new: Bits
    """What a candidate makes of its run costs: rows by languages."""
    stands: Bits
    """The runs of the line cost as they stand: runs by languages."""
    bound: NDArray[np.float32]
    """No candidate is likelier than the line as it stands by more bits than these."""

    @cached_property
    def as_it_stands(self) -> Bits:
        """The costs of the line in each language."""
        line: Bits = self.stands.sum(0) + priors()
        return line


_recent: dict[tuple[str, bool], _Hypotheses | None] = {}
_LEAST_SHARE = 0.8
"""Share of the runs outside ASCII that are restored at least of a line that a program of East Asia
showed, and lost bytes of: a word here and there is worse than none."""

_KEPT, _LONGEST = 64, 1000
"""Lines whose candidates are kept, and characters of those that have any: a line is looked at
again in the light of others, and when others were repaired."""


def _hypotheses(lines: Sequence[Line], *, lossy: bool) -> list[_Hypotheses | None]:
    """The candidates of each line, and their costs; nothing where no candidate may be right."""
    recent = _recent.copy()  # which another thread may change meanwhile
    found = {line.text: recent[key] for line in lines if (key := (line.text, lossy)) in recent}
    fresh = {line.text: line for line in lines if line.text not in found}
    candidates = {text: candidates_of(line, lossy=lossy) for text, line in fresh.items()}
    texts: dict[str, int] = {}
    for text, those in candidates.items():
        if those:
            for _, _, run in fresh[text].runs:
                texts.setdefault(run, len(texts))
            for candidate in those:
                for new in candidate.changed.values():
                    texts.setdefault(new, len(texts))
    table = costs(list(texts))
    for text, those in candidates.items():
        found[text] = _promising(fresh[text], those, texts, table) if those else None
    if len(_recent) > _KEPT:
        _recent.clear()
    _recent.update(
        ((text, lossy), found[text]) for text in fresh if not found[text] or len(text) < _LONGEST
    )
    return [found[line.text] for line in lines]


def _promising(
    line: Line, candidates: Sequence[Candidate], texts: Mapping[str, int], table: Bits
) -> _Hypotheses | None:
    """The candidates that may be likelier than the line as it stands by enough to matter.

    ``table`` are the costs of ``texts`` in each language.  No language can make a candidate less
    costly than the language in which each of its runs costs least.
    """
    stands = table[[texts[run] for _, _, run in line.runs]]
    as_it_stands = stands.sum(0) + priors()
    run = np.array([at for each in candidates for at in each.changed])
    new = table[[texts[text] for each in candidates for text in each.changed.values()]]
    size = np.array([len(each.changed) for each in candidates])
    first = np.cumsum(size) - size
    kept = (as_it_stands - np.add.reduceat(stands[run], first)).min(1)
    least = np.add.reduceat(np.minimum(new.min(1), stands.min(1)[run] + STAY), first)
    against = [each.misreading.prior + _mixed(line, each.changed) for each in candidates]
    bound = as_it_stands.min() - kept - least - np.array(against, np.float32)
    likely = bound >= UNSAFE_GAIN - UNSAFE_LEAD - MOST_LENT
    if not likely.any():
        return None
    owner = np.repeat(np.arange(len(candidates)), size)
    rows = likely[owner]
    return _Hypotheses(
        [each for each, may in zip(candidates, likely, strict=True) if may],
        run[rows],
        (np.cumsum(likely) - 1)[owner[rows]],
        new[rows],
        stands,
        bound[likely],
    )


class _Scored(NamedTuple):
    """A candidate, the runs that it changes, and their costs."""

    bits: float
    key: tuple[tuple[int, str], ...]
    misreading: Misreading
    changed: dict[int, str]
    language: int
    density: float


def _best(
    line: Line, hypotheses: _Hypotheses, favoured: Mapping[Misreading, float]
) -> Explained | None:
    scored = sorted(_scored(line, hypotheses, favoured), key=attrgetter("bits"))
    if not scored:
        return None
    best = scored[0]
    misreading = best.misreading
    changed = best.changed
    # Where the byte of a dash was lost, which dash it was may be a guess.
    guessed = misreading.lossy and (
        _next_best(scored, {}) - best.bits < SAFE_LEAD or any(map(_has_rare, changed.values()))
    )
    if misreading.lossy and misreading.reader in codecs.MULTI_BYTE:
        scored = [best, *(each for each in scored if each.misreading != misreading)]
        changed = _certain(line, best) or changed
        guessed = guessed and changed == best.changed
    if misreading.reader in codecs.MULTI_BYTE and _restores_too_little(line, changed):
        return None
    return Explained(
        line,
        misreading,
        changed,
        float(hypotheses.as_it_stands.min()) - best.bits,
        _next_best(scored, _DASHES) - best.bits,
        (*tables().languages, "")[best.language],
        best.density,
        favoured.get(misreading, 0.0),
        guessed,
        {at: text for at, text in best.changed.items() if changed.get(at, text) != text},
    )


def _has_rare(text: str) -> bool:
    """Whether a text has ideographs that no language lists: where bytes are gone, any will do."""
    return any(each > _FIRST_IDEOGRAPH and each.isalpha() and not is_listed(each) for each in text)


def _restores_too_little(line: Line, changed: Mapping[int, str]) -> bool:
    """Whether most of a line of which bytes were lost stays as it is."""
    beyond = [run for _, _, run in line.runs if not run.isascii()]
    return any(map(_LOST.search, beyond)) and len(changed) < _LEAST_SHARE * len(beyond)


_LOST = re.compile(r"[^\x00-\x7f]\?|\?[^\x00-\x7f]|\N{REPLACEMENT CHARACTER}")


def _certain(line: Line, scored: _Scored) -> dict[int, str]:
    """The changed runs, with U+FFFD for guesses, but for runs in which all is guessed."""
    changed: dict[int, str] = {}
    for at, guess in scored.changed.items():
        run = line.runs[at][2]
        if guess != scored.misreading.undo(run):
            guess = certain_reading(run, scored.misreading.reader)
        if guess != run:
            changed[at] = guess
    return changed


def _scored(
    line: Line, hypotheses: _Hypotheses, favoured: Mapping[Misreading, float]
) -> Iterator[_Scored]:
    """What each candidate costs that may be likelier than the line as it stands."""
    favour = np.array(
        [favoured.get(each.misreading, 0.0) for each in hypotheses.candidates], np.float32
    )
    chosen = np.flatnonzero(hypotheses.bound + favour >= UNSAFE_GAIN - UNSAFE_LEAD)
    if not len(chosen):
        return
    rows = np.flatnonzero(np.isin(hypotheses.owner, chosen))
    run = hypotheses.run[rows]
    owner = np.searchsorted(chosen, hypotheses.owner[rows])
    candidates = [hypotheses.candidates[at] for at in chosen.tolist()]
    old = hypotheses.stands[run]
    home = np.array([_home(each.misreading.writer) for each in candidates])
    new = _with_doubt(line, candidates, run, owner, hypotheses.new[rows], old, home)
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    total = hypotheses.as_it_stands - np.add.reduceat(old, first)
    total += np.add.reduceat(np.minimum(new, old + STAY), first) + np.where(home, 0, FOREIGN)
    language = total.argmin(1)
    at = np.arange(len(rows)), language[owner]
    changes = new[at] <= old[at] + STAY
    own: list[float] = np.add.reduceat(new[at], first).tolist()
    ends = [*first.tolist(), len(rows)]
    may_change = changes.tolist()
    for index, candidate in enumerate(candidates):
        flags = may_change[ends[index] : ends[index + 1]]
        items = zip(candidate.changed.items(), flags, strict=True)
        changed = {place: text for (place, text), may in items if may}
        if changed:
            bits = float(total[index, language[index]]) + candidate.misreading.prior
            bits += _mixed(line, changed) - float(favour[chosen[index]])
            yield _Scored(
                bits,
                tuple(sorted(changed.items())),
                candidate.misreading,
                changed,
                int(language[index]),
                own[index] / sum(map(len, candidate.changed.values())),
            )


def _with_doubt(
    line: Line,
    candidates: Sequence[Candidate],
    run: NDArray[np.int64],
    owner: NDArray[np.int64],
    new: Bits,
    old: Bits,
    home: NDArray[np.bool_],
) -> Bits:
    """The costs of what legacy codecs make of runs that are little evidence for them.

    ``new`` and ``old`` are costs of rows by languages, ``home`` are the languages that were
    written in the codec of each candidate.
    """
    legacy = np.logical_not(home.all(1))
    if not legacy.any():
        return new
    native = home[owner]
    abroad = np.where(native, new, np.inf).min(1, keepdims=True) + FOREIGN
    new = np.where(native, new, abroad)
    first_bytes = [_are_first_bytes(text) for _, _, text in line.runs]
    remains = np.array([all(first_bytes[at] for at in each.changed) for each in candidates])
    again = np.array([_repeated(text) for _, _, text in line.runs])
    alone = [_is_one_letter(text) for each in candidates for text in each.changed.values()]
    weak = legacy[owner] & (remains[owner] | again[run] | np.array(alone))
    new[weak] = np.maximum(new[weak], old[weak] - LONE_LETTER)
    return new


def _is_one_letter(text: str) -> bool:
    """Whether a run has one letter, or two beyond ASCII: any codec may show so few for marks."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) < 2 or (len(letters) == 2 and not any(map(str.isascii, letters)))


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

    The same holds of one that is half of a mark, and of a list of letters, each of them once in
    small and once as a capital.
    """
    if _HALF_LOST.search(run) and _HALF_LOST.sub("", run).isascii():
        return True
    beyond = [character for character in run if not character.isascii()]
    kinds = len(set(beyond))
    if len(beyond) > 4 and kinds == len(beyond):
        return 2 * len({character.lower() for character in beyond}) == kinds
    return len(beyond) > 4 and 3 * kinds < len(beyond)


def _next_best(scored: Sequence[_Scored], equal: Mapping[int, int | str]) -> float:
    """The bits of the best candidate that makes another text than the first one."""
    same = _reading(scored[0].key, equal)
    return next((each.bits for each in scored[1:] if _reading(each.key, equal) != same), np.inf)


def _reading(
    key: tuple[tuple[int, str], ...], equal: Mapping[int, int | str]
) -> tuple[tuple[int, str], ...]:
    """The same for texts that differ only in ``equal`` characters, or in how many spaces."""
    return tuple((at, " ".join(text.translate(equal).split())) for at, text in key)


@cache
def _home(writer: str) -> NDArray[np.bool_]:
    """Which languages were written in a codec: all, unless the registry says otherwise."""
    names = (*tables().languages, "")
    languages = codecs.codec(writer).languages
    return np.array([not languages or name in languages for name in names])
