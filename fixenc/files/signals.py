"""Signals, so that neither Ctrl-C nor a request to terminate leaves anything lying about."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from fixenc.files import platform


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let a request to terminate end the block as Ctrl-C does, by an exception.

    By default Python dies of SIGTERM where it stands, and no ``finally`` is
    run.  Here it becomes :exc:`SystemExit` with the status that shells expect.
    For the main thread, once around the whole of a program.
    """

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    # One that is ignored, as nohup does with SIGHUP, stays so.
    taken = [
        number
        for number in platform.stopping_signals()
        if signal.getsignal(number) is signal.SIG_DFL
    ]
    for number in taken:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def insist(action: Callable[[], object]) -> None:
    """Do ``action`` to its end, again from its beginning if Ctrl-C comes meanwhile.

    For tidying up.  The interruption is raised when all is tidy.
    """
    interruption: BaseException | None = None
    while True:
        try:
            action()
            break
        except (KeyboardInterrupt, SystemExit) as raised:
            interruption = raised
    if interruption is not None:
        raise interruption
