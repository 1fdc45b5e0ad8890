"""Build the tables of the model: ``python -m fixenc.model.training [TEXTS]``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log2
from pathlib import Path

import numpy as np

from fixenc.codecs import CODECS, SINGLE_BYTE, codec, decode, encode, repertoire
from fixenc.model.characters import CODE_POINTS, Kind
from fixenc.model.suspicion import PAIR_CLASS_BITS
from fixenc.model.tables import load
from fixenc.model.training import sources
from fixenc.model.training.characters import (
    character_tables,
    pair_classes,
)
from fixenc.model.training.joints import joint_table
from fixenc.model.training.marks import BITS, mark_tables, stored
from fixenc.model.training.suspicion import (
    damaged_lines,
    damaged_pair_counts,
    pair_counts,
    suspicion,
    triple_table,
)
from fixenc.model.words import BUCKETS, bucket_of, code_points, hashes, key_of

MOST_BEYOND_ASCII = 50_000
MOST_ASCII = 12_000
"""Words of a language that are kept."""

FLATTEN = 0.4
"""Exponent of a word's frequency in the statistics of spelling.  Letters of a rare word say as
much about spelling as those of a frequent one, but there are many rare words."""

BACKOFF = 2.0
"""Pseudo-observations that the shorter context counts for in a longer one."""

LONG_LIST, SHORT_LIST, NO_LIST, UNKNOWN_LANGUAGE = 0.0, 1.5, 4.0, 6.0
"""Bits that speak against a language: what wordfreq has found of it on the web tells how often
one meets it, in a list down to one word in a hundred million, one in a million, or none."""

UNSEEN_LETTER = 13.0
"""Bits of a letter that no language of the model has."""

MOST_SPELLED = 20_000
"""Words of a language from which it is learnt which bytes follow each other."""

BYTE_BACKOFF = 5.0
"""Pseudo-observations that a byte by itself counts for behind another one."""

COMMON = 2e-6
"""Frequency of a word whose ideographs and syllables are in daily use."""

WORD_WEIGHT = 0.1
"""What the pairs of a listed word count for beside those of running text."""

MOST_LETTERS = 120
"""Letters of one alphabet, at most."""


def in_codecs() -> set[str]:
    """The characters outside ASCII that some codec with one byte a character has."""
    return set().union(*map(repertoire, SINGLE_BYTE))


class Builder:
    """Reads the sources once, and makes each table from them."""

    def __init__(self, texts: Path | None) -> None:
        self.languages = sources.languages()
        self.characters = character_tables()
        self.kind = self.characters["kind"]
        self.frequencies = {language: self.words_of(language, texts) for language in self.languages}
        self.lines = {
            language: list(sources.text_lines(language, texts)) for language in self.languages
        }
        self.technical = list(sources.technical_lines(texts))

    def words_of(self, language: str, texts: Path | None) -> dict[str, float]:
        """The words of a language in small letters, with their share of all words."""
        words = self._folded(sources.word_frequencies(language, texts))
        return self._without_misread(language, words)

    def _folded(self, words: dict[str, float]) -> dict[str, float]:
        folded: defaultdict[str, float] = defaultdict(float)
        lower = self.characters["lower"]
        for word, frequency in words.items():
            codes = [ord(c) for c in word]
            if all(code < CODE_POINTS for code in codes):
                folded["".join(chr(lower[code]) for code in codes)] += frequency
        return dict(folded)

    def _without_misread(self, language: str, words: dict[str, float]) -> dict[str, float]:
        """The words but for misreadings of more frequent ones, which word lists hold, too."""
        homes = [row.name for row in CODECS if language in row.languages and not row.wide]
        misread: set[str] = set()
        for word, frequency in words.items():
            if word.isascii():
                continue
            for written in homes:
                data = encode(word, written)
                if data is None:
                    continue
                for read in ("cp1252", "cp1250", "cp1251"):
                    other = decode(data, read)
                    if other and other != word:
                        small = other.lower()
                        if small != word and words.get(small, 1.0) < frequency:
                            misread.add(small)
        return {word: f for word, f in words.items() if word not in misread}

    def _kinds(self, word: str) -> set[int]:
        return {int(self.kind[ord(c)]) for c in word if ord(c) < CODE_POINTS}

    # -- words -----------------------------------------------------------------

    def word_entries(self) -> Iterator[tuple[str, int, float]]:
        """Words with their languages and what they cost in bits."""
        for index, language in enumerate(self.languages):
            words = self.frequencies[language]
            alphabetic = {w: f for w, f in words.items() if self._kinds(w) == {Kind.LETTER}}
            total = sum(words.values()) or 1.0
            ranked = sorted(alphabetic.items(), key=lambda item: (-item[1], item[0]))
            beyond = [item for item in ranked if not item[0].isascii()][:MOST_BEYOND_ASCII]
            plain = [item for item in ranked if item[0].isascii()]
            most = MOST_ASCII * (3 if language == "en" else 1)
            for word, frequency in (*beyond, *plain[:most]):
                yield word, index, -log2(frequency / total)
            yield from self._unspaced_entries(index, language)

    def _unspaced_entries(self, index: int, language: str) -> Iterator[tuple[str, int, float]]:
        """Ideographs and syllables, and pairs of them, as words of one and two characters."""
        wanted = {"zh": {Kind.IDEOGRAPH}, "ja": {Kind.IDEOGRAPH}, "ko": {Kind.HANGUL}}.get(language)
        if not wanted:
            return
        singles: defaultdict[str, float] = defaultdict(float)
        pairs: defaultdict[str, float] = defaultdict(float)
        for run, weight in self._unspaced_runs(language, wanted):
            for first, second in zip(run, run[1:], strict=False):
                pairs[first + second] += weight
            for character in run:
                singles[character] += weight
        total = sum(singles.values())
        before: defaultdict[str, float] = defaultdict(float)
        for pair, weight in pairs.items():
            before[pair[0]] += weight
        for character, weight in singles.items():
            yield character, index, -log2(weight / total)
        ranked = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[
            : 2 * MOST_BEYOND_ASCII
        ]
        for pair, weight in ranked:
            single = singles[pair[1]] / total
            backed = (weight / total * 1e6 + single) / (before[pair[0]] / total * 1e6 + 1)
            yield pair, index, -log2(backed)

    def _unspaced_runs(self, language: str, wanted: set[Kind]) -> Iterator[tuple[str, float]]:
        variants = defaultdict(list)
        if language == "zh":
            for traditional, simplified in sources.traditional_characters().items():
                variants[simplified].append(traditional)
        for word, frequency in self.frequencies[language].items():
            if self._kinds(word) == wanted:
                yield word, frequency
                if any(c in variants for c in word):
                    other = "".join(variants[c][0] if c in variants else c for c in word)
                    yield other, frequency / 2
        # What a text adds: how words follow each other.
        scale = 1e-6
        for line in [*self.lines[language], *self.technical]:
            if (
                language != "ko"
                and language == "ja"
                and not any("\u3040" <= c < "\u3100" for c in line)
            ):
                continue
            if language == "zh" and any("\u3040" <= c < "\u3100" for c in line):
                continue
            run = ""
            for character in line + " ":
                if self._kinds(character) <= wanted and ord(character) < CODE_POINTS:
                    run += character
                else:
                    if run:
                        yield run, scale
                    run = ""

    def word_tables(self) -> dict[str, np.ndarray]:
        """Words by their numbers, sorted, and for each what it costs in which languages."""
        entries = list(self.word_entries())
        joined = code_points("".join(word for word, _, _ in entries))
        length = np.array([len(word) for word, _, _ in entries])
        end = np.cumsum(length)
        numbers = hashes(joined, end - length, end)
        language = np.array([index for _, index, _ in entries], np.uint8)
        cost = stored(np.array([bits for _, _, bits in entries]))
        order = np.lexsort((language, numbers))
        bucket = bucket_of(numbers[order])
        return {
            "word_bucket": np.searchsorted(bucket, np.arange(BUCKETS + 1)).astype(np.uint32),
            "word_key": key_of(numbers[order]),
            "word_language": language[order],
            "word_bits": cost[order],
        }

    # -- spelling --------------------------------------------------------------

    def spelling_tables(self) -> dict[str, np.ndarray]:
        """For each language which letters follow which two, as costs."""
        alphabets = [self._alphabet(self.frequencies[language]) for language in self.languages]
        every = sorted({letter for alphabet in alphabets for letter in alphabet})
        number = {letter: at + 1 for at, letter in enumerate(every)}
        letter = np.zeros(CODE_POINTS, np.uint16)
        for name, at in number.items():
            letter[ord(name)] = at
        local = np.ones((len(self.languages), len(every) + 1), np.uint8)
        sizes = np.array([len(alphabet) + 2 for alphabet in alphabets])
        tables: list[np.ndarray] = []
        for row, (language, alphabet) in enumerate(zip(self.languages, alphabets, strict=True)):
            place = {name: at + 2 for at, name in enumerate(alphabet)}
            for name, at in place.items():
                local[row, number[name]] = at
            words = self.frequencies[language]
            tables.append(stored(_trigram_bits(words, place, int(sizes[row]))).ravel())
        offsets = np.cumsum([0, *(len(table) for table in tables[:-1])])
        return {
            "letter": letter,
            "local": local,
            "alphabet_size": sizes.astype(np.int32),
            "spelling_start": offsets.astype(np.int64),
            "spelling_bits": np.concatenate(tables),
            "language_script": np.array([self._script(a) for a in alphabets], np.uint8),
        }

    def language_table(self) -> dict[str, np.ndarray]:
        """The bits that speak against each language, and against one that the model lacks."""
        bits = [
            LONG_LIST if sources.has_long_list(language)
            else SHORT_LIST if language in sources.WORD_LISTS
            else NO_LIST
            for language in self.languages
        ]  # fmt: skip
        return {"language_bits": np.array([*bits, UNKNOWN_LANGUAGE], np.float32)}

    def generic_table(self) -> dict[str, np.ndarray]:
        """What each letter costs in a language of its script that the model does not have."""
        share: dict[int, Counter[str]] = defaultdict(Counter)
        for language in self.languages:
            counts: defaultdict[str, float] = defaultdict(float)
            for word, frequency in self.frequencies[language].items():
                if self._kinds(word) == {Kind.LETTER}:
                    for character in word:
                        counts[character] += frequency**FLATTEN
            total = sum(counts.values())
            for character, count in counts.items():
                share[int(self.characters["script"][ord(character)])][character] += count / total
        bits = np.full(CODE_POINTS, UNSEEN_LETTER * BITS)
        for shares in share.values():
            total = sum(shares.values())
            for character, part in shares.items():
                cost = min(UNSEEN_LETTER, 1.0 - log2(part / total))
                bits[ord(character)] = cost * BITS
        return {"generic_bits": np.rint(bits).astype(np.uint8)}

    def _alphabet(self, words: dict[str, float]) -> list[str]:
        counts: defaultdict[str, float] = defaultdict(float)
        types: Counter[str] = Counter()
        for word, frequency in words.items():
            if self._kinds(word) == {Kind.LETTER}:
                for character in set(word):
                    counts[character] += frequency**FLATTEN
                    types[character] += 1
        if not counts:
            return []
        scripts: defaultdict[int, float] = defaultdict(float)
        for character, count in counts.items():
            scripts[int(self.characters["script"][ord(character)])] += count
        main = max(scripts, key=lambda script: scripts[script])
        total = sum(counts.values())
        ranked = sorted(counts, key=lambda c: (-counts[c], c))
        return sorted(
            c
            for c in ranked[:MOST_LETTERS]
            if counts[c] > total * 2e-5
            and self.characters["script"][ord(c)] in (main, 0)
            and types[c] > 1
        )

    def _script(self, alphabet: list[str]) -> int:
        counts = Counter(int(self.characters["script"][ord(c)]) for c in alphabet)
        return counts.most_common(1)[0][0] if counts else 0

    # -- bytes -----------------------------------------------------------------

    def byte_tables(self) -> dict[str, np.ndarray]:
        """For each codec with one byte a character which byte follows which, as costs."""
        rows = [self._byte_bits(name) for name in SINGLE_BYTE]
        return {"byte_bits": np.stack(rows)}

    def _byte_bits(self, name: str) -> np.ndarray:
        counts = np.zeros((256, 256))
        for language in codec(name).languages:
            if language not in self.frequencies:
                continue
            own = np.zeros((256, 256))
            for word, frequency in self._written_words(language):
                data = encode(f" {word} ", name)
                if data is not None:
                    weight = (frequency * 1e8) ** FLATTEN
                    np.add.at(own, (list(data[:-1]), list(data[1:])), weight)
            for line in self.lines[language]:
                data = encode(f" {line} ", name)
                if data is not None and not data.isascii():
                    np.add.at(own, (list(data[:-1]), list(data[1:])), 1)
            counts += own / max(1.0, own.sum()) * 1e5
        counts[:128, :128] = 0
        bits = np.full((256, 256), np.inf)
        if counts.any():  # else no text has the characters of this codec
            singles = counts.sum(0) + 0.02
            singles /= singles.sum()
            backed_off = counts + BYTE_BACKOFF * singles
            bits = -np.log2(backed_off / (counts.sum(1, keepdims=True) + BYTE_BACKOFF))
        bits[:128, :128] = 0
        return stored(bits)

    def _written_words(self, language: str) -> Iterator[tuple[str, float]]:
        """Frequent words outside ASCII as they are written: small, capitalized, in capitals."""
        words = [item for item in self.frequencies[language].items() if not item[0].isascii()]
        words.sort(key=lambda item: (-item[1], item[0]))
        for word, frequency in words[:MOST_SPELLED]:
            yield word, frequency
            yield word.capitalize(), frequency / 5
            yield word.upper(), frequency / 20

    # -- neighbours ------------------------------------------------------------

    def mark_tables(self) -> dict[str, np.ndarray]:
        """For each mark what it costs between a left and a right neighbour of some class."""
        lines = (*self.running_text(), *sources.program_lines())
        return mark_tables(self.characters, [line for line in lines if line], in_codecs())

    def joint_tables(self) -> dict[str, np.ndarray]:
        """What stands beside apostrophes, by the numbers of the pieces of words."""
        return joint_table(
            (self.lines[each], sources.spelled_words(each)) for each in self.languages
        )

    def triple_tables(self) -> dict[str, np.ndarray]:
        """How suspicious three letters in a row are, in eighths of a bit, with a sign."""
        bits = triple_table(self, load("letter"))
        return {"triple_bits": np.clip(np.rint(bits * BITS), -127, 127).astype(np.int8)}

    def pair_tables(self) -> dict[str, np.ndarray]:
        """Classes of characters, and how suspicious each class is before another one."""
        common = np.zeros(CODE_POINTS, np.uint8)
        for language in ("zh", "ja", "ko"):
            for word, frequency in self.frequencies[language].items():
                if frequency > COMMON:
                    common[[ord(c) for c in word]] = 1
        for traditional, simplified in sources.traditional_characters().items():
            if max(ord(traditional), ord(simplified)) < CODE_POINTS:
                common[ord(traditional)] |= common[ord(simplified)]
        own = in_codecs() | set(map(chr, range(0x80, 0xA0)))
        classes, number = pair_classes(own, common)
        clean = pair_counts(self.running_text(), classes, number)
        for language in self.languages:
            words = [word for word in self.frequencies[language] if not word.isascii()]
            for form in (words, map(str.capitalize, words), map(str.upper, words)):
                text = "\n".join(f" {word} " for word in form)
                clean += pair_counts([text], classes, number) * WORD_WEIGHT
        damaged = np.zeros_like(clean)
        for lines in damaged_lines(self):
            counts = damaged_pair_counts(lines, classes, number)
            damaged += counts / max(1.0, counts.sum()) * 1e4
        bits = np.zeros((1 << PAIR_CLASS_BITS, 1 << PAIR_CLASS_BITS))
        bits[:number, :number] = suspicion(clean, damaged).reshape(number, number)
        return {"pair_class": classes, "pair_bits": stored(bits)}

    def running_text(self) -> Iterator[str]:
        """All lines of text."""
        for language in self.languages:
            yield from self.lines[language]
        yield from self.technical


def alphabet_and_spelling(language: str, texts: Path | None) -> tuple[list[str], np.ndarray]:
    """The letters of one language, and what each costs behind two others, as stored."""
    builder = Builder.__new__(Builder)
    builder.characters = character_tables()
    builder.kind = builder.characters["kind"]
    words = builder.words_of(language, texts)
    letters = builder._alphabet(words)
    place = {name: at + 2 for at, name in enumerate(letters)}
    return letters, stored(_trigram_bits(words, place, len(letters) + 2))


def _trigram_bits(words: dict[str, float], place: dict[str, int], size: int) -> np.ndarray:
    """What each letter costs behind two others: 0 is the edge of a word, 1 any other letter."""
    counts = np.zeros((size, size, size))
    for word, frequency in words.items():
        indices = [0, 0, *(place.get(c, 1) for c in word), 0]
        if indices.count(1) * 2 > len(word):
            continue
        weight = (frequency * 1e8) ** FLATTEN
        for a, b, c in zip(indices, indices[1:], indices[2:], strict=False):
            counts[a, b, c] += weight
    counts /= max(1.0, counts.sum() / 1e6)
    singles = counts.sum((0, 1))
    # A letter from elsewhere may be any of some hundreds.
    singles = (singles + 0.5) / (singles.sum() + 0.5 * size)
    pairs = counts.sum(0)
    pairs = (pairs + BACKOFF * singles) / (pairs.sum(1, keepdims=True) + BACKOFF)
    triples = (counts + BACKOFF * pairs) / (counts.sum(2, keepdims=True) + BACKOFF)
    bits: np.ndarray = -np.log2(triples)
    bits[:, :, 1] += 8
    return bits
