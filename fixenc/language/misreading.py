"""Misreadings: text that was stored in one codec and read with another.

The bytes of ``é`` in UTF-8 are C3 A9; a program that takes them for
windows-1252 shows ``Ã©``.  The bytes of ``привет`` in windows-1251, taken for
the same windows-1252, show ``ïðèâåò``.  A misreading is undone by going back:
encode with the codec that misread, decode with the one that wrote.

Which pair of codecs it was is found by trying all that can have produced the
characters and asking :mod:`fixenc.language.letters` which result reads like a
language.  A file is usually misread as a whole, so the evidence of a block of
text is pooled; and some files are stitched together from fine and damaged
parts, so each word is then judged for itself in the light of the others: the
cheapest path through *fine* and the few likely misreadings, where each change
between them costs something.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from fixenc.edits import Edit, apply, compose
from fixenc.language import codecs
from fixenc.language.families import FAMILIES, IDEOGRAPHIC, family_of
from fixenc.language.letters import WORD, family, known, read, spoken
from fixenc.language.symbols import is_frame, symbol_bits

_RUN = re.compile(r"[^ \t\n\r]+")
"""A run without white space.  No codec but UTF-16 gives a space another byte than
ASCII does, so misread text can be cut there."""

# A byte of 80 to FF between two of ASCII; the borders of a chunk are spaces.
_BETWEEN_ASCII = re.compile(rb"(?<=([\x00-\x7f]))([\x80-\xff])(?=([\x00-\x7f]))")

_FOUR_BYTES = re.compile(rb"[\x81-\xfe][0-9]")

# Whole characters of UTF-8, and bytes that can only be the rest of one but are not.
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_STRAY = re.compile(rb"(?<![\x80-\xf4])[\x80-\xbf]")
_LOSSY = 0.4  # double-byte codecs look like UTF-8 in less than a quarter of their bytes

_CONTEXTS = 40  # such places that a pair of codecs is first tried on
_SAMPLE = 900  # characters of suspicious chunks that hypotheses are tried on
_CANDIDATES = 3  # truths for a reader that pass from the count of bytes to the full reading
_HYPOTHESES = 4  # misreadings that every chunk of a block is tried with

# Costs in bits of the path through a block, and the thresholds for its result.
# Measured with tests/bench/accuracy.py.
_CHANGE_IN_LINE = 8.0
_CHANGE_AT_LINE = 3.0
_SUSPICIOUS = 7.0
_EXPECTED_ASCII = 4.2
_OUTLANDISH = 10.0
_SYMBOLS = 2.0  # bits that a change among symbols must save by itself
_FRAME = 17.0  # the line of a box where letters should be
_EXPECTED = {"LATIN": 7.5, "CJK": 11.5, "HANGUL": 9.5}  # outside ASCII; other scripts 6
# Bits of evidence without which a misreading is no finding at all, and with
# which it is safe in a line.  UTF-8 proves itself; pairs of legacy codecs are so
# many that one of them makes sense of any rare word.
_THRESHOLDS = {True: (9.0, 13.0), False: (14.0, 22.0)}
_CERTAIN = 56.0  # bits in the whole block that make every line of it safe
_COMMON_READERS = ("cp1252", "latin-1")
# Words of those who write about encodings, and show what damage looks like.
_ABOUT_ENCODINGS = re.compile(
    r"(?i)\b(mojibake|encod(?:ed|ing)s?|decod(?:ed|ing)|codecs?|charsets?|bytes?|unicode"
    r"|utf-?8|latin-?1|iso[- ]?8859|windows-?125\d|cp125\d|ascii)\b|where you see|the string"
)
_MARKS = "“”‘’„«»–—…"
_MANY = 5  # letters of another script that may not be there by chance
_OUTSIDE = 0.4  # share of the words that the reader can't have produced
_STRANGE = 4.0  # bits by which the restored words may be out of the ordinary
_SAFE_RIVAL = 8.0


@dataclass(frozen=True)
class Misreading:
    """Text in the codec ``truth`` that was read with the codec ``reader``.

    ``inner`` is the misreading that had happened before that, if there was one.
    """

    reader: str
    truth: str
    inner: Misreading | None = None

    def __str__(self) -> str:
        name = f"{codecs.display(self.truth)} read as {codecs.display(self.reader)}"
        return f"{self.inner}, then {name}" if self.inner else name

    @property
    def prior(self) -> float:
        """The bits that speak against it before the text is looked at."""
        own = codecs.prior(self.reader) + codecs.prior(self.truth)
        return own + 15.0 + self.inner.prior if self.inner else own

    def undo(self, chunk: str) -> str | None:
        """What ``chunk`` was before it was misread, or None if it can't have been."""
        edits = self.edits(chunk)
        return apply(chunk, edits) if edits else None

    def edits(self, chunk: str) -> list[Edit]:
        """What to replace in ``chunk`` to undo the misreading; nothing if it can't have been.

        UTF-8 is undone character by character, so that fine ones may stand
        between; any other codec for the chunk as a whole.
        """
        outer = self._outer(chunk)
        if not outer or self.inner is None:
            return outer
        return compose(chunk, outer, self.inner.edits(apply(chunk, outer)))

    def _outer(self, chunk: str) -> list[Edit]:
        if self.truth == "utf-8" and self.reader in codecs.SINGLE_BYTE:
            return [Edit(*found) for found in self._sequences(chunk)]
        data = codecs.encode(chunk, self.reader)
        if self.reader == "gb18030" and self.truth != "utf-8" and data and _FOUR_BYTES.search(data):
            return []  # rare letters, which no other codec's bytes would give
        restored = None if data is None else codecs.decode(data, self.truth)
        if restored is None or restored == chunk or not _is_text(restored):
            return []
        return [Edit(0, len(chunk), restored)]

    def _sequences(self, chunk: str) -> Iterator[tuple[int, int, str]]:
        """The UTF-8 sequences in ``chunk`` as (start, end, character)."""
        for match in codecs.utf8_sequence(self.reader).finditer(chunk):
            data = codecs.encode(match[0], self.reader)
            character = None if data is None else codecs.decode(data, "utf-8")
            if character is not None and _is_text(character):
                yield match.start(), match.end(), character


