"""Bounds: how much is read at once, sampled, and kept as examples."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fixenc.core.edits import Safety
from fixenc.dataset import ranges, sample
from fixenc.dataset.engines.engine import ATTEMPTS, Dispatcher, Lost
from fixenc.dataset.inputs import Format, Input
from fixenc.dataset.job import Done, OnError, State, Task
from fixenc.dataset.plan import plan
from fixenc.dataset.run import dispatcher
from fixenc.dataset.tables.crawl import warc
from fixenc.dataset.tables.parquet import ParquetPart, ParquetTable
from fixenc.dataset.tally import EXAMPLES, LONGEST, Tally
from fixenc.integrations.change import Change
from fixenc.run.config import Settings

BAD, GOOD = "caf\xc3\xa9", "café"


def change(row: int, before: str = BAD) -> Change:
    return Change(row, 0, 5, before, GOOD, "mojibake", Safety.SAFE, ("text",))


def test_a_tally_keeps_some_examples_and_counts_all() -> None:
    tally = Tally()
    tally.count("a", 9, 1, {"text": [change(row) for row in range(EXAMPLES + 1)]})
    tally.count("b", 9, 0, {"text": [change(8, "x" * (LONGEST + 1))]})
    assert [each.row for each in tally.examples["mojibake"]] == [*range(EXAMPLES)]
    assert tally.changes == {("text", "mojibake"): EXAMPLES + 2}
    assert (tally.rows, tally.changed_rows, tally.bad_rows) == (18, EXAMPLES + 2, 1)
    other = Tally()
    other.count("c", 5, 0, {"text": [change(2, "y" * (LONGEST + 1))]})
    assert [len(each.before) for each in other.examples["mojibake"]] == [LONGEST]
    other.add(tally)
    assert [each.file for each in other.examples["mojibake"]] == ["c", *"a" * (EXAMPLES - 1)]
    assert Tally.from_json(other.to_json()) == other


def test_a_sample_ends_in_the_middle_of_a_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sample, "ROWS", 3)
    pq.write_table(pa.table({"text": ["a", BAD, "b", BAD, BAD]}), "a.parquet", row_group_size=2)
    [done] = sample.sample(plan("a.parquet", "out", ("text",), Settings()))
    assert (done.tally.rows, done.tally.changed_rows) == (3, 1)
    Path("a.csv").write_text("id,text\n" + f"1,{BAD}\n" * 5, encoding="utf-8")
    [done] = sample.sample(plan("a.csv", "out", ("text",), Settings()))
    assert (done.tally.rows, done.tally.changed_rows) == (3, 3)


def test_files_of_a_sample_are_evenly_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sample, "FILES", 3)
    Path("in").mkdir()
    for number in range(7):
        pq.write_table(pa.table({"text": ["x" * number]}), f"in/{number}.parquet")
    looked = [done.task.file.name for done in sample.sample(plan("in", "o", ("text",), Settings()))]
    assert looked == ["0.parquet", "2.parquet", "4.parquet"]


def test_a_file_is_huge_from_a_size_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pq.write_table(pa.table({"text": ["a"] * 6}), "a.parquet", row_group_size=1)
    planned = plan("a.parquet", "out", ("text",), Settings())
    file = planned.tasks[0].file
    monkeypatch.setattr(ranges, "RANGE", (file.size + 1) // 2)
    for huge, cuts in ((file.size, ((0, 3), (3, 6))), (file.size + 1, ())):
        monkeypatch.setattr(ranges, "HUGE", huge)
        assert ranges.ranges_of(planned.job, file) == cuts


def test_rows_set_aside_are_part_of_what_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_text(f'{{"text": "{BAD}"}}\nnonsense\n', encoding="utf-8")
    quarantined = Path("out/_quarantine/a.jsonl")

    def again(on_error: OnError) -> State:
        planned = plan("a.jsonl", "out", ("text",), Settings(), on_error=on_error, resume=True)
        [done] = dispatcher(planned, jobs=1).run()
        return done.state

    assert again(OnError.SKIP) is State.WRITTEN
    assert again(OnError.SKIP) is State.FINISHED
    assert not quarantined.exists()
    assert again(OnError.QUARANTINE) is State.WRITTEN
    assert quarantined.read_text() == "nonsense\n"
    assert again(OnError.QUARANTINE) is State.FINISHED
    assert Path("out/a.jsonl").read_text(encoding="utf-8") == f'{{"text": "{GOOD}"}}\n'
    assert again(OnError.SKIP) is State.WRITTEN


def test_a_huge_row_group_stays_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = (1 << 20) + 1  # one more than Arrow writes unless it is asked to
    texts = pa.concat_arrays([pa.array([BAD]), pa.nulls(rows - 1, pa.string())])
    pq.write_table(pa.table({"text": texts}), "a.parquet", row_group_size=rows)
    [done] = dispatcher(plan("a.parquet", "out", ("text",), Settings()), jobs=1).run()
    assert done.state is State.WRITTEN
    after = pq.ParquetFile("out/a.parquet")
    assert [after.metadata.row_group(at).num_rows for at in range(after.num_row_groups)] == [rows]
    assert after.read().column("text")[0].as_py() == GOOD


def test_a_part_is_given_up_before_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    def watched(table: ParquetTable) -> Iterator[ParquetPart]:
        for group in range(*table.groups):
            part = [ParquetPart(table, group)]
            known = weakref.ref(part[0])
            yield part.pop()
            held.append(known() is not None)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ParquetTable, "parts", watched)
    pq.write_table(pa.table({"text": ["a", BAD, BAD, "b"]}), "a.parquet", row_group_size=1)
    planned = plan("a.parquet", "out", ("text",), Settings())
    [done] = dispatcher(planned, 1).run()
    assert done.state is State.WRITTEN
    assert pq.read_table("out/a.parquet")["text"].to_pylist() == ["a", GOOD, GOOD, "b"]
    assert held == [False] * 4


@pytest.mark.parametrize(("bound", "parts"), [("ROWS", [2, 2, 1]), ("SIZE", [1, 1, 1, 1, 1])])
def test_a_part_of_a_crawl_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, parts: list[int]
) -> None:
    pytest.importorskip("warcio")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(warc, bound, 2)
    data = BAD.encode()
    record = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:%d>\r\n"
    record += b"WARC-Date: 2024-01-01T00:00:00Z\r\nContent-Type: text/plain\r\n"
    record += b"Content-Length: %d\r\n\r\n" % len(data) + data.replace(b"%", b"%%") + b"\r\n\r\n"
    Path("a.wet").write_bytes(b"".join(record % number for number in range(5)))
    planned = plan("a.wet", "out", ("text",), Settings(), log="log")
    job = planned.job
    found = warc.WarcTable(job.source, planned.tasks[0].file, ("text",), job.form).parts()
    assert [part.rows for part in found] == parts
    [done] = dispatcher(planned, jobs=1).run()
    assert done.tally.changed_rows == 5
    assert pq.read_table("log/a.wet.changes.parquet")["row"].to_pylist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("lost", range(1, ATTEMPTS + 1))
def test_a_task_is_given_up_after_some_attempts(lost: int) -> None:
    task = Task(Input("a", 1, Format.PARQUET), "a")
    ends = iter([Lost(task, "by SIGKILL")] * lost + [Done(task, State.WRITTEN)] * ATTEMPTS)
    work = Dispatcher([task], Ends(lambda: next(ends)), OnError.SKIP)
    [done] = work.run()
    assert (done.state is State.FAILED) == (lost == ATTEMPTS)
    assert work.retries == min(lost, ATTEMPTS - 1)


class Ends:
    """An engine whose tasks end in the ways that a function returns."""

    def __init__(self, end: Callable[[], Done | Lost]) -> None:
        self.end = end
        self.busy = False

    def free(self) -> bool:
        return not self.busy

    def start(self, task: Task) -> None:
        self.busy = True

    def ended(self) -> list[Done | Lost]:
        self.busy = False
        return [self.end()]

    def close(self) -> None:
        pass
