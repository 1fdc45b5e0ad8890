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


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl-C and requests to terminate wait until the block has ended, where systems can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _asking())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def let_through() -> None:
    """Let Ctrl-C and requests to terminate come again, in a process that was started meanwhile."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _asking())


def _asking() -> list[signal.Signals]:
    return [signal.SIGINT, *platform.stopping_signals()]


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