@dataclass(frozen=True)
class Damage:
    """One chunk that was misread."""

    start: int
    end: int
    misreading: Misreading
    gain: float  # bits that the text becomes cheaper
    sure: bool


@lru_cache(maxsize=1 << 14)
def _is_character(character: str) -> bool:
    # C1 controls are the first half of a double misreading: they stay legal.
    return unicodedata.category(character) not in ("Cn", "Co", "Cs") and character != "\ufeff"


def _is_text(text: str) -> bool:
    """Whether a codec's answer holds nothing that no text holds."""
    return all(map(_is_character, text))


@dataclass
class _Chunk:
    start: int
    end: int
    text: str
    line: int
    cost: float = 0.0
    excess: float = 0.0
    restored: list[tuple[str, float] | None] = field(default_factory=list)


@lru_cache(maxsize=4)
def damage(text: str) -> tuple[Damage, ...]:
    """The chunks of ``text`` that were misread, in order.

    ``text`` is a block whose evidence is pooled; see :data:`fixenc.repair.BLOCK`.
    """
    around = _context(text)
    chunks = _chunks(text, around)
    suspects = [chunk for chunk in chunks if chunk.excess > 2.5]
    if sum(chunk.excess for chunk in suspects) < _SUSPICIOUS:
        return ()
    hypotheses = _hypotheses(_sample(suspects), around)
    if not hypotheses:
        return ()
    favoured = around | _languages(text, chunks, hypotheses)
    for chunk in chunks:
        chunk.cost = _cost([chunk.text], favoured)
        chunk.restored = [
            None
            if new is None
            else (new, _cost([new], favoured) + _implausible([chunk.text], [new]))
            for new in (hypothesis.undo(chunk.text) for hypothesis in hypotheses)
        ]
    languages = spoken(text[:6000], favoured)
    return tuple(_judge(chunks, _path(chunks, hypotheses), hypotheses, languages, text))


def _context(text: str) -> frozenset[str]:
    """The language that the words in ASCII are in, which no misreading changes."""
    fine = _in_ascii(text)
    if sum(map(str.isalpha, fine)) < 15:
        return frozenset()
    return frozenset(read(fine).languages.values())


