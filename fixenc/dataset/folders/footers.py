"""Files ``_metadata``: the footers of all Parquet files of a folder, made anew for the output.

They say where in which file each row group begins, which is other once files are written
anew.  Readers do without such a file, so where it cannot be made it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from fixenc.dataset.inputs import Format
from fixenc.dataset.job import Task
from fixenc.dataset.plan import Plan
from fixenc.dataset.store import Store
from fixenc.files.problem import reason


def write_footers(plan: Plan) -> Iterator[str]:
    """Write each file ``_metadata`` of the output anew; yield messages about those left out."""
    for name in plan.footers:
        folder = name.rpartition("/")[0]
        prefix = f"{folder}/" if folder else ""
        tasks = [
            task
            for task in sorted(plan.tables, key=lambda task: task.output)
            if task.file.format is Format.PARQUET and task.output.startswith(prefix)
        ]
        try:
            _write(plan.job.target, name, prefix, tasks)
        except (pa.ArrowException, OSError, RuntimeError) as error:
            said = reason(error) if isinstance(error, OSError) else str(error).splitlines()[0]
            yield f"{name}: is left out, and readers do without it: {said}"


def _write(target: Store, name: str, prefix: str, tasks: list[Task]) -> None:
    whole: pq.FileMetaData | None = None
    for task in tasks:
        with target.open(task.output) as file:
            footer = pq.read_metadata(file)
        footer.set_file_path(task.output.removeprefix(prefix))
        if whole is None:
            whole = footer
        else:
            whole.append_row_groups(footer)
    if whole is not None:
        with target.new_file(name) as new:
            whole.write_metadata_file(str(new.path))
            new.publish()
