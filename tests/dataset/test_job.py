"""A job: which files it takes, what it writes, and how it goes on after it was stopped."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fixenc.cli import main
from fixenc.dataset import ranges, run, task
from fixenc.dataset.engines.engine import ATTEMPTS, Dispatcher, Lost
from fixenc.dataset.engines.local import InProcess, Processes
from fixenc.dataset.finding import Found
from fixenc.dataset.inputs import Format, Input, inputs
from fixenc.dataset.job import Done, Job, OnError, State, Task
from fixenc.dataset.log import SCHEMA
from fixenc.dataset.output import Output
from fixenc.dataset.plan import Plan, plan
from fixenc.dataset.progress import Progress
from fixenc.dataset.summary import Summary
from fixenc.dataset.tally import Tally
from fixenc.run.config import ConfigProblem, Settings

DAMAGED = "caf\xc3\xa9"


def write_tables(folder: Path, files: int = 3, rows: int = 4) -> None:
    """Some files of Parquet, each with one cell that is damaged but the first file."""
    for number in range(files):
        texts = [f"row {number}.{row}" for row in range(rows)]
        if number:
            texts[-1] = f"{DAMAGED} {number}"
        path = folder / f"part-{number}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table({"text": texts, "title": ["x"] * rows}), path, row_group_size=2)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data set, in the current folder."""
    monkeypatch.chdir(tmp_path)
    write_tables(tmp_path / "in")
    return tmp_path


def texts(folder: Path) -> dict[str, object]:
    """What the tables in ``folder`` hold."""
    return {
        path.relative_to(folder).as_posix(): pq.read_table(path).to_pydict()
        for path in sorted(folder.rglob("*.parquet"))
    }