def _in_ascii(text: str) -> str:
    """The runs of the first few thousand characters that hold nothing but ASCII."""
    return " ".join(run for run in _RUN.findall(text[:6000]) if run.isascii())


def _chunks(text: str, around: frozenset[str]) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    line = 0
    done = 0
    for match in _RUN.finditer(text):
        if match[0].isascii():
            continue
        line += text.count("\n", done, match.start())
        done = match.start()
        chunk = _Chunk(match.start(), match.end(), match[0], line)
        chunk.excess = _excess(match[0], around)
        chunks.append(chunk)
    return chunks


def _excess(text: str, around: frozenset[str]) -> float:
    """The bits by which a text is stranger than a rare but clean one."""
    return read(text, around).bits - sum(map(_expected, text))


@lru_cache(maxsize=1 << 14)
def _expected(character: str) -> float:
    """The bits that a character costs in clean text that is a little out of the ordinary."""
    if character.isascii():
        return _EXPECTED_ASCII if character.isalpha() else 0.0
    if not character.isalpha():
        return 7.5
    name = family_of(character)
    return _EXPECTED.get(name, 6.0 if name in FAMILIES else 7.0)


def _languages(text: str, chunks: list[_Chunk], hypotheses: list[Misreading]) -> set[str]:
    """The languages of the block, as it stands and under the best hypothesis."""
    in_ascii = _in_ascii(text)
    fine = [chunk.text for chunk in chunks if chunk.excess <= 0]
    restored = [hypotheses[0].undo(chunk.text) or chunk.text for chunk in chunks[:200]]
    as_it_stands = read(" ".join([in_ascii, *fine[:200]]))
    as_it_was = read(" ".join([in_ascii, *restored]))
    return {*as_it_stands.languages.values(), *as_it_was.languages.values()}


def _sample(suspects: list[_Chunk]) -> list[str]:
    """The most frequent suspicious chunks, of a size that many hypotheses can be tried on."""
    sample: list[str] = []
    size = 0
    for chunk, _ in Counter(chunk.text for chunk in suspects).most_common():
        sample.append(chunk)
        size += len(chunk)
        if size > _SAMPLE:
            break
    return sample


def _hypotheses(sample: list[str], around: frozenset[str], depth: int = 0) -> list[Misreading]:
    """The misreadings that explain suspicious chunks best, at most a few, best first."""
    before = _cost(sample, around)
    ranked: list[tuple[float, Misreading, tuple[str, ...]]] = []

    def consider(misreading: Misreading) -> None:
        restored = tuple(misreading.undo(chunk) or chunk for chunk in sample)
        cost = _cost(restored, around) + misreading.prior + _implausible(sample, restored)
        if cost < before:
            ranked.append((cost, misreading, restored))

    for misreading in _contenders(sample, around):
        # Under UTF-8 only UTF-8 is looked for: any legacy codec that lies
        # deeper shows in the next round, and is judged by itself.
        if depth == 0 or misreading.truth == "utf-8":
            consider(misreading)
    ranked.sort(key=lambda item: item[0])
    # What was misread twice reads but little better after one step back.
    outer = [item for item in ranked if item[1].truth == "utf-8"] if depth < 3 else []
    for _, misreading, restored in outer[:3]:
        deeper = [chunk for chunk in restored if _excess(chunk, around) > 0]
        for inner in _hypotheses(deeper, around, depth + 1)[:1] if deeper else ():
            healed = [_excess(inner.undo(chunk) or chunk, around) < 2.5 for chunk in deeper]
            if 2 * sum(healed) > len(healed):
                consider(Misreading(misreading.reader, misreading.truth, inner))
    ranked.sort(key=lambda item: item[0])
    kept: dict[tuple[str, ...], Misreading] = {}
    for _, misreading, restored in ranked:
        kept.setdefault(restored, misreading)
    return list(kept.values())[:_HYPOTHESES]


def _cost(chunks: Iterable[str], around: frozenset[str]) -> float:
    return read(" ".join(chunks), around, words=True).bits


