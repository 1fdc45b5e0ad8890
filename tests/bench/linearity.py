"""Is run time linear in the size of hostile text?

    python tests/bench/linearity.py [--sizes 1,2,4,8] [--kinds NAME,…] [--profile]

Each kind of hostile text is built in several sizes (MB) and repaired, in a
process of its own.  Printed are seconds of the processor, and how often longer each took
than the size before: about 2 is linear, 4 is quadratic.  The text goes the whole
way of a file: bytes, detection, repair, bytes.  Exit status 1 if the last
ratio of a kind is above 3.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

MEMORY = 3 << 30
"""Bytes that a process may take before it counts as failed."""

Builder = Callable[[int], bytes]


def repeated(piece: str) -> Builder:
    """``piece`` over and over, as UTF-8."""
    data = piece.encode("utf-8", "surrogatepass")
    return lambda size: data * (size // len(data))


def _misread(text: str, times: int) -> str:
    for _ in range(times):
        text = text.encode("utf-8").decode("latin-1")
    return text


def _nested_entity(size: int) -> bytes:
    return ("&" + "amp;" * ((size - 6) // 4) + "eacute;").encode()


def _one_accent(size: int) -> bytes:
    return ("a" * (size // 2) + "\xe9" + "a" * (size // 2)).encode()


def _one_misread_accent(size: int) -> bytes:
    return ("a" * (size // 2) + "\xc3\xa9" + "a" * (size // 2)).encode()


KINDS: dict[str, Builder] = {
    "circumflex": repeated("\xe2"),
    "circumflex words": repeated("\xe2word "),
    "circumflex lines": repeated("It wasn\xe2t me, \xe2he said.\xe2\n"),
    "mojibake": repeated("\xc3\xa9"),
    "mojibake words": repeated("caf\xc3\xa9 "),
    "mojibake euro": repeated("\xe2\u20ac\u2122"),
    "capital a tilde": repeated("\xc3"),
    "deep mojibake": repeated(_misread("\xe9 ", 6)),
    "entities": repeated("&amp;"),
    "entities of entities": repeated("&amp;amp;eacute; "),
    "one nested entity": _nested_entity,
    "open entities": repeated("&"),
    "one accent in a word": _one_accent,
    "one mojibake in a word": _one_misread_accent,
    "box drawing": repeated("\u2500"),
    "mixed box drawing": repeated("\u2551\u2592\u2564"),
    "quotation marks": repeated('"'),
    "curly quotation marks": repeated("\u201c"),
    "quotation marks and spaces": repeated(" \u201d "),
    "replacement characters": repeated("\ufffd"),
    "replacement words": repeated("t\ufffdm\ufffdn "),
    "lone bytes": lambda size: b"\xc3\xa9\xc3\xa9\x92" * (size // 5),
    "surrogates in UTF-8": repeated("\ud83d"),
    "cyrillic": repeated("\u0436"),
    "misread cyrillic": repeated("\xef\xf0\xe8\xe2\xe5\xf2 "),
    "nul": lambda size: b"word " * 820 + b"\0" * (size - 4100),
    "carriage returns": lambda size: b"\r" * size,
    "line feeds": lambda size: b"\n" * size,
    "spaces": lambda size: b" " * size + b"\xc3\xa9",
    "combining marks": repeated("\u0301"),
    "right to left": repeated("\u202e"),
    "backslashes": repeated("\\"),
    "escapes": repeated("\\u00c3\\u00a9"),
    "percent escapes": repeated("%C3%A9"),
    "quoted-printable": repeated("=C3=A9"),
    "pragmas": repeated("fixenc: off\xe2\nfixenc: on\n"),
    "legacy": lambda size: b"\xe9\xe8 " * (size // 3),
    "legacy words": lambda size: b"d\xe9j\xe0 vu " * (size // 8),
}


def seconds(kind: str, size: int, limit: float) -> float | None:
    """The processor's time for the text, without the start; ``None`` if over a limit."""
    command = [sys.executable, __file__, "--one", kind, str(size)]
    try:
        ran = subprocess.run(
            command, stdout=subprocess.PIPE, check=True, timeout=limit + 10, preexec_fn=_bounded
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    return float(ran.stdout)


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def one(kind: str, size: int, profile: bool) -> None:
    """Repair one text, and print how long it took."""
    from fixenc.files import FileProblem, repair_bytes

    repair_bytes("It wasn\xe2t me, caf\xc3\xa9".encode())  # what is loaded once is no matter here
    data = KINDS[kind](size)
    if profile:
        import cProfile
        import pstats

        profiler = cProfile.Profile()
        profiler.enable()
    start = time.process_time()
    with suppress(FileProblem):  # said in one line, which is an answer too
        assert repair_bytes(data, path="<hostile>").data
    print(time.process_time() - start)
    if profile:
        profiler.disable()
        pstats.Stats(profiler).sort_stats("tottime").print_stats(12)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1,2,4,8", help="megabytes, each twice the one before")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--limit", type=float, default=300, help="seconds for one text")
    parser.add_argument("--one", nargs=2, metavar=("KIND", "BYTES"), help=argparse.SUPPRESS)
    parser.add_argument("--profile", action="store_true", help="with --one: where the time goes")
    options = parser.parse_args()
    if options.one:
        one(options.one[0], int(options.one[1]), options.profile)
        return 0
    sizes = [float(size) for size in options.sizes.split(",")]
    print(f"{'':28}" + "".join(f"{size:>9g} MB" for size in sizes) + "   ratios")
    superlinear: list[str] = []
    for kind in options.kinds.split(","):
        took: list[float] = []
        for size in sizes:
            answer = seconds(kind, int(size * 1_000_000), options.limit)
            if answer is None:
                break
            took.append(answer)
        ratios = [later / earlier for earlier, later in pairwise(took)]
        shown = "".join(f"{time:>10.2f} s" for time in took) + "   over the limit" * (
            len(took) < len(sizes)
        )
        print(f"{kind:28}{shown}   {' '.join(f'{ratio:.1f}' for ratio in ratios)}", flush=True)
        # Below a tenth of a second it is the clock that is measured.
        if len(took) < len(sizes) or (ratios and took[-1] > 0.1 and ratios[-1] > 3):
            superlinear.append(kind)
    print("superlinear: " + (", ".join(superlinear) or "none"))
    return 1 if superlinear else 0


if __name__ == "__main__":
    sys.exit(main())
