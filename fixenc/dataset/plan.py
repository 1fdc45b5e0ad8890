"""Plans: which files a job reads and writes, checked before anything is written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from fixenc.dataset.inputs import Format, Input, Inputs, input_of, inputs
from fixenc.dataset.job import Job, OnError, Task
from fixenc.dataset.log import SUFFIX
from fixenc.dataset.output import QUARANTINE
from fixenc.dataset.ranges import ranges_of
from fixenc.dataset.store import OWN, Store, split, store_of
from fixenc.dataset.tables.form import DEFAULT, Form
from fixenc.files.problem import FileProblem
from fixenc.run.config import ConfigProblem, Settings


@dataclass(frozen=True)
class Plan:
    """A job and its tasks, largest first, so that none of them is left to run alone.

    ``footers`` are files to make anew once all is done, ``left_out`` counts files that are
    not in the output, by the reason.
    """

    job: Job
    tasks: tuple[Task, ...]
    footers: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Task, ...]:
        """The tasks of tables, without those that copy the other files."""
        return tuple(task for task in self.tasks if task.file.format is not Format.OTHER)

    @property
    def size(self) -> int:
        """Bytes of all inputs."""
        return sum(task.file.size for task in self.tasks)

    def tidy(self) -> None:
        """Remove what workers left behind that were killed."""
        for store in filter(None, (self.job.target, self.job.log)):
            store.tidy()


def plan(
    source: str,
    target: str,
    columns: tuple[str, ...],
    settings: Settings,
    *,
    on_error: OnError = OnError.FAIL,
    log: str | None = None,
    resume: bool = False,
    shared: bool = False,
    form: Form = DEFAULT,
) -> Plan:
    """The plan to repair ``columns`` of the data set ``source`` into ``target``.

    With ``shared``, several workers share a huge file.  Raises
    :exc:`~fixenc.run.config.ConfigProblem` if it cannot be carried out as it is.
    """
    found = inputs(source)
    folder, single = _target(target, found)
    log_folder = None if log is None else store_of(log)
    if found.single:
        output = single or found.files[0].name
        _require_other(folder, output, found)
        if on_error is OnError.QUARANTINE:
            _require_other(folder, f"{QUARANTINE}/{output}", found)
        if log_folder is not None:
            _require_other(log_folder, output + SUFFIX, found)
    else:
        _require_apart(folder, found.store, target, source)
        if log_folder is not None:
            _require_apart(log_folder, found.store, log_folder.named, source)
    # Files in the output folder are not input, even if a pattern matches them.
    if log_folder is not None and single is None and _is_inside(log_folder, folder):
        raise ConfigProblem(
            f"{log}: lies inside {target}, where it would be taken for data; "
            "choose another folder for --changes"
        )
    job = Job(found.store, folder, columns, settings, on_error, log_folder, resume, form)
    tasks = [
        Task(file, single or file.name, None, _ranges(job, file) if shared else ())
        for file in sorted(found.files, key=lambda file: (-file.size, file.name))
    ]
    left_out = {**found.left_out}
    if single is None:
        tasks += [Task(file, file.name) for file in found.others]
    elif found.others:
        left_out["beside the table that was named"] = len(found.others)
    _require_no_links(folder)
    if not resume:
        if on_error is OnError.QUARANTINE:
            _require_no_quarantine(folder, {task.output for task in tasks})
        _require_new(folder, {*found.footers, *(task.output for task in tasks)})
        if log_folder is not None:
            _require_new(log_folder, {task.output + SUFFIX for task in tasks})
    return Plan(job, tuple(tasks), found.footers if single is None else (), left_out)


def _target(named: str, found: Inputs) -> tuple[Store, str | None]:
    """The folder of the output; and the name of its only file, if that is what was named."""
    place = store_of(named)
    wanted = input_of(named.partition("?")[0], 0)
    try:
        is_file = place.holds_file("")
    except (pa.ArrowException, OSError) as error:
        raise ConfigProblem(f"{named}: cannot be reached: {error}") from error
    if not is_file and (wanted is None or named.endswith("/") or len(found.files) > 1):
        return place, None
    if len(found.files) > 1:
        raise ConfigProblem(f"{named}: is a file, but there are several to write; name a folder")
    file = found.files[0]
    if wanted is None or (wanted.format, wanted.compression) != (file.format, file.compression):
        packed = f", {file.compression}" if file.compression else ""
        raise ConfigProblem(
            f"{named}: would be of another format than {file.name} ({file.format.value}{packed}); "
            "name it alike, or name a folder"
        )
    return split(place)


def _ranges(job: Job, file: Input) -> tuple[tuple[int, int], ...]:
    try:
        return ranges_of(job, file)
    except (pa.ArrowException, OSError, FileProblem):
        return ()  # whoever gets the whole file will say what is wrong with it


def _require_apart(target: Store, source: Store, target_name: str, source_name: str) -> None:
    """Raise :exc:`ConfigProblem` if what is written would lie among what is read."""
    if _is_inside(target, source):
        raise ConfigProblem(
            f"{target_name}: lies inside {source_name}; choose a folder outside of it"
        )


def _require_other(folder: Store, name: str, found: Inputs) -> None:
    """Raise :exc:`ConfigProblem` if the file to write is the only one to read."""
    written, read = folder.path(name), found.store.path(found.files[0].name)
    if folder.local:
        written, read = os.path.realpath(written), os.path.realpath(read)
    if written == read and folder.system.equals(found.store.system):
        raise ConfigProblem(
            f"{folder.display_name(name)}: is the input itself; choose another name or folder"
        )


def _is_inside(inner: Store, outer: Store) -> bool:
    if not inner.system.equals(outer.system):
        return False
    ours, theirs = (_real_path(store).rstrip("/") + "/" for store in (inner, outer))
    return ours.startswith(theirs)


def _real_path(store: Store) -> str:
    return os.path.realpath(store.path()) if store.local else store.path()


def _require_no_links(folder: Store) -> None:
    """Raise :exc:`ConfigProblem` if what is to be written in ``folder`` would go elsewhere."""
    for name in (OWN, QUARANTINE) if folder.local else ():
        if os.path.islink(folder.path(name)):
            raise ConfigProblem(
                f"{folder.display_name(name)}: is a link; remove it, or choose another folder"
            )


def _require_no_quarantine(folder: Store, names: set[str]) -> None:
    """Raise :exc:`ConfigProblem` if rows of an earlier run were set aside under these names."""
    for name in sorted(names):
        if folder.holds_file(f"{QUARANTINE}/{name}"):
            raise ConfigProblem(
                f"{folder.display_name(f'{QUARANTINE}/{name}')}: holds rows of an earlier run; "
                "move it away, or choose another folder"
            )


def _require_new(folder: Store, names: set[str]) -> None:
    """Raise :exc:`ConfigProblem` if ``folder`` holds one of the files to write."""
    for name, _ in folder.files():
        if name in names:
            raise ConfigProblem(
                f"{folder.display_name(name)}: is there already; "
                "--resume goes on with a run that was stopped, or choose another folder"
            )