def output(folder: Path) -> list[str]:
    """The files in ``folder``, all of them but the records."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_relative_to(folder / ".fixenc" / "records")
    )


def told(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], list[str]]:
    out, err = capsys.readouterr()
    return out.splitlines(), err.splitlines()


@pytest.mark.parametrize(
    ("named", "names"),
    [
        ("in", ["a.csv", "deep/b.jsonl.gz", "deep/er/c.parquet"]),
        ("in/", ["a.csv", "deep/b.jsonl.gz", "deep/er/c.parquet"]),
        ("in/a.csv", ["a.csv"]),
        ("in/*.csv", ["a.csv"]),
        ("in/**/*", ["a.csv", "deep/b.jsonl.gz", "deep/er/c.parquet"]),
        ("in/*/*.gz", ["deep/b.jsonl.gz"]),
        ("in/**/[bc].*", ["deep/b.jsonl.gz", "deep/er/c.parquet"]),
        ("in/**/[!bc].*", ["a.csv"]),
        ("in/_*/*", ["_d/e.arrow"]),
        ("in/.f/?.[c-d]sv", ["g.csv"]),
        ("in/?.csv", ["a.csv"]),
        ("in/de*/er/c.parquet", ["deep/er/c.parquet"]),
        ("in/[x].csv", ["[x].csv"]),
    ],
)
def test_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, names: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    files = ["a.csv", "deep/b.jsonl.gz", "deep/er/c.parquet", "README.md", "_d/e.arrow", ".f/g.csv"]
    if named == "in/[x].csv":
        files.append("[x].csv")
    for name in files:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"text\n")
    found = inputs(named)
    assert [file.name for file in found.files] == names
    assert all(file.size == 5 for file in found.files)
    assert found.left_out == ({"no tables": 1} if named == "in/**/*" else {})
    beside = ["README.md", "_d/e.arrow", ".f/g.csv"] if named in ("in", "in/") else []
    assert sorted(file.name for file in found.others) == sorted(beside)


@pytest.mark.parametrize(
    ("source", "target", "options", "problem"),
    [
        ("nowhere", "out", {}, "nowhere: there is no such file or folder"),
        ("in/*.csv", "out", {}, "in/*.csv: matches no tables; they end in .parquet, .jsonl"),
        ("empty", "out", {}, "empty: holds no tables; they end in"),
        ("in", "in", {}, "in: lies inside in; choose a folder outside of it"),
        ("in", "in/out", {}, "in/out: lies inside in; choose"),
        ("in", "out", {"log": "in/log"}, "in/log: lies inside in; choose"),
        ("in", "out", {"log": "out/log"}, "out/log: lies inside out, where it would be"),
        ("in", "full", {}, "full/part-1.parquet: is there already; --resume goes on"),
        ("in", "out", {"log": "full"}, "full/part-2.parquet.changes.parquet: is there already"),
        ("in", "full/part-1.parquet", {}, "is a file, but there are several to write"),
        ("in/part-1.parquet", "out.csv", {}, "would be of another format than part-1.parquet"),
        ("in/part-1.parquet", "notes.txt", {}, "notes.txt: would be of another format"),
        ("in/part-1.parquet", "in", {}, "in/part-1.parquet: is the input itself; choose another"),
        ("in/part-1.parquet", "in/part-1.parquet", {}, "in/part-1.parquet: is the input itself"),
        ("in/part-1.parquet", "same", {}, "same/part-1.parquet: is the input itself"),
        (
            "_quarantine/x.parquet",
            ".",
            {"on_error": "quarantine"},
            "./_quarantine/x.parquet: is the input itself",
        ),
        (
            "full/part-2.parquet.changes.parquet",
            "out/part-2.parquet",
            {"log": "full"},
            "full/part-2.parquet.changes.parquet: is the input itself",
        ),
        ("in/part-1.parquet", "out", {"log": "out/log"}, "out/log: lies inside out, where"),
        ("http://x/y", "out", {}, "http://x/y: is no place that can be reached: "),
        ("in", "ftp://x/y", {}, "ftp://x/y: is no place that can be reached: "),
    ],
)
def test_plans_that_cannot_be_carried_out(
    data: Path, source: str, target: str, options: dict[str, str], problem: str
) -> None:
    (data / "same").symlink_to("in")
    for name in ("empty/notes.md", "notes.txt", "full/part-1.parquet", "_quarantine/x.parquet"):
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text("x")
    (data / "full" / "part-2.parquet.changes.parquet").write_text("x")
    on_error = OnError(options.get("on_error", "fail"))
    with pytest.raises(ConfigProblem) as raised:
        plan(source, target, ("text",), Settings(), on_error=on_error, log=options.get("log"))
    assert problem in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_name_that_is_not_utf8(data: Path) -> None:
    try:
        Path(os.fsdecode(b"in/\xff.csv")).touch()
    except OSError:
        pytest.skip("no such names here")
    with pytest.raises(ConfigProblem, match=r"^in: holds .*/in/\\xff.csv, no name in UTF-8$"):
        inputs("in")


def test_an_output_that_cannot_be_written(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "file").touch()
    assert main(["dataset", "in", "file/out", "--column", "text"]) == 2
    _, err = told(capsys)
    assert err[0].endswith("file/out/.fixenc/unfinished: not a directory")


def test_the_command(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "in", "out", "--column", "text,title", "--changes", "log"]) == 0
    assert output(data / "out") == ["part-0.parquet", "part-1.parquet", "part-2.parquet"]
    assert texts(data / "out")["part-2.parquet"] == {
        "text": ["row 2.0", "row 2.1", "row 2.2", "café 2"],
        "title": ["x"] * 4,
    }
    clean = Path("part-0.parquet")
    assert (data / "out" / clean).read_bytes() == (data / "in" / clean).read_bytes()
    out, err = told(capsys)
    assert not out
    assert err[0].startswith("2 rows of 12 changed, in 2 places. Files: ")
    assert "1 copied unchanged" in err[0]
    assert "2 written" in err[0]
    assert output(data / "log") == [f"part-{at}.parquet.changes.parquet" for at in range(3)]
    log = pq.read_table(data / "log" / "part-2.parquet.changes.parquet")
    assert log.schema == SCHEMA
    assert log.to_pylist() == [
        {
            "file": "part-2.parquet",
            "row": 3,
            "column": "text",
            "start": 3,
            "end": 5,
            "before": "\xc3\xa9",
            "after": "é",
            "rule": "mojibake",
            "safety": "safe",
        }
    ]
    assert pq.read_table(data / "log" / "part-0.parquet.changes.parquet").num_rows == 0


def test_one_file_can_be_named(data: Path) -> None:
    assert main(["dataset", "in/part-1.parquet", "new/name.parquet", "--column", "text"]) == 0
    assert output(data / "new") == ["name.parquet"]
    assert pq.read_table(data / "new" / "name.parquet")["text"].to_pylist()[-1] == "café 1"


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
@pytest.mark.parametrize("target", ["out", "in/out", "in/new.parquet"])
@pytest.mark.parametrize("log", ["log", "in", "in/log"])
def test_one_file_goes_beside_others(
    data: Path, target: str, log: str, option: tuple[str, ...]
) -> None:
    before = texts(data / "in")
    named = ["dataset", "in/part-1.parquet", target, "--column", "text", "--changes", log]
    assert main([*named, *option]) == 0
    after = texts(data / "in")
    assert {name: after[name] for name in before} == before
    written = target if target.endswith(".parquet") else f"{target}/part-1.parquet"
    assert (data / written).exists() == (not option)
    if not option:
        assert pq.read_table(data / written)["text"].to_pylist()[-1] == "café 1"
        assert (data / log / f"{Path(written).name}.changes.parquet").exists()


def test_a_report(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "in", "out", "--column", "text", "--report"]) == 0
    out, _ = told(capsys)
    assert out == [
        "column text: 2 changes",
        "            2  mojibake",
        "mojibake, for example",
        *(f"  \xc3© → é  (part-{at}.parquet, row 3)" for at in (1, 2)),
    ]


def test_a_report_of_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--report", "--dry-run"):
        named = ["dataset", "in/part-1.parquet", "out", "--column", "titel", option]
        assert main(named) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        problem, *rest = printed.err.splitlines()
        assert "has no column 'titel'" in problem
        told_more = ["Files: 1 failed.", "Failed: part-1.parquet."]
        assert rest == (told_more if option == "--report" else [])


def test_a_dry_run_writes_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "in", "out", "--column", "text", "--dry-run"]) == 0
    assert not (data / "out").exists()
    out, _ = told(capsys)
    assert out[0] == (
        "Of 12 rows at the beginning of 3 files of 3, 2 would change (17 %), in 2 places."
    )
    assert "column text: 2 changes" in out
    assert main(["dataset", "in", "out", "--column", "text,titel", "--dry-run"]) == 2
    _, err = told(capsys)
    assert "has no column 'titel'; its columns are 'text', 'title'" in err[0]


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["in", "out"], "Missing option '--column'"),
        (["in", "out", "--column", ","], "--column names no column"),
        (["in", "out", "--column", "a", "--address", "auto"], "--address is for --engine ray"),
        (["in", "out", "--column", "a", "--select", "x"], "--select: there is no rule 'x'"),
        (["in", "out", "--column", "a", "--jobs", "0"], "'--jobs'"),
        (["in", "out", "--column", "a"], "parquet: has no column 'a'; its columns are"),
    ],
)
def test_wrong_arguments(
    data: Path, capsys: pytest.CaptureFixture[str], args: list[str], problem: str
) -> None:
    assert main(["dataset", *args]) == 2
    _, err = told(capsys)
    assert any(line.startswith("fixenc: ") and problem in line for line in err)


def test_the_first_failure_stops_all(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "in" / "bad.parquet").write_bytes(b"nonsense" * 1000)  # the largest: it comes first
    options = ["dataset", "in", "out", "--column", "text"]
    assert main(options) == 2
    _, err = told(capsys)
    assert err[0].startswith("fixenc: bad.parquet: cannot be read as Parquet")
    assert err[2:] == ["Failed: bad.parquet.", "3 files not begun; --resume goes on from here."]
    assert main([*options, "--on-error", "skip"]) == 2
    assert output(data / "out") == ["part-0.parquet", "part-1.parquet", "part-2.parquet"]
    assert main([*options, "--on-error", "quarantine", "--resume"]) == 1
    assert output(data / "out") == [
        "_quarantine/bad.parquet", "part-0.parquet", "part-1.parquet", "part-2.parquet"
    ]  # fmt: skip


def states(planned: Plan, **options: object) -> dict[str, State]:
    """What becomes of each file of a plan."""
    work = run.dispatcher(planned, **options)  # type: ignore[arg-type]
    return {done.task.file.name: done.state for done in work.run()}


def test_resume_goes_by_content(data: Path) -> None:
    def resumed(**options: object) -> list[State]:
        planned = plan("in", "out", ("text",), Settings(), resume=True, log="log")
        planned = replace(planned, job=replace(planned.job, **options))  # type: ignore[arg-type]
        return [state for _, state in sorted(states(planned).items())]

    finished = State.FINISHED
    assert resumed() == [State.COPIED, State.WRITTEN, State.WRITTEN]
    assert resumed() == [finished, finished, finished]
    os.utime(data / "in" / "part-1.parquet")
    assert resumed() == [finished, finished, finished]
    whole = (data / "out" / "part-1.parquet").read_bytes()
    (data / "out" / "part-1.parquet").write_bytes(whole[:-1] + b"x")  # of the same size
    assert resumed() == [finished, State.WRITTEN, finished]
    assert (data / "out" / "part-1.parquet").read_bytes() == whole
    (data / "log" / "part-2.parquet.changes.parquet").unlink()
    assert resumed() == [finished, finished, State.WRITTEN]
    pq.write_table(pa.table({"text": ["other"]}), data / "in" / "part-0.parquet")
    assert resumed() == [State.COPIED, finished, finished]
    assert resumed(on_error=OnError.QUARANTINE) == [finished, finished, finished]
    assert resumed(settings=Settings(select=frozenset({"html-entity"}))) == [
        State.COPIED, State.COPIED, State.COPIED
    ]  # fmt: skip
    (data / "out" / ".fixenc" / "records" / "part-1.parquet.json").write_text('{"rows": 3}')
    assert resumed(settings=Settings(select=frozenset({"html-entity"})))[1] is State.COPIED


def test_what_others_wrote_is_not_overwritten(data: Path) -> None:
    (data / "out").mkdir()
    (data / "out" / "part-1.parquet").write_text("mine")
    planned = plan("in", "out", ("text",), Settings(), resume=True, on_error=OnError.SKIP)
    assert states(planned)["part-1.parquet"] is State.FAILED
    assert (data / "out" / "part-1.parquet").read_text() == "mine"


def test_a_file_that_changes_meanwhile(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan("in/part-1.parquet", "out", ("text",), Settings())

    def find(*args: object) -> Found:
        with (data / "in" / "part-1.parquet").open("ab") as file:
            file.write(b"x")
        return Found()

    monkeypatch.setattr(task, "find", find)
    done = task.perform(planned.job, planned.tasks[0])
    assert done.problem == "part-1.parquet: was changed while it was read; run fixenc again"
    assert output(data / "out") == []


def test_a_full_disk(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan("in/part-1.parquet", "out", ("text",), Settings())

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fixenc.dataset.store.NewFile.publish", full)
    done = task.perform(planned.job, planned.tasks[0])
    assert (done.problem, done.again) == ("part-1.parquet: no space left on device", False)
    assert output(data / "out") == []


def test_a_rule_that_fails_is_told_in_a_line(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan("in/part-1.parquet", "out", ("text",), Settings())
    monkeypatch.setattr(task, "find", lambda part, policy: {}["x"])
    done = task.perform(planned.job, planned.tasks[0])
    assert done.problem == "part-1.parquet: fixenc itself failed: KeyError: 'x'"


def test_workers_do_what_one_process_does(data: Path) -> None:
    write_tables(data / "in", files=9)
    assert len(states(plan("in", "one", ("text",), Settings()), jobs=1)) == 9
    assert len(states(plan("in", "two", ("text",), Settings()), jobs=2)) == 9
    for name in output(data / "one"):
        assert (data / "one" / name).read_bytes() == (data / "two" / name).read_bytes()
    assert output(data / "one") == output(data / "two")


@pytest.mark.parametrize(
    ("size", "jobs", "engine"),
    [
        (run.SMALL // 3, None, InProcess),
        (run.SMALL // 3 + 1, None, Processes),
        (run.SMALL, 1, InProcess),
        (1, 2, Processes),
    ],
)
def test_workers_where_they_pay(
    data: Path, monkeypatch: pytest.MonkeyPatch, size: int, jobs: int | None, engine: type
) -> None:
    monkeypatch.setattr(run, "processors", lambda: 2)
    planned = plan("in", "out", ("text",), Settings())
    tasks = tuple(replace(task, file=replace(task.file, size=size)) for task in planned.tasks)
    work = run.dispatcher(replace(planned, tasks=tasks), jobs=jobs)
    assert type(work.engine) is engine


@pytest.mark.parametrize(
    ("changed", "said"),
    [(0, "0 %"), (1, "0.1 %"), (42, "4.2 %"), (994, "99 %"), (996, "100 %"), (1000, "100 %")],
)
def test_shares_are_plain_numbers(changed: int, said: str) -> None:
    summary = Summary(Tally(rows=1000, changed_rows=changed))
    assert f"would change ({said})" in summary.sampled(1)


class Killer(Processes):
    """Processes, of which some are killed as soon as they have a task."""

    def __init__(self, job: Job, victims: list[str]) -> None:
        super().__init__(job, 2)
        self.victims = victims

    def start(self, task: Task) -> None:
        super().start(task)
        if task.file.name in self.victims:
            self.victims.remove(task.file.name)
            worker, _ = [*self._busy.values()][-1]
            worker.process.kill()


@pytest.mark.unix
def test_a_worker_that_is_killed_is_replaced(data: Path) -> None:
    planned = plan("in", "out", ("text",), Settings(), on_error=OnError.SKIP)
    victims = ["part-1.parquet"] + ["part-2.parquet"] * ATTEMPTS
    work = Dispatcher(planned.tasks, Killer(planned.job, victims), OnError.SKIP)
    ended = {done.task.file.name: done for done in work.run()}
    assert ended["part-1.parquet"].state is State.WRITTEN
    assert ended["part-2.parquet"].state is State.FAILED
    assert ended["part-2.parquet"].problem == (
        "part-2.parquet: lost 3 workers, the last one by SIGKILL"
    )
    assert work.retries == 1 + ATTEMPTS - 1
    planned.tidy()
    assert output(data / "out") == ["part-0.parquet", "part-1.parquet"]


@pytest.mark.parametrize(
    "moment",
    [
        ("before", "part-1.parquet"),  # it has begun to write
        ("before", "part-1.parquet.json"),  # all is written, nothing published
        ("after", "part-1.parquet.json"),  # the record says that an output is there, and it is not
        ("before", "part-1.parquet.changes.parquet"),
    ],
    ids=" ".join,
)
def test_what_a_killed_worker_did_is_done_again(data: Path, moment: tuple[str, str]) -> None:
    command = ["dataset", "in", "one", "--column", "text", "--changes", "log-one", "--jobs", "1"]
    assert main(command) == 0
    ran = subprocess.run(
        [sys.executable, Path(__file__).with_name("killing_driver.py"), *moment],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"states": {"COPIED": 1, "WRITTEN": 2}, "retries": 1}
    for ours, undisturbed in (("out", "one"), ("log", "log-one")):
        assert contents(data / ours) == contents(data / undisturbed)


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


class Failing:
    """An engine whose store fails some times."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.tasks: list[Task] = []

    def free(self) -> bool:
        return not self.tasks

    def start(self, task: Task) -> None:
        self.tasks.append(task)

    def ended(self) -> list[Done | Lost]:
        self.times -= 1
        task = self.tasks.pop()
        if self.times >= 0:
            return [Done(task, State.FAILED, problem="AWS Error", again=True)]
        return [Done(task, State.WRITTEN)]

    def close(self) -> None:
        self.tasks.clear()


