"""Everything that was found, as JSON.

The document is one object.  ``version`` is that of its form; it grows when a
member is removed or changes its meaning, not when one is added::

    {
      "version": 1,
      "files": [
        {
          "path": "report.txt",
          "encoding": "utf-8",
          "kind": "prose",
          "written": false,
          "changes": [                        of the file as a whole
            {
              "aspect": "encoding",           or bom
              "old": "cp1252",
              "new": "utf-8",
              "evidence": "..."
            }
          ],
          "edits": [
            {
              "start": 7, "end": 8,           characters, half-open, from 0
              "line": 1, "column": 8,         of the start, from 1
              "old": "\\u00e2",
              "new": "\\u2019",               null for a flag
              "rules": ["lone-circumflex"],   the chain that led there
              "safety": "safe",               safe, unsafe or flag
              "applied": true,                part of what --in-place writes
              "note": "",
              "others": []                    further candidates, best first
            }
          ]
        }
      ],
      "problems": [{"path": "gone.txt", "message": "..."}],
      "summary": {
        "files": 12, "repaired": 1, "applied": 1, "changes": 1,
        "proposed": 0, "flagged": 0, "problems": 1, "skipped": 0
      }
    }

``schema.json`` beside this module says the same as a JSON Schema.  In JSON Lines
each file, each problem and at the end the summary is an object of its own on
one line, with its ``type`` (file, problem, summary) as a further member; the
first line, of type version, names the ``version``.

``files`` holds the files in which something was found, in the order of the run; of a
large file (8 MB) there is a member for each part in which something was found.
Text is escaped to ASCII; a byte that does not decode is a lone low surrogate,
U+DC00 and its value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from fixenc.core.edits import Safety
from fixenc.engine.repair import Repair
from fixenc.review.outcome import Outcome, Tally
from fixenc.review.wording import safety

VERSION = 1


def as_json(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The object described above, in pieces: one line for each file."""
    tally = Tally()
    problems: list[dict[str, str]] = []
    yield f'{{\n"version": {VERSION},\n"files": ['
    comma = "\n"
    for outcome in outcomes:
        tally.add(outcome)
        if outcome.problem:
            problems.append({"path": outcome.path, "message": outcome.problem})
        if outcome.repair is not None and outcome.found:
            yield comma + json.dumps(file_record(outcome, outcome.repair))
            comma = ",\n"
    summary = json.dumps(_summary(tally))
    yield f'\n],\n"problems": {json.dumps(problems)},\n"summary": {summary}\n}}\n'


def as_json_lines(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The report as one JSON object on each line, which can be read during the run."""
    tally = Tally()
    yield json.dumps({"type": "version", "version": VERSION}) + "\n"
    for outcome in outcomes:
        tally.add(outcome)
        if outcome.problem:
            problem = {"type": "problem", "path": outcome.path, "message": outcome.problem}
            yield json.dumps(problem) + "\n"
        if outcome.repair is not None and outcome.found:
            yield json.dumps({"type": "file", **file_record(outcome, outcome.repair)}) + "\n"
    yield json.dumps({"type": "summary", **_summary(tally)}) + "\n"


def _summary(tally: Tally) -> dict[str, int]:
    return {
        "files": tally.files,
        "repaired": tally.repaired,
        "applied": tally.applied,
        "changes": tally.changes.total(),
        "proposed": tally.proposed[Safety.UNSAFE],
        "flagged": tally.proposed[Safety.FLAG],
        "problems": tally.problems,
        "skipped": tally.skipped,
    }


def file_record(outcome: Outcome, repair: Repair) -> dict[str, object]:
    """The member of ``files`` for one file."""
    document = repair.document
    applied = frozenset(repair.applied)
    edits: list[dict[str, object]] = []
    for edit in repair.edits:
        line, column = document.position(edit.start)
        edits.append(
            {
                "start": document.offset + edit.start,
                "end": document.offset + edit.end,
                "line": line,
                "column": column,
                "old": document.text[edit.start : edit.end],
                "new": edit.new,
                "rules": edit.rules,
                "safety": safety(edit),
                "applied": edit in applied,
                "note": edit.note,
                "others": edit.others,
            }
        )
    return {
        "path": outcome.path,
        "encoding": document.encoding,
        "kind": document.kind.value,
        "written": outcome.written,
        "changes": [
            {
                "aspect": change.aspect,
                "old": change.old,
                "new": change.new,
                "evidence": change.evidence,
            }
            for change in outcome.changes
        ],
        "edits": edits,
    }
