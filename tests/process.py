"""Processes of their own for tests that measure memory."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


def peak_memory(code: str, *arguments: Path) -> int:
    """Run Python code with the arguments, and return the most memory it took, in megabytes."""
    ran = subprocess.run(
        [sys.executable, "-c", code + _REPORT, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"VmHWM:\s+(\d+)", ran.stdout)
    assert found is not None, "only Linux reports the peak"
    return int(found[1]) // 1024


# The peak since the program began; getrusage counts the process that it was forked from.
_REPORT = "\nprint(open('/proc/self/status').read())\n"
