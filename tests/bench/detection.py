"""Which encoding is this file in?  fixenc beside chardet and charset-normalizer.

    python tests/bench/detection.py [FOLDER] [--json FILE] [--show N]

Clean text (``LANG.txt`` files in FOLDER; for languages that it lacks, words in
random order) is encoded in every codec that Python and chardet share and that
its language is written in, cut at 200 bytes to 20 kB, and each tool is asked.
An answer is right if it decodes the bytes to the text that they came from:
whether it calls ASCII UTF-8 is no matter.  At the end stands how often fixenc
was sure, which is what it acts on, and right.
"""

from __future__ import annotations

import argparse
import json
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import corpus

from fixenc.files.encoding.evidence import reading_of

SIZES = (200, 1_000, 5_000, 20_000)

# Vietnamese and Hebrew are stored in pieces in windows-1258 and with points in windows-1255.
_DECOMPOSED = {"cp1258"}


def chardet_says(data: bytes) -> str | None:
    import chardet

    return chardet.detect(data)["encoding"]


def normalizer_says(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return best.encoding if best else None


def fixenc_says(data: bytes) -> str | None:
    return reading_of(data).encoding


TOOLS: dict[str, Callable[[bytes], str | None]] = {
    "fixenc": fixenc_says,
    "chardet": chardet_says,
    "charset-normalizer": normalizer_says,
}


def codecs_of(language: str) -> list[str]:
    """The codecs that both know and that chardet says the language is written in."""
    from chardet.registry import REGISTRY

    return [
        name
        for name, info in REGISTRY.items()
        if name not in ("ascii", "utf-8-sig")
        and (not info.languages or language in info.languages or name.startswith("utf"))
        and _knows(name)
    ]


def _knows(codec: str) -> bool:
    try:
        "a".encode(codec)
    except LookupError:
        return False
    return True


def samples(
    lines: list[str], codec: str, number: int, chance: Random
) -> Iterator[tuple[int, bytes, str]]:
    """Texts in the codec: (size asked for, bytes, text), cut at a character."""
    fitting = [line for line in lines if _fits(line, codec)]
    if len(fitting) < 0.2 * len(lines):
        return  # the codec is not the language's after all
    for size in SIZES:
        for _ in range(number):
            at = chance.randrange(len(fitting))
            text = "\n".join((fitting[at:] + fitting[:at])[: size // 20])
            text = _as_stored(text, codec)
            while len(data := text.encode(codec)) > size:
                text = text[: min(len(text) - 1, int(len(text) * size / len(data)))]
            if not data.isascii() or b"\x1b" in data or b"~{" in data:
                yield size, data, text


def _as_stored(text: str, codec: str) -> str:
    if codec not in _DECOMPOSED:
        return text
    return "".join(
        c if _encodes(c, codec) else unicodedata.normalize("NFD", c)
        for c in unicodedata.normalize("NFC", text)
    )


def _fits(line: str, codec: str) -> bool:
    return _encodes(_as_stored(line, codec), codec)


def _encodes(text: str, codec: str) -> bool:
    try:
        return text.encode(codec).decode(codec) == text
    except UnicodeError:
        return False


def is_right(answer: str | None, data: bytes, text: str) -> bool:
    """Whether the codec ``answer`` turns ``data`` into ``text``."""
    try:
        return answer is not None and data.decode(answer).removeprefix("\ufeff") == text
    except (LookupError, UnicodeError):
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=corpus.DEFAULT)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print so many failures of fixenc")
    parser.add_argument("--samples", type=int, default=4, help="texts of each size and codec")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--per-codec", action="store_true")
    options = parser.parse_args()
    tools = {name: TOOLS[name] for name in options.tools.split(",")}
    right: Counter[tuple[str, str, int]] = Counter()
    asked: Counter[tuple[str, int]] = Counter()
    seconds: Counter[str] = Counter()
    sure: Counter[tuple[int, bool]] = Counter()
    shown: Counter[tuple[str, str, str]] = Counter()
    for source in corpus.languages(options.folder):
        language = source.removesuffix("*")
        lines = corpus.lines(options.folder, source)
        for codec in codecs_of(language):
            for size, data, text in samples(
                lines, codec, options.samples, Random(f"{language} {codec}")
            ):
                asked[codec, size] += 1
                reading = reading_of(data)
                if reading.sure:
                    sure[size, is_right(reading.encoding, data, text)] += 1
                for name, says in tools.items():
                    start = time.perf_counter()
                    answer = says(data)
                    seconds[name] += time.perf_counter() - start
                    good = is_right(answer, data, text)
                    right[name, codec, size] += good
                    if not good and name == "fixenc":
                        shown[source, codec, str(answer)] += 1
    for (language, codec, answer), count in shown.most_common(options.show):
        print(f"{count:4} {language} in {codec} was called {answer}")
    _table(list(tools), right, asked, seconds, options.per_codec)
    _sure_table(sure, asked)
    if options.json:
        rows = [
            {"codec": codec, "size": size, "asked": n, **{t: right[t, codec, size] for t in tools}}
            for (codec, size), n in sorted(asked.items())
        ]
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _sure_table(sure: Counter[tuple[int, bool]], asked: Counter[tuple[str, int]]) -> None:
    """How many files would be acted on, and how many of them rightly."""
    for size in SIZES:
        total = sum(number for (_, each), number in asked.items() if each == size)
        right, wrong = sure[size, True], sure[size, False]
        if right + wrong:
            share, precision = (right + wrong) / total, right / (right + wrong)
            shown = f"{share:8.1%} of files, {precision:.2%} right ({wrong} wrong)"
            print(f"sure, {size:>6,} bytes {shown}")


def _table(
    tools: list[str],
    right: Counter[tuple[str, str, int]],
    asked: Counter[tuple[str, int]],
    seconds: Counter[str],
    per_codec: bool,
) -> None:
    print(f"{'':16}{'files':>7}" + "".join(f"{tool:>20}" for tool in tools))
    groups: list[tuple[str, list[tuple[str, int]]]] = [
        (f"{size:,} bytes", [key for key in asked if key[1] == size]) for size in SIZES
    ]
    if per_codec:
        for codec in sorted({codec for codec, _ in asked}):
            groups.append((codec, [key for key in asked if key[0] == codec]))
    groups.append(("all", list(asked)))
    for title, keys in groups:
        total = sum(asked[key] for key in keys)
        if total:
            shares = (sum(right[(tool, *key)] for key in keys) / total for tool in tools)
            print(f"{title:16}{total:7}" + "".join(f"{share:20.1%}" for share in shares))
    total = sum(asked.values())
    print(f"{'ms per file':23}" + "".join(f"{1000 * seconds[t] / total:20.2f}" for t in tools))


if __name__ == "__main__":
    main()