def _implausible(before: Iterable[str], after: Iterable[str]) -> float:
    """The bits that speak against a result for what it lacks and what it has new.

    ASCII letters that a codec took for halves of ideographs: a result is not
    better for being shorter.  Letters of scripts that no statistics tell of,
    and the lines of boxes: they are welcome where they stand, but not as the
    answer to a riddle.
    """
    before, after = " ".join(before), " ".join(after)
    lost = _ascii_letters(before) - _ascii_letters(after)
    new = sum(_is_outlandish(character) and character not in before for character in after)
    return max(0, lost) * _EXPECTED_ASCII + new * _OUTLANDISH


@lru_cache(maxsize=1 << 14)
def _is_outlandish(character: str) -> bool:
    if character.isascii():
        return False
    if not (character.isalnum() or unicodedata.combining(character)):
        return is_frame(character)
    return family_of(character) not in FAMILIES


def _ascii_letters(text: str) -> int:
    return len(re.findall("[A-Za-z]", text))


def _contenders(sample: list[str], around: frozenset[str]) -> list[Misreading]:
    """The pairs of codecs that can have produced most of the sample.

    For legacy codecs, of which there are hundreds of pairs, the counts of the
    bytes say which few are worth a full reading.
    """
    size = sum(map(len, sample))
    seen: set[tuple[bytes | None, ...]] = set()
    contenders: list[Misreading] = []
    lossy = _is_lossy_utf8(sample)
    for reader in (*codecs.SINGLE_BYTE, *codecs.MULTI_BYTE):
        data = tuple(codecs.encode(chunk, reader) for chunk in sample)
        encoded = b" %s " % b" ".join(part for part in data if part is not None)
        if data in seen or len(encoded) < 0.5 * size:
            continue
        seen.add(data)
        contenders.append(Misreading(reader, "utf-8"))
        if lossy:
            continue  # what lost bytes reads like no language, but like anything else
        contenders += [Misreading(reader, truth) for truth in codecs.MULTI_BYTE if truth != reader]
        high = Counter(byte for byte in encoded if byte >= 0x80).items()
        between = Counter(_BETWEEN_ASCII.findall(encoded)).most_common(_CONTEXTS)
        alone: list[tuple[float, Misreading]] = []
        in_context: list[tuple[float, Misreading]] = []
        for truth in codecs.SINGLE_BYTE:
            if truth == reader:
                continue
            misreading = Misreading(reader, truth)
            costs = _byte_costs(truth)
            cost = sum(count * costs[byte - 0x80] for byte, count in high)
            alone.append((cost + misreading.prior, misreading))
            table = codecs.table(truth)
            cost = sum(
                count * _in_context(chr(a[0]), table[b[0]], chr(c[0]), around)
                for (a, b, c), count in between
            )
            in_context.append((cost + misreading.prior, misreading))
        for ranking in (alone, in_context) if between else (alone,):
            ranking.sort(key=lambda pair: pair[0])
            contenders += [misreading for _, misreading in ranking[:_CANDIDATES]]
    return list(dict.fromkeys(contenders))


def _is_lossy_utf8(sample: list[str]) -> bool:
    """Whether most of the sample is UTF-8 read as a western codec, whole or with bytes lost."""
    data = b" ".join(filter(None, (codecs.encode(chunk, "cp1252") for chunk in sample)))
    high = sum(byte >= 0x80 for byte in data)
    whole = sum(map(len, _SEQUENCE.findall(data)))
    return high > 0 and whole > _LOSSY * high and 20 * len(_STRAY.findall(data)) <= high


@lru_cache(maxsize=1 << 15)
def _in_context(before: str, character: str, after: str, around: frozenset[str]) -> float:
    """What a character costs between two others of ASCII."""
    if character == "\ufffe":
        return 30.0
    return read(before + character + after, around).bits


@cache
def _byte_costs(codec: str) -> tuple[float, ...]:
    """What each of the bytes 80 to FF costs in a codec, as a letter by itself."""
    return tuple(_alone(character) for character in codecs.table(codec)[128:])


def _alone(character: str) -> float:
    if character == "\ufffe":
        return 30.0
    if is_frame(character):
        return _FRAME
    name = family_of(character.lower()[:1])
    if character.isalpha() and name in FAMILIES:
        packed = family(name).singles.get(character.lower()[:1])
        return 20.0 if packed is None else family(name).least(packed)
    return 7.0 if character.isalpha() else symbol_bits(character)


