"""Where work runs: here, or in processes. Any ``concurrent.futures.Executor`` fits."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Serial(Executor):
    """Runs each task at once, in the caller's thread: no pool, no pickling, plain tracebacks."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Run now; the future that comes back is done."""
        future: Future[_T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the future carries it to the caller
            future.set_exception(error)
        return future


def local(jobs: int) -> Executor:
    """An executor for this machine.

    Args:
        jobs: Number of processes; 1 runs in the caller's thread.
    """
    if jobs <= 1:
        return Serial()
    # Fresh processes, never forked ones: the engine's contexts do not survive a fork.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
