"""What the library may use of the process: threads, a log. Optimizers that are given no runtime share one, with a thread for each processor."""

from __future__ import annotations

import os
from typing import Any, Callable, Optional

from . import _native
from .errors import OutOfRangeError
from .owner import Owner

Log = Callable[[int, str], object]
"""Is told lines: a level (dlopt.enums.LogLevel) and the text, on the thread that made the call. What it raises ends the call."""

MOST_THREADS = 1024
WORTH_A_POOL = 524288
"""Elements: so many and more a step divides among threads that sleep. Smaller trainings never start one."""


class Runtime(Owner):
    """Threads and a log for the optimizers that are made with it. It goes when the last of them has gone.

    threads: how many work on a step, the caller's included; 0 or 1: the caller's alone. Results do not depend on it
    log: is told of skipped steps
    """

    _destroy = staticmethod(_native.runtime_destroy)

    def __init__(self, threads: int = _native.runtime_desc_init()["threads"], log: Optional[Log] = None) -> None:
        super().__init__(_native.runtime_create(threads, log))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}{', closed' if self.closed else ''}>"


class _Shared:
    """The runtime of those that are given none: made when there is enough to do, and again in a process that was forked, whose threads stayed behind."""

    threads = 0
    runtime: Optional[Runtime] = None

    def wanted(self) -> int:
        return self.threads or min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST_THREADS)

    def made(self) -> Optional[Runtime]:
        if self.runtime is None and self.wanted() > 1:
            self.runtime = Runtime(self.wanted())
        return self.runtime

    def forget(self) -> None:
        self.runtime = None


_shared = _Shared()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_shared.forget)


def set_num_threads(threads: int) -> None:
    """Sets how many threads work for optimizers that are given no runtime and made from now on; 0: one for each processor that the process may use."""
    if not 0 <= threads <= MOST_THREADS:
        raise OutOfRangeError(f"threads: got {threads}, wanted 0 to {MOST_THREADS}")
    _shared.threads = threads
    _shared.forget()


def get_num_threads() -> int:
    """How many threads work for optimizers that are given no runtime, where a step is large enough."""
    return _shared.wanted()


def raw(runtime: Optional[Runtime]) -> Any:
    """The handle of a runtime; without one that of the shared one, if it is there already."""
    runtime = runtime or _shared.runtime
    return None if runtime is None else runtime._handle


def shared(elements: int) -> Any:
    """The handle of the shared runtime for a training of so many elements; None: it does without threads."""
    runtime = _shared.made() if elements >= WORTH_A_POOL else None
    return None if runtime is None else runtime._handle


def cpu_isa() -> str:
    """The instruction set whose loops run. All give the same bits."""
    return _native.cpu_isa()


def force_cpu_isa(name: Optional[str]) -> None:
    """Makes the whole process use the loops of one instruction set; None: the best. For tests and reports of errors."""
    _native.cpu_isa_force(name)


def cuda_device_count() -> int:
    """How many CUDA devices can be used. This version has no CUDA back-end and raises UnsupportedError."""
    return _native.cuda_device_count()