def _path(chunks: list[_Chunk], hypotheses: list[Misreading]) -> list[int]:
    """For each chunk the state on the cheapest path: -1 for fine, or a hypothesis.

    This is the Viterbi algorithm: at every chunk, for every state, the cheapest
    way to have come there.
    """
    states = range(-1, len(hypotheses))
    costs = [0.0, *(hypothesis.prior for hypothesis in hypotheses)]
    came_from: list[list[int]] = []
    line = chunks[0].line if chunks else 0
    for chunk in chunks:
        change = _CHANGE_IN_LINE if chunk.line == line else _CHANGE_AT_LINE
        line = chunk.line
        cheapest = min(states, key=lambda state: costs[state + 1])
        best = costs[cheapest + 1] + change
        origins: list[int] = []
        following: list[float] = []
        for state in states:
            stay = costs[state + 1]
            origins.append(state if stay <= best else cheapest)
            option = (chunk.text, chunk.cost) if state < 0 else chunk.restored[state]
            # Where a misreading has nothing to undo the chunk stands as it is.
            following.append(min(stay, best) + (chunk.cost if option is None else option[1]))
        came_from.append(origins)
        costs = following
    state = min(states, key=lambda state: costs[state + 1])
    path: list[int] = []
    for origins in reversed(came_from):
        path.append(state)
        state = origins[state + 1]
    return path[::-1]


@dataclass
class _Evidence:
    """What the words that a misreading changes say for it, each word once."""

    languages: frozenset[str]  # those whose words count as known
    gain: float = 0.0  # bits that the text becomes cheaper
    strange_before: float = 0.0  # bits that it cost beyond what clean text does
    strange_after: float = 0.0  # and that the result costs so
    size: int = 0  # characters outside ASCII that change
    words: int = 0
    known_before: int = 0  # words in the lexicons
    known_after: int = 0
    spelt_alike: bool = True  # in the same alphabet

    def add(self, chunk: _Chunk, after: str, cost: float) -> None:
        """Count one word that the misreading changes, and what the result costs."""
        before = chunk.text
        self.gain += chunk.cost - cost
        self.strange_before += chunk.cost - sum(map(_expected, before))
        self.strange_after += cost - sum(map(_expected, after))
        if len(before) == len(after):
            # Codecs have their letters in the same places: a word that turns
            # into symbols was a word.
            self.strange_after += 3.0 * max(0, _letters(before) - _letters(after))
        self.size += sum(not character.isascii() for character in before)
        self.words += 1
        self.known_before += _known(before, self.languages)
        self.known_after += _known(after, self.languages)
        scripts = _scripts(after)
        self.spelt_alike &= scripts <= _scripts(before) and scripts.isdisjoint(IDEOGRAPHIC)

    def convinces(self, misreading: Misreading) -> bool:
        """Whether the result reads like a language, and what stood there does not."""
        if misreading.truth == "utf-8":
            # Letters of one alphabet that stand in their place may by chance
            # be bytes of UTF-8; symbols between letters are no chance.
            strange = self.strange_before > 3.0 * self.size or not _is_eastern(misreading.reader)
            alone = self.words == 1 and misreading.reader not in _COMMON_READERS
            if alone and not self.known_after and self.gain < _CERTAIN:
                return False
            return strange and self.strange_after < _STRANGE + self.gain / 3
        if self.strange_after > _STRANGE + self.gain / 8:
            return False
        if not self.spelt_alike:
            return (
                self.size >= _MANY
                and self.gain > 3.0 * self.size
                and self.strange_before > 1.5 * self.size
            )
        # In the same script a language that we have no statistics of would
        # always read better as another one: only known words count there.
        gained = self.known_after - self.known_before
        return (
            bool(self.languages)
            and self.known_after >= 0.4 * self.words
            and (gained >= 0.3 * self.words or self.gain > 8.0 * self.size)
        )


