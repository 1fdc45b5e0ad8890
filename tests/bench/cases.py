"""How many single cases each tool gets right.

    python tests/bench/cases.py FILE.jsonl... [--show] [--skip WORD]

A case is a JSON object a line: ``input``, what is ``right`` (or ``expected``), perhaps other
answers that count as right (``also``), and the ``kind`` of damage.  Where the input is right
itself, the text must stay.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tools

OUTCOMES = ("restored", "kept", "left", "wrong")


def cases(path: Path) -> Iterator[dict[str, Any]]:
    """The cases of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def outcome(case: dict[str, Any], after: str) -> str:
    """What became of a case: restored, kept (it was right), left or wrong."""
    before, right = case["input"], case["right"] if "right" in case else case["expected"]
    answers = {unicodedata.normalize("NFC", answer) for answer in (right, *case.get("also", ()))}
    if unicodedata.normalize("NFC", after) in answers:
        return "kept" if after == before else "restored"
    return "left" if after == before else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true", help="print what fixenc gets wrong")
    parser.add_argument("--skip", metavar="WORD", help="leave out the kinds with this in them")
    options = parser.parse_args()
    for path in options.files:
        counts: Counter[tuple[str, str]] = Counter()
        every = [
            case
            for case in cases(path)
            if not options.skip or options.skip not in case.get("kind", "")
        ]
        for case in every:
            for tool, result in tools.results(case["input"], tools.NAMES):
                found = outcome(case, result.after)
                counts[tool, found] += 1
                if options.show and tool in tools.NAMES[2:] and found in ("left", "wrong"):
                    print(f"{tool}, {found}: {case.get('kind', '')}\n  input {case['input']!r}")
                    if found == "wrong":
                        print(f"  got   {result.after!r}")
        print(f"\n{path}: {len(every)} cases" + "".join(f"{name:>10}" for name in OUTCOMES))
        for tool in tools.NAMES:
            cells = "".join(f"{counts[tool, name]:>10}" for name in OUTCOMES)
            print(f"{tool:>{len(str(path)) + 2 + len(str(len(every))) + 6}}{cells}")


if __name__ == "__main__":
    main()