@pytest.mark.parametrize(("times", "state"), [(0, "WRITTEN"), (2, "WRITTEN"), (3, "FAILED")])
def test_a_store_that_fails_is_tried_again(data: Path, times: int, state: str) -> None:
    planned = plan("in/part-1.parquet", "out", ("text",), Settings())
    work = Dispatcher(planned.tasks, Failing(times), OnError.FAIL)
    assert [done.state.name for done in work.run()] == [state]
    assert work.retries == min(times, ATTEMPTS - 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_huge_file_is_shared(
    data: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    table = pa.table({"text": ["fine", DAMAGED, "x", "y", f"{DAMAGED} z"] * 20, "n": range(100)})
    for folder in ("in", "plain"):
        (data / folder).mkdir(exist_ok=True)
        pq.write_table(table, data / folder / "huge.parquet", row_group_size=7)
    assert main(["dataset", "plain", "one", "--column", "text", "--changes", "log1"]) == 0
    monkeypatch.setattr(ranges, "HUGE", 1)
    monkeypatch.setattr(ranges, "RANGE", 500)
    planned = plan("in", "out", ("text",), Settings(), log="log", shared=True, resume=True)
    shared = {task.file.name: task.ranges for task in planned.tasks}
    assert len(shared["huge.parquet"]) > 2
    assert shared["huge.parquet"][0][0] == 0
    assert shared["huge.parquet"][-1][1] == 15
    work = run.dispatcher(planned, jobs=jobs)
    ended = {done.task.file.name: done for done in work.run()}
    assert len(ended) == len(planned.tasks) == 4
    assert ended["huge.parquet"].state is State.WRITTEN
    assert ended["huge.parquet"].tally.changed_rows == 40
    same = ("huge.parquet", "huge.parquet")
    assert (data / "out" / same[0]).read_bytes() == (data / "one" / same[1]).read_bytes()
    log = [data / folder / "huge.parquet.changes.parquet" for folder in ("log", "log1")]
    assert pq.read_table(log[0]).equals(pq.read_table(log[1]))
    # Nothing is left of what was shared.
    assert len(output(data / "out")) == 4
    assert set(states(planned, jobs=jobs).values()) == {State.FINISHED}


def test_a_range_that_fails_fails_its_file(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "HUGE", 1)
    monkeypatch.setattr(ranges, "RANGE", 1)
    planned = plan("in", "out", ("text",), Settings(), on_error=OnError.SKIP, shared=True)
    monkeypatch.setattr(ranges, "find", lambda part, policy: {}["x"])
    assert set(states(planned).values()) == {State.FAILED}
    assert not [*(data / "out").glob("*.parquet")]


def test_the_one_who_hands_out_is_killed(data: Path) -> None:
    write_tables(data / "in", files=8, rows=60)
    command = [sys.executable, "-m", "fixenc", "dataset", "in", "out", "--column", "text"]
    slow = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([*command, "--jobs", "2"], env=slow, stderr=subprocess.PIPE) as ran:
        until = time.monotonic() + 60
        while not [*(data / "out").glob("*.parquet")] and time.monotonic() < until:
            time.sleep(0.01)
        ran.kill()
    resumed = subprocess.run(
        [*command, "--jobs", "2", "--resume"], env=slow, capture_output=True, text=True, check=False
    )
    assert resumed.returncode == 0, resumed.stderr
    assert "finished before" in resumed.stderr
    assert output(data / "out") == [f"part-{at}.parquet" for at in range(8)]
    assert main(["dataset", "in", "one", "--column", "text", "--jobs", "1"]) == 0
    assert texts(data / "out") == texts(data / "one")


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (State.WRITTEN, "██████░░░░░░░░░░░░░░░░░░ 1/3 files, 500 B/s, 6 s left"),
        (State.FINISHED, "██████░░░░░░░░░░░░░░░░░░ 1/3 files"),  # by another run: no rate of this
    ],
)
@pytest.mark.parametrize(("retries", "more"), [(0, ""), (2, ", 2 tried again")])
def test_progress_is_shown_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, state: State, line: str, retries: int, more: str
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("fixenc.dataset.progress.time.monotonic", lambda: 12.0)
    progress = Progress(3, 4000, _started=10.0)
    progress.count(done("a", state))
    progress.draw(retries)
    progress.clear()
    assert terminal.getvalue() == f"\r\x1b[K{line}{more}\r\x1b[K"