@cache
def _is_eastern(codec: str) -> bool:
    """Whether a codec's letters are mostly of other alphabets than Latin."""
    if codec in codecs.MULTI_BYTE:
        return True
    latin = sum(family_of(letter) == "LATIN" for letter in codecs.repertoire(codec))
    return 2 * latin < sum(map(str.isalpha, codecs.repertoire(codec)))


def _is_quoted(text: str, chunk: _Chunk, supported: float) -> bool:
    """Whether a chunk may be meant as it stands, by one who writes about such things.

    A capital before a capital ``Â`` is more likely a Romanian than a damaged word.
    """
    if supported > 4 * _CERTAIN:
        return False
    line = text[text.rfind("\n", 0, chunk.start) + 1 : chunk.end + 200].partition("\n")[0]
    if _ABOUT_ENCODINGS.search(line):
        return True
    if chunk.text in ("Â»", "Â«") and codecs.encode(line, "cp1252") is None:
        return True
    at = chunk.text.find("Â")
    return at > 0 and chunk.text[at - 1].isupper() and chunk.text.count("Â") == 1


def _outside(chunks: list[_Chunk], hypothesis: Misreading) -> float:
    """The share of the chunks that prove that not all was read with a legacy pair's reader.

    UTF-8 may stand beside anything: lines are often glued together.
    """
    if hypothesis.truth == "utf-8":
        return 0.0
    strangers = sum(codecs.encode(chunk.text, hypothesis.reader) is None for chunk in chunks)
    return strangers / len(chunks)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _known(chunk: str, languages: frozenset[str]) -> bool:
    """Whether the words and marks of a chunk outside ASCII are all known."""
    words = [word for word in WORD.findall(chunk) if not word.isascii()]
    if words:
        return all(known(word, languages) for word in words)
    return chunk.strip(_MARKS).isascii()


def _scripts(chunk: str) -> frozenset[str]:
    return frozenset(family_of(letter) for letter in chunk if letter.isalpha()) | {"LATIN"}


def _judge(
    chunks: list[_Chunk],
    path: list[int],
    hypotheses: list[Misreading],
    languages: frozenset[str],
    text: str,
) -> Iterator[Damage]:
    """The damaged chunks on the path, and of each whether it is sure.

    A word that comes again and again is one piece of evidence, not many.
    """
    in_line: defaultdict[tuple[int, int], float] = defaultdict(float)
    in_block = [_Evidence(languages) for _ in hypotheses]
    ahead_of: defaultdict[tuple[int, int], float] = defaultdict(float)
    changed = [
        (chunk, state, option)
        for chunk, state in zip(chunks, path, strict=True)
        if state >= 0 and (option := chunk.restored[state]) is not None
    ]
    seen: set[tuple[str, int]] = set()
    for chunk, state, (after, cost) in changed:
        gain = chunk.cost - cost
        in_line[chunk.line, state] += gain
        if (chunk.text, state) in seen:
            continue
        seen.add((chunk.text, state))
        in_block[state].add(chunk, after, cost)
        for rival in range(len(hypotheses)):
            other = chunk.restored[rival] or (chunk.text, chunk.cost)
            if rival != state and other[0] != after:
                ahead_of[state, rival] += other[1] - cost
    outside = [_outside(chunks, hypothesis) for hypothesis in hypotheses]
    for chunk, state, (after, cost) in changed:
        hypothesis = hypotheses[state]
        plausible, safe = _THRESHOLDS[hypothesis.truth == "utf-8"]
        evidence = in_block[state]
        supported = evidence.gain - hypothesis.prior
        if supported < plausible or not evidence.convinces(hypothesis):
            continue
        if not _letters(after) and chunk.cost - cost < _SYMBOLS:
            continue
        if outside[state] > _OUTSIDE and in_line[chunk.line, state] < _CERTAIN:
            continue
        sure = supported > _CERTAIN or in_line[chunk.line, state] - hypothesis.prior > safe
        for rival in range(len(hypotheses)):
            answer = chunk.restored[rival]
            if answer and answer[0] != after and ahead_of[state, rival] < _SAFE_RIVAL:
                sure = False
        if sure and _is_quoted(text, chunk, supported):
            sure = False
        yield Damage(chunk.start, chunk.end, hypothesis, chunk.cost - cost, sure)
