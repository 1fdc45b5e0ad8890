"""How much of what an edit damaged comes back from the version before.

    python tests/bench/history.py damage FOLDER... [--files N] [--seed S]
    python tests/bench/history.py clean RELEASE...
    python tests/bench/history.py speed FOLDER... [--files N]

``damage`` edits text files (lines deleted, moved, indented, added, and words changed in lines),
damages the result in every channel of the registry, and counts the lines that come back exactly
and the deliberate edits that are lost.  The damage is made by Python's own codecs.

``clean`` commits the releases of a package one after the other, from folders, wheels or archives
in this order, and counts the changed files in which the guard finds anything.

``speed`` stages files, edited or damaged, and measures what the comparison with HEAD adds to the
check, and how long the guard takes.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from commits import measure_clean, measure_speed

from fixenc import codecs
from fixenc.core.edits import Safety, apply
from fixenc.history.restore import restore

_NEW_LINES = ("return value", "# checked twice", "if done: break", "A new paragraph begins.")
_LEAD = range(0x81, 0xFF)

Damage = Callable[[str], "str | None"]


def misread(writer: str, reader: str, lost: str) -> Damage:
    """Text in ``writer`` read with ``reader``; ``lost`` as in the names of :func:`channels`."""

    def damage(text: str) -> str | None:
        try:
            data = text.encode(writer)
        except UnicodeEncodeError:
            return None
        if lost == "swallowed":
            return swallowed(data, reader)
        if lost == "control":
            shown = codecs.shown(reader)
            return "".join(shown[byte] for byte in data)
        if lost == "stripped":
            shown = codecs.shown(reader)
            return "".join(c for c in (shown[b] for b in data) if not "\x80" <= c <= "\x9f")
        errors = "ignore" if lost == "dropped" else "replace"
        found = data.decode(reader, errors)
        return found.replace("\ufffd", "?") if lost == "?" else found

    return damage


def swallowed(data: bytes, reader: str) -> str:
    """What a program reads that takes the byte behind a stray lead byte along."""
    found: list[str] = []
    at = 0
    while at < len(data):
        if data[at] < 0x80:
            found.append(chr(data[at]))
            at += 1
            continue
        is_single = reader == "cp932" and 0xA1 <= data[at] <= 0xDF  # half-width katakana
        size = 1 if is_single else 2
        try:
            found.append(data[at : at + size].decode(reader))
        except UnicodeDecodeError:
            found.append("?")
        at += size
    return "".join(found)


def saved(codec: str) -> Damage:
    """Text that is saved in a codec without some of its characters."""
    return lambda text: text.encode(codec, "replace").decode(codec)


def channels() -> Iterator[tuple[str, str, Damage]]:
    """All channels: the group, the name, and the damage."""
    names = [row.name for row in codecs.CODECS if not row.is_utf8]
    for reader in names:
        single = reader in codecs.SINGLE_BYTE
        for lost in (
            ("control", "stripped", "dropped", "?", "\ufffd")
            if single
            else ("\ufffd", "?", "dropped")
        ):
            yield f"UTF-8, {lost}", f"utf-8 as {reader}", misread("utf-8", reader, lost)
        if single:
            once = misread("utf-8", reader, "control")
            yield (
                "UTF-8, twice",
                f"utf-8 as {reader} twice",
                lambda text, once=once: once(once(text)),
            )
        else:
            narrow = "gbk" if reader == "gb18030" else reader
            yield "UTF-8, swallowed", f"utf-8 as {narrow}", misread("utf-8", narrow, "swallowed")
        for writer in names:
            if writer != reader:
                lost = "control" if single else "\ufffd"
                yield (
                    f"legacy pair, {'one byte' if single else 'wide'}",
                    f"{writer} as {reader}",
                    misread(writer, reader, lost),
                )
        yield "legacy as UTF-8", f"{reader} as utf-8", misread(reader, "utf-8", "\ufffd")
        yield "saved as", f"saved as {reader}", saved(reader)


def edited(text: str, chance: Random) -> tuple[str, set[int]]:
    """A text after deliberate edits, and the numbers of the lines that were changed or added."""
    lines = [(line, False) for line in text.split("\n")]
    for _ in range(max(3, len(lines) // 40)):
        at = chance.randrange(len(lines))
        line = lines[at][0]
        match chance.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, (chance.choice(_NEW_LINES), True))
            case 2:
                moved = lines[at : at + 5]
                del lines[at : at + 5]
                place = chance.randrange(len(lines) + 1)
                lines[place:place] = moved
            case 3:
                lines[at : at + 3] = [(f"    {each}", mark) for each, mark in lines[at : at + 3]]
            case _:
                words = line.split(" ")
                words[chance.randrange(len(words))] = chance.choice(("value", "(other)", "x2"))
                lines[at] = " ".join(words), True
        lines = lines or [("", True)]
    return "\n".join(line for line, _ in lines), {at for at, (_, m) in enumerate(lines) if m}


def texts(folders: list[str], most: int, chance: Random) -> list[str]:
    """Texts of files that are not ASCII, 5 to 400 lines of them."""
    found = [
        file for folder in folders for file in sorted(Path(folder).rglob("*")) if file.is_file()
    ]
    chance.shuffle(found)
    chosen: list[str] = []
    for file in found:
        try:
            text = file.read_bytes()[:200_000].decode("utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        if "\0" in text or text.isascii() or "\ufffd" in text or text.startswith("\ufeff"):
            continue
        lines = text.replace("\r\n", "\n").split("\n")
        start = chance.randrange(max(1, len(lines) - 400))
        part = "\n".join(lines[start : start + chance.randrange(20, 400)])
        if not part.isascii() and len(part) < 40_000:
            chosen.append(part)
        if len(chosen) == most:
            break
    return chosen


def measure_damage(options: argparse.Namespace) -> None:
    """Print, for each group of channels, the share of lines that come back exactly."""
    chance = Random(options.seed)
    found = texts(options.folders, options.files, chance)
    every = [each for each in channels() if not options.only or options.only in each[0]]
    counts: dict[str, Counter[str]] = {}
    spent = 0.0
    missed: Counter[str] = Counter()
    for number, text in enumerate(found):
        for group, name, damage in (
            every if options.all else chance.sample(every, min(len(every), options.sample))
        ):
            clean, own = edited(text, chance)
            wrong = damage(clean)
            if wrong is None or wrong == clean:
                continue
            begun = time.perf_counter()
            edits = [edit for edit in restore(wrong, text) if edit.safety is Safety.SAFE]
            spent += time.perf_counter() - begun
            result = apply(wrong, edits)
            count = counts.setdefault(group, Counter())
            before = count.copy()
            compare(clean, wrong, result, own, count, set(text.split("\n")))
            lost = (count - before)["not back"]
            if lost:
                missed[f"{group}: {name}"] += lost
            if options.show and ((count - before)["not back"] or (count - before)["edits lost"]):
                show(number, group, name, clean, wrong, result)
    total: Counter[str] = sum(counts.values(), Counter())
    print(f"{'channel':28} {'lines':>8} {'back':>7} {'edited':>8} {'back':>7} {'edits lost':>10}")
    for group, count in [*sorted(counts.items()), ("all", total)]:
        print(
            f"{group:28} {count['damaged']:8} {share(count['back'], count['damaged'])} "
            f"{count['edited']:8} {share(count['edited back'], count['edited'])} "
            f"{count['edits lost']:10}"
        )
    print(f"{spent:.1f} s; most missed: {missed.most_common(12)}")


def compare(
    clean: str, wrong: str, result: str, own: set[int], count: Counter[str], old: set[str]
) -> None:
    """Count the damaged lines that are back, and the lines that were fine and changed."""
    ours = result.split("\n")
    theirs = clean.split("\n")
    were = wrong.split("\n")
    if len(were) != len(theirs):  # line feeds were swallowed: lines cannot be told one by one
        theirs_left = Counter(ours)
        for at, line in enumerate(theirs):
            if not line.isascii():
                kind = "edited" if at in own else "damaged"
                count[kind] += 1
                back = theirs_left[line] > 0
                theirs_left[line] -= back
                count["back" if kind == "damaged" else "edited back"] += back
                count["not back"] += not back and kind == "damaged"
        return
    for at, (line, was, now) in enumerate(zip(theirs, were, ours, strict=True)):
        if line == was:
            count["edits lost"] += now != line
        elif at in own:
            count["edited"] += 1
            count["edited back"] += now == line
        else:
            count["damaged"] += 1
            count["back"] += now == line
            count["not back"] += now != line


def show(number: int, group: str, name: str, clean: str, wrong: str, result: str) -> None:
    """Print the first line that is not back."""
    for line, was, now in zip(
        clean.split("\n"), wrong.split("\n"), result.split("\n"), strict=False
    ):
        if line != now:
            print(f"[{number}] {group}: {name}\n  {line[:150]!r}\n  {was[:150]!r}\n  {now[:150]!r}")
            break


def share(part: int, whole: int) -> str:
    """A share in percent."""
    return f"{100 * part / whole:6.2f}%" if whole else "      -"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    jobs = parser.add_subparsers(required=True)
    damage = jobs.add_parser("damage")
    damage.add_argument("folders", nargs="+")
    damage.add_argument("--files", type=int, default=40)
    damage.add_argument("--sample", type=int, default=60)
    damage.add_argument("--all", action="store_true")
    damage.add_argument("--only", default="")
    damage.add_argument("--show", action="store_true")
    damage.add_argument("--seed", type=int, default=1)
    damage.set_defaults(run=measure_damage)
    clean = jobs.add_parser("clean")
    clean.add_argument("releases", nargs="+")
    clean.set_defaults(run=measure_clean)
    speed = jobs.add_parser("speed")
    speed.add_argument("folders", nargs="+")
    speed.add_argument("--files", type=int, default=2000)
    speed.add_argument("--damaged", action="store_true", help="and with all files damaged: slow")
    speed.set_defaults(run=measure_speed)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