def test_five_rows_of_a_file_that_make_no_sense_are_reported(data: Path) -> None:
    planned = plan("in", "out", ("text",), Settings(), on_error=OnError.SKIP)
    found = Output(planned.job, planned.tasks[0], ExitStack(), ExitStack())
    for first in (0, 4):
        problems = {row: f"row {first + row}" for row in (3, 2, 1, 0)}
        found._take_problems(None, SimpleNamespace(problems=problems))  # type: ignore[arg-type]
    name = planned.tasks[0].file.name
    assert found.problems == [f"{name}: row {row}" for row in range(5)]


def test_records_are_readable(data: Path) -> None:
    assert main(["dataset", "in", "out", "--column", "text"]) == 0
    record = json.loads((data / "out/.fixenc/records/part-1.parquet.json").read_text())
    assert record["source"].startswith("sha256:")
    assert record["tally"]["changes"] == [["text", "mojibake", 1]]


def done(name: str, state: State, *, size: int = 1000, seconds: float = 1.0) -> Done:
    """The end of a task on a file of this size."""
    return Done(Task(Input(name, size, Format.PARQUET), name), state, seconds=seconds)


def test_the_summary_names_what_is_slow_and_what_failed() -> None:
    summary = Summary()
    for number in range(8):
        summary.add(done(f"quick-{number}", State.WRITTEN))
    summary.add(done("slow", State.WRITTEN, seconds=6))
    summary.add(done("large", State.COPIED, size=6000, seconds=6))
    summary.add(done("none", State.FAILED))
    assert [*summary.lines(10, retries=2, left=3, left_out={"no tables": 1})] == [
        "0 rows of 0 changed, in 0 places. Files: 9 written, 1 copied unchanged, 1 failed, "
        "2 tried again. 15.0 kB in 10 s, 1.5 kB/s.",
        "1 file left out: no tables.",
        "Slow: slow (6 s, 167 B/s).",
        "Failed: none.",
        "3 files not begun; --resume goes on from here.",
    ]
    assert summary.status == 2


@pytest.mark.parametrize(
    ("bad_rows", "state", "status"),
    [(0, State.WRITTEN, 0), (1, State.WRITTEN, 1), (0, State.QUARANTINED, 1), (1, State.FAILED, 2)],
)
def test_the_exit_status(bad_rows: int, state: State, status: int) -> None:
    summary = Summary()
    summary.add(replace(done("a", state), tally=Tally(rows=3, bad_rows=bad_rows)))
    assert summary.status == status


def test_names_of_columns_stay_and_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(f"{DAMAGED},id\n{DAMAGED},1\n", encoding="utf-8")
    for more in (["--dry-run"], ["-j1"]):
        assert main(["dataset", "in.csv", "out", "--column", f"{DAMAGED},id", *more]) == 0
        assert (
            f"fixenc: column {DAMAGED!r}: its name should read 'café', and stays as it is: "
            "programs look for it\n"
        ) in capfd.readouterr().err
    assert Path("out/in.csv").read_text(encoding="utf-8") == f"{DAMAGED},id\ncafé,1\n"
