"""A cluster of two nodes, on this machine: what is killed there is done again."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fixenc.cli import main

pytest.importorskip("ray")

# One cluster is enough for two processors.
pytestmark = [pytest.mark.unix, pytest.mark.xdist_group("ray")]

FILES = 8

PATIENCE = 60
"""Seconds after which something that should have happened has not."""

ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": secrets.token_hex(32),
    # A node that is killed is to be missed soon.
    "RAY_health_check_initial_delay_ms": "1000",
    "RAY_health_check_period_ms": "500",
    "RAY_health_check_failure_threshold": "3",
}


def until(condition: Callable[[], object], what: str) -> None:
    """Wait for something to happen."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


class Nodes:
    """A head and a second node, each with one processor."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="fxr", dir="/tmp")  # sockets need short names
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        self.address = f"127.0.0.1:{port}"
        self._started: list[subprocess.Popen[bytes]] = []
        self._start("--head", f"--port={port}", f"--temp-dir={self._folder}",
                    "--include-dashboard=false")  # fmt: skip
        self.second = self.add()

    def _start(self, *args: str) -> subprocess.Popen[bytes]:
        ray_command = Path(sys.executable).with_name("ray")
        node = subprocess.Popen(
            [ray_command, "start", "--block", "--num-cpus=1", "--disable-usage-stats",
             "--object-store-memory=78643200", "--node-ip-address=127.0.0.1", *args],
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        self._started.append(node)
        return node

    def add(self) -> subprocess.Popen[bytes]:
        """Start another node."""
        return self._start(f"--address={self.address}")

    def kill(self, node: subprocess.Popen[bytes]) -> None:
        """Kill a node, and all processes on it, at once."""
        self._started.remove(node)
        os.killpg(node.pid, signal.SIGKILL)
        node.wait()

    def close(self) -> None:
        """Kill all of them."""
        for node in [*self._started]:
            self.kill(node)
        shutil.rmtree(self._folder, ignore_errors=True)


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    nodes = Nodes()
    yield nodes
    nodes.close()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data set, repaired by one process in ``one``."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number in range(FILES):
        table = pa.table({"text": [f"row {number}", "caf\xc3\xa9"] * 50, "n": range(100)})
        pq.write_table(table, tmp_path / "in" / f"part-{number}.parquet", row_group_size=30)
    assert main(["dataset", "in", "one", "--column", "text", "--jobs", "1"]) == 0
    return tmp_path


def assert_all_is_there(data: Path) -> None:
    """That the output is, row for row, that of one process, and that nothing else is there."""
    names = {f"part-{number}.parquet" for number in range(FILES)}
    made = {path for path in (data / "out").rglob("*") if path.is_file()}
    records = {data / "out/.fixenc/records" / f"{name}.json" for name in names}
    assert made == records | {data / "out" / name for name in names}
    for name in names:
        assert pq.read_table(data / "out" / name).equals(pq.read_table(data / "one" / name))


class Driver(subprocess.Popen[str]):
    """A process that hands out a job, of which one task gets stuck."""

    def __init__(self, nodes: Nodes, stuck: str) -> None:
        program = Path(__file__).with_name("stuck_driver.py")
        super().__init__(
            [sys.executable, program, nodes.address, stuck],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def until_stuck(self, data: Path) -> int:
        """The number of the process that does the task that got stuck."""
        marker = data / "marker"
        until(lambda: marker.exists() or self.poll() is not None, "no task got stuck")
        assert self.poll() is None, self.communicate()
        return int(marker.read_text())

    def ended(self) -> object:
        """What it says of the job at its end."""
        out, err = self.communicate(timeout=PATIENCE)
        assert self.returncode == 0, err
        return json.loads(out.splitlines()[-1])  # Ray may have said something before


def test_a_worker_is_killed(nodes: Nodes, data: Path) -> None:
    with Driver(nodes, "part-3.parquet") as driver:
        os.kill(driver.until_stuck(data), signal.SIGKILL)
        assert driver.ended() == {"states": {"WRITTEN": FILES}, "retries": 1}
    assert_all_is_there(data)


def test_a_node_is_killed(nodes: Nodes, data: Path) -> None:
    with Driver(nodes, "another node") as driver:
        driver.until_stuck(data)
        nodes.kill(nodes.second)
        ended = driver.ended()
    assert isinstance(ended, dict)
    assert ended["states"] == {"WRITTEN": FILES}
    assert ended["retries"] >= 1
    assert_all_is_there(data)
    nodes.second = nodes.add()


def test_the_driver_is_killed(nodes: Nodes, data: Path) -> None:
    with Driver(nodes, "part-7.parquet") as driver:
        worker = driver.until_stuck(data)
        until(lambda: [*(data / "out").glob("*.parquet")], "nothing is finished")
        driver.kill()
    until(lambda: not os.path.exists(f"/proc/{worker}"), "the worker outlived its driver")
    assert not (data / "out" / "part-7.parquet").exists()
    resumed = fixenc("in", "out", "--address", nodes.address, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert "finished before" in resumed.stderr
    assert_all_is_there(data)


def test_a_cluster_that_is_not_there(data: Path) -> None:
    ran = fixenc("in", "out", "--address", "127.0.0.1:1")
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1].startswith(
        "fixenc: --address 127.0.0.1:1: cannot be reached"
    )


def fixenc(*args: str) -> subprocess.CompletedProcess[str]:
    """Run ``fixenc dataset`` on a cluster."""
    command = [sys.executable, "-m", "fixenc", "dataset", "--column", "text", "--engine", "ray"]
    return subprocess.run(
        [*command, *args], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
